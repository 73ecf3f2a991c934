import { and, asc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Forbidden, NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { can, type Role } from "#app/domain/permissions.ts";

/**
 * An active member, locked together with all owners and whoever acts, so that two of them cannot remove each other at
 * once: `actor` is the role of whoever acts as it stands now. Throws NotFound, and Forbidden when whoever acts was
 * removed, or lost the right to manage others, after the request came in.
 */
export async function loadMemberToManage(tx: Transaction, ctx: Ctx, memberId: string) {
  const actorId = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
  const ids = actorId ? [memberId, actorId] : [memberId];
  const locked = await tx
    .select()
    .from(member)
    .where(
      and(
        inOrg(ctx, member),
        isNull(member.removedAt),
        or(inArray(member.id, ids), eq(member.role, "owner")),
      ),
    )
    .orderBy(asc(member.id))
    .for("update");
  const acting = locked.find((row) => row.id === actorId);
  if (actorId && !acting) throw new Forbidden("You are no longer a member here. Nothing was changed.");
  const actor: Role = acting?.role ?? capability(ctx.actor).role;
  if (memberId !== actorId && !can({ role: actor, scopes: null }, "member.manage")) {
    throw new Forbidden(`You cannot do that as ${actor}. Nothing was changed.`);
  }
  const found = locked.find((row) => row.id === memberId);
  if (!found) throw new NotFound("member");
  return { member: found, actor, owners: locked.filter((row) => row.role === "owner").length };
}
