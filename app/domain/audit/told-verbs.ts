import type { AuditVerb } from "./audit-verbs.ts";

/**
 * Verbs somebody is told of. Only that; whom and how is one entry per verb in `notifications/telling-rules.ts`,
 * which the compiler asks for.
 */
export const TOLD_VERBS = [
  "organization.export",
  "organization.request_deletion",
  "organization.confirm_deletion",
  "organization.cancel_deletion",
  "team.set_member",
  "team.remove_member",
  "invitation.accept",
  "member.change_role",
  "member.remove",
  "member.reset_sign_in",
  "agent.offer",
  "agent.hand_over",
  "api_key.revoke",
  "device.revoke",
  "server.match_advisories",
  "server.block",
  "server.unblock",
  "server.return",
  "request.create",
  "request.ask",
  "request.answer",
  "request.open_drift",
  "request.accept_drift",
  "request.open_launch_drift",
  "request.renew_drift",
  "request.renew_launch_drift",
  "request.accept_launch_drift",
  "request.approve",
  "request.deny",
  "request.expire",
  "request.cancel",
  "grant.suspend",
  "grant.resume",
  "grant.revoke",
  "grant.end",
] as const satisfies readonly AuditVerb[];

export type ToldVerb = (typeof TOLD_VERBS)[number];

export function isToldVerb(verb: string): verb is ToldVerb {
  return TOLD_VERBS.some((told) => told === verb);
}
