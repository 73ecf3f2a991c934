import type { Role } from "#app/domain/permissions.ts";
import type { GroupGift } from "./openid-rules.ts";

type Settings = {
  issuer: string;
  clientId: string;
  scopes: string[];
  groupClaim: string;
  domains: string[];
  defaultRole: Role | null;
  joins: boolean;
};

/** A provider's settings as the audit keeps them: everything but the secret. */
export function openidTold(settings: Settings, gifts: readonly GroupGift[]): Record<string, unknown> {
  const { issuer, clientId, scopes, groupClaim, domains, defaultRole, joins } = settings;
  const groups = gifts.map(({ name, role, teamId }) => [name, role, teamId].filter(Boolean).join(" → "));
  return { issuer, clientId, scopes, groupClaim, domains, defaultRole, joins, groups };
}
