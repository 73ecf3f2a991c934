import type { Role } from "#app/domain/permissions.ts";
import { can } from "#app/domain/permissions.ts";

export const GRANT_STATES = ["scheduled", "active", "suspended", "revoked", "ended"] as const;
export type GrantState = (typeof GRANT_STATES)[number];

/** Whom a grant or a request is for. */
export const HOLDER_KINDS = ["member", "team", "agent"] as const;
export type HolderKind = (typeof HOLDER_KINDS)[number];

type GrantInstants = {
  startsAt: Date;
  endsAt: Date;
  suspendedAt: Date | null;
  suspendedUntil: Date | null;
  revokedAt: Date | null;
  /** When the agent it is for was retired, or the member left. */
  holderGoneAt?: Date | null;
};

/**
 * What a grant is at one moment. It holds only while `active`: from `startsAt` on, before `endsAt`, and never again once
 * whoever it is for is gone: a member who comes back is another member.
 */
export function grantState(grant: GrantInstants, now: Date): GrantState {
  if (grant.revokedAt) return "revoked";
  if (now >= grant.endsAt || grant.holderGoneAt) return "ended";
  if (grant.suspendedAt && (!grant.suspendedUntil || now < grant.suspendedUntil)) return "suspended";
  return now < grant.startsAt ? "scheduled" : "active";
}

export function isOpen(state: GrantState): boolean {
  return state === "active" || state === "scheduled" || state === "suspended";
}

type Handler = { memberId: string; accountId: string; role: Role };

/**
 * Who may take a grant away: guardians, the person it is for or who answers for its agent (handing it back), a lead of
 * the team it is for.
 * Taking away never needs a second person.
 */
export function mayRevoke(
  who: Handler,
  grant: { holderAccountId: string | null; leadIds: readonly string[] },
): boolean {
  if (can({ role: who.role, scopes: null }, "grant.manage")) return true;
  return grant.holderAccountId === who.accountId || grant.leadIds.includes(who.memberId);
}
