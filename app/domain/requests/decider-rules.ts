import { can, type Role } from "#app/domain/permissions.ts";

export type Person = { memberId: string; accountId: string };
export type Decider = Person & { role: Role; name: string };

/** Whom a request is from and for; `leadIds` lead the target team, or a team that the person it is for, or who answers for its agent, is in. */
export type DecidedRequest = {
  requester: Person;
  /** null: for a team or an agent */
  grantee: Person | null;
  /** who answers for the agent it is for */
  agentOwner: Person | null;
  leadIds: readonly string[];
  /** active members of the target team; empty when it is for one person */
  teamAccountIds: readonly string[];
  /** of a server's drift: everybody a grant of it reaches now; empty otherwise */
  holderAccountIds: readonly string[];
  /** nobody with a role that decides is without such a grant, so an owner who has one decides */
  isLastResort: boolean;
};

export type Eligibility = { allowed: true; by: "role" | "lead" } | { allowed: false; because: string };

/**
 * Who may decide a request: by role, or as a lead of the team it concerns; never the person who asked, whom it is for, or
 * who answers for the agent it is for. What a server changed to is for nobody to accept who has it, but for an owner where
 * nobody else could.
 * People are compared by account, so that coming back as another member, a key or a lead is no way around it.
 */
export function mayDecide(decider: Decider, request: DecidedRequest): Eligibility {
  if (isSame(decider, request.requester)) {
    return { allowed: false, because: "You asked for this, so somebody else decides." };
  }
  if (request.grantee && isSame(decider, request.grantee)) {
    return { allowed: false, because: "This access is for you, so somebody else decides." };
  }
  if (request.agentOwner && isSame(decider, request.agentOwner)) {
    return { allowed: false, because: "You answer for this agent, so somebody else decides." };
  }
  const { teamAccountIds, holderAccountIds, isLastResort } = request;
  const isLast = isLastResort && decider.role === "owner";
  if (holderAccountIds.includes(decider.accountId) && !isLast) {
    return { allowed: false, because: "You have access to this server, so somebody else decides." };
  }
  if (teamAccountIds.length > 0 && teamAccountIds.every((accountId) => accountId === decider.accountId)) {
    return { allowed: false, because: "You are the only one in this team, so somebody else decides." };
  }
  if (can({ role: decider.role, scopes: null }, "request.decide")) return { allowed: true, by: "role" };
  if (request.leadIds.includes(decider.memberId)) return { allowed: true, by: "lead" };
  return {
    allowed: false,
    because: "Security, admins, owners, approvers and the lead of the team it concerns can decide this.",
  };
}

function isSame(one: Person, other: Person): boolean {
  return one.memberId === other.memberId || one.accountId === other.accountId;
}
