import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { OPEN_STATES } from "#app/domain/requests/request-rules.ts";

const TeamLeft = z.object({ id: z.string(), name: z.string() });

export const Departure = z.object({
  agents: z.number(),
  apiKeys: z.number(),
  devices: z.number(),
  grants: z.number(),
  invitations: z.number(),
  openRequests: z.number(),
  waitingAnswers: z.number(),
  teams: z.number(),
  /** Teams whose only lead this is, with whether the team goes on without one unless another is made. */
  lastLeadOf: z.array(TeamLeft),
});
export type Departure = z.infer<typeof Departure>;

/** What ends and what is handed over when somebody leaves now. One's own needs no permission. Throws NotFound. */
export function getDeparture(ctx: Ctx, memberId: string): Promise<Departure> {
  const isOwn = ctx.actor.kind === "member" && ctx.actor.memberId === memberId;
  permit(ctx, isOwn ? "member.read" : "member.manage");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({ id: member.id })
      .from(member)
      .where(and(inOrg(ctx, member), eq(member.id, memberId)));
    if (!found) throw new NotFound("member");
    const org = ctx.orgId;
    const now = ctx.now.toISOString();
    const open = sql.join(
      OPEN_STATES.map((state) => sql`${state}`),
      sql`, `,
    );
    const [row] = await tx.execute(sql`select
      (select count(*)::int from agent where org_id = ${org} and owner_id = ${memberId}
        and retired_at is null) as "agents",
      (select count(*)::int from api_key where org_id = ${org} and member_id = ${memberId}
        and revoked_at is null and expires_at > ${now}) as "apiKeys",
      (select count(*)::int from device where org_id = ${org} and member_id = ${memberId}
        and revoked_at is null) as "devices",
      (select count(*)::int from access_grant where org_id = ${org} and member_id = ${memberId}
        and revoked_at is null and ends_at > ${now}) as "grants",
      (select count(*)::int from invitation where org_id = ${org} and invited_by = ${memberId}
        and accepted_at is null and revoked_at is null and expires_at > ${now}) as "invitations",
      (select count(*)::int from request where org_id = ${org} and requester_id = ${memberId}
        and state in (${open})) as "openRequests",
      (select count(*)::int from request where org_id = ${org} and requester_id = ${memberId}
        and state = 'waiting_for_requester') as "waitingAnswers",
      (select count(*)::int from team_member where org_id = ${org} and member_id = ${memberId}) as "teams",
      (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name) order by t.name), '[]')
        from team_member mine join team t on t.org_id = mine.org_id and t.id = mine.team_id
        where mine.org_id = ${org} and mine.member_id = ${memberId} and mine.is_lead and not exists (
          select 1 from team_member o join member m on m.org_id = o.org_id and m.id = o.member_id
          where o.org_id = ${org} and o.team_id = t.id and o.is_lead and o.member_id <> ${memberId}
            and m.removed_at is null)) as "lastLeadOf"`);
    return Departure.parse(row);
  });
}
