import { and, asc, count, eq, gt, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import {
  afterId,
  type CursorPage,
  cutPage,
  type NumberedPage,
  offsetOf,
} from "#app/domain/identity/list-page.ts";
import { loadActiveMember } from "#app/domain/identity/load-active-member.server.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import { member, team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/** `search`: each word must be the start of a word of the name or address. */
export type MemberFilter = { search?: string; role?: Role; notInTeam?: string };
export type MemberTeam = { id: string; name: string; isLead: boolean };
export type MemberRow = {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: Date;
  teams: MemberTeam[];
};

/** Active members by name, with their teams. */
export function listMembers(
  ctx: Ctx,
  filter: MemberFilter & NumberedPage,
): Promise<{ rows: MemberRow[]; total: number }> {
  permit(ctx, "member.read");
  return inTransaction(ctx, async (tx) => {
    const where = matching(ctx, filter);
    const [counted] = await tx.select({ total: count() }).from(member).where(where);
    const found = await tx
      .select(columns)
      .from(member)
      .where(where)
      .orderBy(asc(sql`lower(${member.name})`), asc(member.id))
      .limit(filter.perPage)
      .offset(offsetOf(filter));
    return { rows: await withTeams(tx, ctx, found), total: counted?.total ?? 0 };
  });
}

/** Active members in the order they were added. */
export function listMembersAfter(ctx: Ctx, filter: MemberFilter & CursorPage) {
  permit(ctx, "member.read");
  const after = afterId(filter);
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select(columns)
      .from(member)
      .where(and(matching(ctx, filter), after ? gt(member.id, after) : undefined))
      .orderBy(asc(member.id))
      .limit(filter.limit + 1);
    const { rows, nextCursor } = cutPage(found, filter.limit);
    return { rows: await withTeams(tx, ctx, rows), nextCursor };
  });
}

/** An active member. Throws NotFound. */
export function getMember(ctx: Ctx, memberId: string) {
  permit(ctx, "member.read");
  return inTransaction(ctx, (tx) => loadActiveMember(tx, ctx, memberId));
}

/** How many active owners there are: the last one can be neither demoted nor removed. */
export function countOwners(ctx: Ctx): Promise<number> {
  permit(ctx, "member.read");
  return inTransaction(ctx, async (tx) => {
    const [counted] = await tx
      .select({ total: count() })
      .from(member)
      .where(and(inOrg(ctx, member), eq(member.role, "owner"), isNull(member.removedAt)));
    return counted?.total ?? 0;
  });
}

const columns = {
  id: member.id,
  name: member.name,
  email: member.email,
  role: member.role,
  joinedAt: member.joinedAt,
};

function matching(ctx: Ctx, filter: MemberFilter): SQL | undefined {
  const words = searchWords(filter.search ?? "").map(
    (word) => sql`${member.id} in (
      select subject_id from search_term
      where org_id = ${ctx.orgId} and kind = 'member' and starts_with(term, ${word}))`,
  );
  return and(
    inOrg(ctx, member),
    isNull(member.removedAt),
    filter.role ? eq(member.role, filter.role) : undefined,
    filter.notInTeam
      ? sql`not exists (select 1 from team_member t where t.org_id = ${ctx.orgId}
          and t.team_id = ${filter.notInTeam} and t.member_id = ${member.id})`
      : undefined,
    ...words,
  );
}

async function withTeams(tx: Transaction, ctx: Ctx, found: Omit<MemberRow, "teams">[]): Promise<MemberRow[]> {
  if (found.length === 0) return [];
  const ids = found.map((row) => row.id);
  const places = await tx
    .select({ memberId: teamMember.memberId, id: team.id, name: team.name, isLead: teamMember.isLead })
    .from(teamMember)
    .innerJoin(team, and(inOrg(ctx, team), eq(team.id, teamMember.teamId)))
    .where(and(inOrg(ctx, teamMember), inArray(teamMember.memberId, ids)))
    .orderBy(asc(team.name));
  return found.map((row) => ({
    ...row,
    teams: places
      .filter((place) => place.memberId === row.id)
      .map(({ id, name, isLead }) => ({ id, name, isLead })),
  }));
}
