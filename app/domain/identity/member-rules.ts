import type { Role } from "#app/domain/permissions.ts";
import { mayAssignRole } from "#app/domain/permissions.ts";

/** Why this role cannot be given to this member by somebody with `actor` role, or null. */
export function whyNotChangeRole(facts: {
  actor: Role;
  from: Role;
  to: Role;
  owners: number;
}): string | null {
  const { actor, from, to, owners } = facts;
  if (!mayAssignRole(actor, from)) return "Only an owner can change the role of an owner.";
  if (!mayAssignRole(actor, to)) return "Only an owner can make somebody an owner.";
  if (from === "owner" && to !== "owner" && owners <= 1) return LAST_OWNER;
  return null;
}

/** Why this member cannot be removed by somebody with `actor` role, or null. */
export function whyNotRemove(facts: {
  actor: Role;
  role: Role;
  isSelf: boolean;
  owners: number;
}): string | null {
  const { actor, role, isSelf, owners } = facts;
  if (!mayAssignRole(actor, role)) return "Only an owner can remove an owner.";
  if (role === "owner" && owners <= 1) return LAST_OWNER;
  if (isSelf) return "You cannot remove yourself. Leave the organization instead.";
  return null;
}

/** Why somebody cannot leave, or null. */
export function whyNotLeave({ role, owners }: { role: Role; owners: number }): string | null {
  return role === "owner" && owners <= 1 ? LAST_OWNER : null;
}

const LAST_OWNER = "This is the last owner. Make somebody else an owner first.";
