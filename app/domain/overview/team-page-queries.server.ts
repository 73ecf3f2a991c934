import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { type GrantRow, listGrants, listGrantsOfTeam } from "#app/domain/grants/grant-queries.server.ts";
import type { CursorPage } from "#app/domain/identity/list-page.ts";
import { getTeam, type TeamPerson, type TeamRow } from "#app/domain/identity/team-queries.server.ts";
import { listServersInUse, listTeamsInUse } from "#app/domain/inventory/inventory-queries.server.ts";
import type { ServerInUseRow, TeamInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import { getCoverage } from "#app/domain/overview/coverage-queries.server.ts";
import { getTeamSight, type TeamSight } from "#app/domain/overview/team-sight.server.ts";
import { listRequests, type RequestRow } from "#app/domain/requests/request-queries.server.ts";

type Page = { page: number; perPage: number };
type Few<Row> = { rows: Row[]; total: number };

/** A server members of a team use, with the grant that says most about it; null: nobody granted it, as far as one sees. */
export type TeamServerRow = ServerInUseRow & { grant: GrantRow | null };

/**
 * The servers members of a team use, those nobody approved first: all of them for who sees the whole team, one's own for a
 * member of it. Throws NotFound for a team that is none of one's own.
 */
export function listTeamServers(
  ctx: Ctx,
  teamId: string,
  page: Page,
): Promise<Few<TeamServerRow> & { sight: TeamSight }> {
  return inTransaction(ctx, async (tx) => {
    const inside = { ...ctx, tx };
    const sight = await getTeamSight(inside, teamId);
    const choice = { ...page, sort: "unapproved" };
    const { rows, total } = await listServersInUse(inside, { team: teamId }, choice);
    const ids = rows.map(({ id }) => id);
    const grants = ids.length > 0 ? await listGrantsOfTeam(inside, teamId, ids) : [];
    const grantOf = (id: string) => grants.find(({ server }) => server.id === id) ?? null;
    return { sight, total, rows: rows.map((row) => ({ ...row, grant: grantOf(row.id) })) };
  });
}

/**
 * The same by `limit`; the cursor says how many came before, since what needs a person first is no order of ids. Throws
 * Invalid for a cursor that was given for another limit.
 */
export async function listTeamServersAfter(
  ctx: Ctx,
  teamId: string,
  { limit, cursor }: CursorPage,
): Promise<{ rows: TeamServerRow[]; nextCursor: string | null }> {
  const before =
    cursor === undefined ? 0 : z.coerce.number().int().min(1).max(100_000).safeParse(cursor).data;
  if (before === undefined || before % limit !== 0) {
    const text =
      "The cursor belongs to a list with another limit. Keep the limit, or leave the cursor out to start over.";
    throw new Invalid(text, { cursor: ["Unknown."] });
  }
  const { rows, total } = await listTeamServers(ctx, teamId, { page: before / limit + 1, perPage: limit });
  const seen = before + rows.length;
  return { rows, nextCursor: rows.length === limit && seen < total ? String(seen) : null };
}

export type TeamOverview = {
  team: TeamRow & { members: TeamPerson[] };
  sight: TeamSight;
  /** What is used now, within sight; null: no device of theirs has reported a server. */
  now: TeamInUseRow | null;
  /** Per day; null for who does not see the whole team. */
  coverage: Awaited<ReturnType<typeof getCoverage>> | null;
  servers: Few<TeamServerRow>;
  /** Not decided yet, for the team or somebody in it. */
  requests: Few<RequestRow>;
  /** Issued to the team itself, newest first. */
  grants: Few<GrantRow>;
};

/** A team: what its members use, how that stands, who approved it and what they ask for, within the actor's sight. Throws NotFound. */
export function getTeamOverview(
  ctx: Ctx,
  teamId: string,
  options: Page & { most: number },
): Promise<TeamOverview> {
  const { most, ...page } = options;
  const first = { limit: most, offset: 0 };
  return inTransaction(ctx, async (tx) => {
    const inside = { ...ctx, tx };
    const { sight, ...servers } = await listTeamServers(inside, teamId, page);
    const inUse = await listTeamsInUse(inside, { team: teamId }, { page: 1, perPage: 1 });
    return {
      team: await getTeam(inside, teamId),
      sight,
      now: inUse.rows[0] ?? null,
      coverage: sight === "whole" ? await getCoverage(inside, { team: teamId }) : null,
      servers,
      requests: await listRequests(inside, { team: teamId, open: "yes" }, first),
      grants: await listGrants(inside, { team: teamId }, first),
    };
  });
}
