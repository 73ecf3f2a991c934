import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { OPEN_STATES } from "#app/domain/requests/request-rules.ts";

const TeamUses = z.object({
  /** ever issued for it */
  grants: z.number(),
  /** not revoked and not over yet */
  runningGrants: z.number(),
  requests: z.number(),
  openRequests: z.number(),
});
export type TeamUses = z.infer<typeof TeamUses>;

/** What names a team: decides whether it can be archived or deleted. */
export function countTeamUses(ctx: Ctx, teamId: string): Promise<TeamUses> {
  permit(ctx, "team.manage");
  return inTransaction(ctx, (tx) => readTeamUses(tx, ctx, teamId));
}

export async function readTeamUses(tx: Transaction, ctx: Ctx, teamId: string): Promise<TeamUses> {
  const now = ctx.now.toISOString();
  const open = sql.join(
    OPEN_STATES.map((state) => sql`${state}`),
    sql`, `,
  );
  const [row] = await tx.execute(sql`
    select grants.*, requests.* from
      (select count(*)::int as grants,
        count(*) filter (where revoked_at is null and ends_at > ${now}::timestamptz)::int as "runningGrants"
        from access_grant where org_id = ${ctx.orgId} and team_id = ${teamId}) grants,
      (select count(*)::int as requests, count(*) filter (where state in (${open}))::int as "openRequests"
        from request where org_id = ${ctx.orgId} and team_id = ${teamId}) requests`);
  return TeamUses.parse(row);
}
