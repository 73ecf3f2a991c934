import { and, asc, count, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member, team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { scimGroup, scimUser } from "#app/domain/provisioning/provisioning-tables.server.ts";

export type GroupMember = { id: string; memberId: string; name: string; isLead: boolean };
/** A team as an identity provider sees it. */
export type Group = {
  id: string;
  name: string;
  externalId: string | null;
  createdAt: Date;
  changedAt: Date;
  members: GroupMember[];
};

/** `person` is the provider's id of somebody in it. */
export type GroupFilter = { id?: string; name?: string; externalId?: string; person?: string };

const ofTeam = (ctx: Ctx) => and(inOrg(ctx, scimGroup), eq(scimGroup.teamId, team.id));
const known = (ctx: Ctx) => and(inOrg(ctx, team), isNull(team.archivedAt), isNull(scimGroup.deletedAt));

const columns = {
  id: team.id,
  name: team.name,
  externalId: scimGroup.externalId,
  createdAt: team.createdAt,
  changedAt: sql<Date>`coalesce(${scimGroup.changedAt}, ${team.createdAt})`.mapWith(
    (text: string) => new Date(text),
  ),
};

function matching(ctx: Ctx, filter: GroupFilter): SQL | undefined {
  return and(
    filter.id === undefined ? undefined : sql`${team.id}::text = ${filter.id.toLowerCase()}`,
    filter.name === undefined ? undefined : sql`lower(${team.name}) = lower(${filter.name})`,
    filter.externalId === undefined ? undefined : eq(scimGroup.externalId, filter.externalId),
    filter.person === undefined
      ? undefined
      : sql`exists (select 1 from team_member p left join scim_user u on u.org_id = p.org_id and u.member_id = p.member_id
          where p.org_id = ${ctx.orgId} and p.team_id = ${team.id} and coalesce(u.id, p.member_id)::text = ${filter.person.toLowerCase()})`,
  );
}

/** `offset` from 0; at most `limit` of them, with how many match in all. `members: false` leaves who is in them out. */
export function listGroups(
  ctx: Ctx,
  filter: GroupFilter,
  page: { offset: number; limit: number; members: boolean },
): Promise<{ rows: Group[]; total: number }> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const where = and(known(ctx), matching(ctx, filter));
    const [counted] = await tx
      .select({ total: count() })
      .from(team)
      .leftJoin(scimGroup, ofTeam(ctx))
      .where(where);
    const found =
      page.limit === 0
        ? []
        : await tx
            .select(columns)
            .from(team)
            .leftJoin(scimGroup, ofTeam(ctx))
            .where(where)
            .orderBy(asc(team.id))
            .limit(page.limit)
            .offset(page.offset);
    const ids = page.members ? found.map((row) => row.id) : [];
    const people = await peopleOf(tx, ctx, ids);
    const rows = found.map((row) => ({ ...row, members: people.get(row.id) ?? [] }));
    return { rows, total: counted?.total ?? 0 };
  });
}

/** Throws NotFound. */
export function getGroup(ctx: Ctx, teamId: string): Promise<Group> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(columns)
      .from(team)
      .leftJoin(scimGroup, ofTeam(ctx))
      .where(and(known(ctx), eq(team.id, teamId)));
    if (!found) throw new NotFound("group");
    return { ...found, members: (await peopleOf(tx, ctx, [found.id])).get(found.id) ?? [] };
  });
}

async function peopleOf(tx: Transaction, ctx: Ctx, teamIds: string[]): Promise<Map<string, GroupMember[]>> {
  const people = new Map<string, GroupMember[]>();
  if (teamIds.length === 0) return people;
  const rows = await tx
    .select({
      teamId: teamMember.teamId,
      isLead: teamMember.isLead,
      memberId: member.id,
      name: member.name,
      id: sql<string>`coalesce(${scimUser.id}, ${member.id})`,
    })
    .from(teamMember)
    .innerJoin(member, and(inOrg(ctx, member), eq(member.id, teamMember.memberId), isNull(member.removedAt)))
    .leftJoin(scimUser, and(inOrg(ctx, scimUser), eq(scimUser.memberId, member.id)))
    .where(and(inOrg(ctx, teamMember), inArray(teamMember.teamId, teamIds)))
    .orderBy(asc(member.id));
  for (const { teamId, ...one } of rows) {
    const list = people.get(teamId);
    if (list) list.push(one);
    else people.set(teamId, [one]);
  }
  return people;
}
