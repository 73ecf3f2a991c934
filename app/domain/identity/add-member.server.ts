import { and, eq, inArray, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { memberTerms } from "#app/domain/identity/member-terms.ts";
import { member, team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { searchTerm } from "#app/domain/identity/search-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";

type NewMember = { accountId: string; email: string; name: string; role: Role; teamIds: readonly string[] };

/**
 * Makes an account a member, with search terms and teams, inside a verb's transaction; that verb records the event.
 * Somebody who was removed and comes back gets a new member row: keys, devices and grants of the old one stay dead.
 * Teams that are gone or archived meanwhile are left out. Throws Conflict when the account is a member already.
 */
export async function addMember(tx: Transaction, ctx: Ctx, input: NewMember): Promise<{ memberId: string }> {
  const id = uuidv7();
  const { accountId, email, name, role } = input;
  const [present] = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.accountId, accountId), isNull(member.removedAt)));
  const row = { orgId: ctx.orgId, id, accountId, email, name, role, joinedAt: ctx.now };
  const [made] = present ? [] : await tx.insert(member).values(row).onConflictDoNothing().returning();
  if (!made) throw new Conflict("You are a member of this organization already. Nothing was changed.");
  const terms = memberTerms({ name, email }).map((term) => ({
    orgId: ctx.orgId,
    kind: "member" as const,
    term,
    subjectId: id,
  }));
  await tx.insert(searchTerm).values(terms);
  await joinTeams(tx, ctx, id, input.teamIds);
  return { memberId: id };
}

async function joinTeams(tx: Transaction, ctx: Ctx, memberId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const present = await tx
    .select({ id: team.id })
    .from(team)
    .where(and(inOrg(ctx, team), inArray(team.id, [...ids]), isNull(team.archivedAt)));
  if (present.length === 0) return;
  await tx.insert(teamMember).values(
    present.map(({ id: teamId }) => ({
      orgId: ctx.orgId,
      teamId,
      memberId,
      isLead: false,
      addedAt: ctx.now,
    })),
  );
}
