import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import {
  afterId,
  type CursorPage,
  cutPage,
  type NumberedPage,
  offsetOf,
} from "#app/domain/identity/list-page.ts";
import { member, team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type TeamRow = {
  id: string;
  name: string;
  createdAt: Date;
  archivedAt: Date | null;
  /** Its last lead left the organization then, and nobody leads it since. */
  lostLeadAt: Date | null;
  /** Active members, leads among them. */
  memberCount: number;
  leads: { id: string; name: string }[];
};
export type TeamPerson = {
  id: string;
  name: string;
  email: string;
  role: Role;
  isLead: boolean;
  addedAt: Date;
};

/** More than this many members of one team are not listed; `memberCount` still counts them. */
const MOST_MEMBERS = 500;

/** Teams by name, with leads: those that are not archived, or those that are. */
export function listTeams(
  ctx: Ctx,
  page: NumberedPage & { archived?: boolean },
): Promise<{ rows: TeamRow[]; total: number }> {
  permit(ctx, "member.read");
  return inTransaction(ctx, async (tx) => {
    const which = and(inOrg(ctx, team), page.archived ? isNotNull(team.archivedAt) : isNull(team.archivedAt));
    const [counted] = await tx.select({ total: count() }).from(team).where(which);
    const found = await tx
      .select(columns)
      .from(team)
      .where(which)
      .orderBy(asc(team.name))
      .limit(page.perPage)
      .offset(offsetOf(page));
    return { rows: await withPeople(tx, ctx, found), total: counted?.total ?? 0 };
  });
}

/** Teams in the order they were made. */
export function listTeamsAfter(ctx: Ctx, page: CursorPage) {
  permit(ctx, "member.read");
  const after = afterId(page);
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select(columns)
      .from(team)
      .where(and(inOrg(ctx, team), after ? gt(team.id, after) : undefined))
      .orderBy(asc(team.id))
      .limit(page.limit + 1);
    const { rows, nextCursor } = cutPage(found, page.limit);
    return { rows: await withPeople(tx, ctx, rows), nextCursor };
  });
}

/** A team with its active members, leads first. Throws NotFound. */
export function getTeam(ctx: Ctx, teamId: string): Promise<TeamRow & { members: TeamPerson[] }> {
  permit(ctx, "member.read");
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select(columns)
      .from(team)
      .where(and(inOrg(ctx, team), eq(team.id, teamId)));
    const [row] = await withPeople(tx, ctx, found);
    if (!row) throw new NotFound("team");
    const members = await tx
      .select({
        id: member.id,
        name: member.name,
        email: member.email,
        role: member.role,
        isLead: teamMember.isLead,
        addedAt: teamMember.addedAt,
      })
      .from(teamMember)
      .innerJoin(member, activeMember(ctx))
      .where(and(inOrg(ctx, teamMember), eq(teamMember.teamId, teamId)))
      .orderBy(desc(teamMember.isLead), asc(member.name), asc(member.id))
      .limit(MOST_MEMBERS);
    return { ...row, members };
  });
}

const columns = {
  id: team.id,
  name: team.name,
  createdAt: team.createdAt,
  archivedAt: team.archivedAt,
  lostLeadAt: team.lostLeadAt,
};

function activeMember(ctx: Ctx) {
  return and(inOrg(ctx, member), eq(member.id, teamMember.memberId), isNull(member.removedAt));
}

async function withPeople(
  tx: Transaction,
  ctx: Ctx,
  found: Pick<TeamRow, "id" | "name" | "createdAt" | "archivedAt" | "lostLeadAt">[],
): Promise<TeamRow[]> {
  if (found.length === 0) return [];
  const inThese = and(
    inOrg(ctx, teamMember),
    inArray(
      teamMember.teamId,
      found.map((row) => row.id),
    ),
  );
  const counts = await tx
    .select({ teamId: teamMember.teamId, members: count() })
    .from(teamMember)
    .innerJoin(member, activeMember(ctx))
    .where(inThese)
    .groupBy(teamMember.teamId);
  const leads = await tx
    .select({ teamId: teamMember.teamId, id: member.id, name: member.name })
    .from(teamMember)
    .innerJoin(member, activeMember(ctx))
    .where(and(inThese, eq(teamMember.isLead, true)))
    .orderBy(asc(member.name));
  return found.map((row) => ({
    ...row,
    memberCount: counts.find((counted) => counted.teamId === row.id)?.members ?? 0,
    leads: leads.filter((lead) => lead.teamId === row.id).map(({ id, name }) => ({ id, name })),
  }));
}

/** The teams a member is in, by name; at most 200. */
export function listTeamsOf(
  ctx: Ctx,
  memberId: string,
): Promise<{ id: string; name: string; isLead: boolean }[]> {
  permit(ctx, "member.read");
  return inTransaction(ctx, (tx) =>
    tx
      .select({ id: team.id, name: team.name, isLead: teamMember.isLead })
      .from(teamMember)
      .innerJoin(team, and(inOrg(ctx, team), eq(team.id, teamMember.teamId)))
      .where(and(inOrg(ctx, teamMember), eq(teamMember.memberId, memberId)))
      .orderBy(asc(team.name))
      .limit(200),
  );
}
