import { ROLES, type Role } from "#app/domain/permissions.ts";
import type { OpenidRefusal } from "./openid-words.ts";

/** How long the way to the provider and back may take, and how long a person may take to link their account. */
export const FLOW_MINUTES = 10;
/** Clocks of provider and Castellan may differ by this much. */
export const CLOCK_SECONDS = 30;

export function flowEnd(now: Date): Date {
  return new Date(now.getTime() + FLOW_MINUTES * 60_000);
}

export type GroupGift = { name: string; role: Role | null; teamId: string | null };
type Policy = { gifts: readonly GroupGift[]; defaultRole: Role | null };

/** The highest role the groups give, in the order of ROLES; null when none of them gives one. */
export function mappedRole(groups: readonly string[], gifts: readonly GroupGift[]): Role | null {
  const given = gifts.filter((gift) => groups.includes(gift.name)).map((gift) => gift.role);
  return ROLES.find((role) => given.includes(role)) ?? null;
}

/**
 * The role somebody has after signing in, and whether they get in at all. `current` is null for somebody new. Groups
 * that give roles decide them at every sign-in; owners stay owners unless a group gives that role too, and the last one
 * stays in any case. Who loses their last group is left with the least role and outside.
 */
export function roleAfterSignIn(
  facts: { current: Role | null; owners: number; groups: readonly string[] } & Policy,
): { role: Role; enters: boolean } {
  const { current, owners, groups, gifts, defaultRole } = facts;
  const wanted = mappedRole(groups, gifts) ?? defaultRole;
  if (current === null) return { role: wanted ?? "member", enters: wanted !== null };
  const mapsRoles = gifts.some((gift) => gift.role !== null);
  if (!mapsRoles) return { role: current, enters: true };
  if (current === "owner") {
    const mapsOwners = gifts.some((gift) => gift.role === "owner");
    if (!mapsOwners || owners <= 1) return { role: "owner", enters: true };
  }
  return { role: wanted ?? "member", enters: wanted !== null };
}

/** Teams the groups decide: in those of `join`, not in those of `leave`; all other teams are left alone. */
export function teamsAfterSignIn(
  groups: readonly string[],
  gifts: readonly GroupGift[],
  current: readonly string[],
): { join: string[]; leave: string[] } {
  const idsOf = (some: readonly GroupGift[]) => new Set(some.flatMap((gift) => gift.teamId ?? []));
  const given = idsOf(gifts.filter((gift) => groups.includes(gift.name)));
  const decided = idsOf(gifts);
  return {
    join: [...given].filter((teamId) => !current.includes(teamId)),
    leave: current.filter((teamId) => decided.has(teamId) && !given.has(teamId)),
  };
}

/** Why somebody with this role may not save these mappings, or null: who gets the owner's role is for owners to say. */
export function whoMaySetProvider(role: Role, gifts: readonly { role: Role | null }[]): string | null {
  const makesOwners = gifts.some((gift) => gift.role === "owner");
  return makesOwners && role !== "owner"
    ? "A group gives the owner's role, so only an owner can save this."
    : null;
}

/** Why nobody can be made to come through the provider yet, or null. `by` is the member who asks for it. */
export function whyNotRequire(facts: {
  testedAt: Date | null;
  testedBy: string | null;
  by: string;
}): string | null {
  if (facts.testedAt === null)
    return "Sign in through the provider once as a test, so that nobody is locked out.";
  return facts.testedBy === facts.by ? null : "Somebody else did the last test. Do one yourself first.";
}

export type Arrival = {
  /** The account this subject is linked to here. */
  linkedTo: string | null;
  /** Verified by the provider. */
  email: string | null;
  /** The account of that address. */
  account: {
    /** It has a password or a passkey, or belongs or belonged to another organization. */
    isItsOwn: boolean;
    /** Another subject of this issuer has it here. */
    isTaken: boolean;
  } | null;
  membership: "active" | "removed" | "none";
  isOwner: boolean;
  domains: readonly string[];
  joins: boolean;
};

/**
 * What happens to somebody the provider vouches for. `prove`: an account that is more than this organization's own is
 * linked only by signing in to it once, since whoever runs a provider can make it vouch for any address.
 */
export function wayInByOpenid(arrival: Arrival): "enter" | "join" | "link" | "prove" | OpenidRefusal {
  const { linkedTo, email, account, membership, joins } = arrival;
  if (email !== null && !isAllowedDomain(email, arrival.domains)) return "domain";
  // Somebody linked was a member once, so who is none now was removed; that lasts until they are invited again.
  if (linkedTo !== null) return membership === "active" ? "enter" : "removed";
  if (email === null) return "unverified";
  if (account?.isTaken) return "other_subject";
  if (membership === "removed") return "removed";
  if (membership === "none" && !joins) return "not_member";
  if (account === null) return "join";
  if (account.isItsOwn || arrival.isOwner) return "prove";
  return membership === "active" ? "link" : "join";
}

export function isAllowedDomain(email: string, domains: readonly string[]): boolean {
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf("@") + 1));
}

/** What a session opens. Own proof: a password or passkey of the account itself. */
export type SessionStanding = {
  hasOwnProof: boolean;
  /** The provider of this very organization vouches for the account, now as when the session began. */
  isByProvider: boolean;
  isRequired: boolean;
  role: Role;
};

/**
 * A provider opens its own organization and no other. Where it is required nothing else opens, except that an owner may
 * come with their own proof: somebody must be able to mend a provider that broke.
 */
export function sessionReach(standing: SessionStanding): "open" | "elsewhere" | "provider_needed" {
  const { hasOwnProof, isByProvider, isRequired, role } = standing;
  if (isByProvider) return "open";
  if (!hasOwnProof) return "elsewhere";
  return isRequired && role !== "owner" ? "provider_needed" : "open";
}
