import type { Standing } from "#app/domain/inventory/inventory-words.ts";

/** What a grant says, for whom it is: a member or a team. Instants as in `access_grant`. */
export type GrantFacts = {
  memberId: string | null;
  teamId: string | null;
  serverId: string;
  environment: string;
  release: string | null;
  startsAt: Date;
  endsAt: Date;
  suspendedAt: Date | null;
  suspendedUntil: Date | null;
  revokedAt: Date | null;
};

export type InstallationFacts = {
  serverId: string;
  memberId: string;
  deviceId: string;
  environment: string;
  release: string | null;
};

export type StandingFacts = {
  orgId: string;
  installation: InstallationFacts;
  /** A member who left holds nothing. */
  memberIsActive: boolean;
  /** Teams the member is in now. */
  teamIds: readonly string[];
  /** Blocks not lifted, with subject keys as in `block`. */
  blocks: readonly { subjectKind: string; subjectKey: string }[];
  grants: readonly GrantFacts[];
  /** The server's confirmed tools are not the pinned ones, or this installation starts it in another way than approved. */
  hasDrifted: boolean;
  /** Another installation of this person's, of this server or in its place, is started in a way that blocks. */
  isPersonStopped: boolean;
  /** Another package than the approved one stands in this place. */
  isReplaced: boolean;
};

/** Suspended now: until somebody resumes it, or until the moment given. */
export function isSuspended(grant: GrantFacts, now: Date): boolean {
  if (grant.suspendedAt === null) return false;
  return grant.suspendedUntil === null || grant.suspendedUntil > now;
}

/** In its period and not revoked: `starts_at <= now < ends_at`. */
export function isRunning(grant: GrantFacts, now: Date): boolean {
  return grant.revokedAt === null && grant.startsAt <= now && now < grant.endsAt;
}

/** True for a grant that was and is no more. One that has not begun was never held. */
export function isPast(grant: GrantFacts, now: Date): boolean {
  return grant.revokedAt !== null || grant.endsAt <= now;
}

/**
 * The standing of one installation: the first that applies of blocked, drifted, over scope, lapsed, unapproved, approved
 * (product.md, "Words"). Drift and scope are measured against an approval, so without a live grant neither applies;
 * another package in the place of an approved one drifts whoever holds it.
 */
export function standingOf(facts: StandingFacts, now: Date): Standing {
  const { installation } = facts;
  const held = facts.grants.filter(
    (grant) =>
      facts.memberIsActive &&
      grant.serverId === installation.serverId &&
      grant.environment === installation.environment &&
      (grant.memberId === installation.memberId ||
        (grant.teamId !== null && facts.teamIds.includes(grant.teamId))),
  );
  const running = held.filter((grant) => isRunning(grant, now));
  const live = running.filter((grant) => !isSuspended(grant, now));
  if (isBlocked(facts) || (live.length === 0 && running.length > 0)) return "blocked";
  if (facts.isReplaced || (live.length > 0 && (facts.hasDrifted || facts.isPersonStopped))) return "drifted";
  if (live.length > 0) {
    const fits = live.some((grant) => grant.release === null || grant.release === installation.release);
    return fits ? "approved" : "over_scope";
  }
  return held.some((grant) => isPast(grant, now)) ? "lapsed" : "unapproved";
}

function isBlocked({ orgId, installation, teamIds, blocks }: StandingFacts): boolean {
  const { serverId, memberId, deviceId, release } = installation;
  return blocks.some(({ subjectKind, subjectKey }) => {
    if (subjectKind === "organization") return subjectKey === orgId;
    if (subjectKind === "server") return subjectKey === serverId;
    if (subjectKind === "release") {
      // which one it starts is not known: it may be the blocked one
      return release === null
        ? subjectKey.startsWith(`${serverId} `)
        : subjectKey === `${serverId} ${release}`;
    }
    if (subjectKind === "member") return subjectKey === memberId;
    if (subjectKind === "device") return subjectKey === deviceId;
    return subjectKind === "team" && teamIds.includes(subjectKey);
  });
}
