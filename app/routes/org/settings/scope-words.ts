import { SCOPES, type Scope } from "#app/domain/permissions.ts";

const HINTS: Record<Scope, string> = {
  read: "See what you may see: inventory, catalog, requests, grants, members.",
  report: "Enroll devices, send scans, record the tools of a server.",
  request: "Ask for access and answer questions.",
  decide: "Approve and deny requests you may decide.",
  grant: "Suspend, resume and revoke grants; set environments.",
  block: "Block servers and lift blocks.",
  check: "Ask whether a call is allowed.",
  audit: "Read and export audit events.",
  admin: "Members, teams, invitations, keys and devices.",
};

export const scopeOptions: readonly { value: Scope; label: string; hint: string }[] = SCOPES.map((scope) => ({
  value: scope,
  label: scope,
  hint: HINTS[scope],
}));
