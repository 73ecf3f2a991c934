import { and, asc, inArray, isNull, ne, or, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type Fallback = { id: string; name: string; role: Role; sharesTeam: boolean };

/** Who is offered to take over from a leaver: owners, admins and those in a team with them; at most 100, by name. */
export function listFallbacks(ctx: Ctx, leaverId: string): Promise<Fallback[]> {
  permit(ctx, "member.read");
  const sharesTeam = sql<boolean>`exists (select 1 from team_member mine
    join team_member theirs on theirs.org_id = mine.org_id and theirs.team_id = mine.team_id
    where mine.org_id = ${ctx.orgId} and mine.member_id = ${leaverId} and theirs.member_id = ${member.id})`;
  return inTransaction(ctx, (tx) =>
    tx
      .select({ id: member.id, name: member.name, role: member.role, sharesTeam })
      .from(member)
      .where(
        and(
          inOrg(ctx, member),
          isNull(member.removedAt),
          ne(member.id, leaverId),
          or(inArray(member.role, ["owner", "admin"]), sharesTeam),
        ),
      )
      .orderBy(asc(member.name), asc(member.id))
      .limit(100),
  );
}
