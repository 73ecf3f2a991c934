import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Conflict, Forbidden, NotFound } from "#app/domain/errors.ts";
import { member, team } from "#app/domain/identity/organization-tables.server.ts";
import { mayAssignRole, type Role } from "#app/domain/permissions.ts";

/** Throws Forbidden for a role above the inviter's. */
export function refuseHigherRole(ctx: Ctx, role: Role): void {
  if (mayAssignRole(capability(ctx.actor).role, role)) return;
  throw new Forbidden(`Only an owner can invite somebody as ${role}. Nothing was changed.`);
}

/** Throws NotFound unless every team is one of this organization. */
export async function refuseForeignTeams(tx: Transaction, ctx: Ctx, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const ours = await tx
    .select({ id: team.id })
    .from(team)
    .where(and(inOrg(ctx, team), inArray(team.id, ids), isNull(team.archivedAt)));
  if (ours.length < ids.length) throw new NotFound("team");
}

/** Throws Conflict when the address is a member's. */
export async function refuseMember(tx: Transaction, ctx: Ctx, email: string): Promise<void> {
  const [present] = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.email, email), isNull(member.removedAt)))
    .limit(1);
  if (present) throw new Conflict(`${email} is a member already. Nobody was invited.`);
}
