import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { textOf } from "#app/domain/audit/free-text-queries.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { GRANT_STATES, type GrantState, grantState, HOLDER_KINDS } from "#app/domain/grants/grant-rules.ts";
import { holderColumn, holderGoneAt, holderJoins } from "#app/domain/grants/holder-sql.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

const instant = z.coerce.date();
const Named = z.object({ id: z.string(), name: z.string() });

const Stored = z.object({
  id: z.string(),
  server: z.object({ id: z.string(), identity: z.string() }),
  /** whom it is for */
  holder: z.object({ kind: z.enum(HOLDER_KINDS), id: z.string(), name: z.string() }),
  environment: z.enum(ENVIRONMENTS),
  tools: z.array(z.string()).nullable(),
  release: z.string().nullable(),
  startsAt: instant,
  endsAt: instant,
  createdAt: instant,
  grantedBy: Named,
  suspendedAt: instant.nullable(),
  suspendedBy: Named.nullable(),
  suspendReason: z.string().nullable(),
  suspendedUntil: instant.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: Named.nullable(),
  revokeReason: z.string().nullable(),
  /** When the agent it is for was retired or the member left: it ended then. */
  holderGoneAt: instant.nullable(),
  requestId: z.string().nullable(),
  leadIds: z.array(z.string()),
  holderAccountId: z.string().nullable(),
});
export type GrantRow = Omit<z.infer<typeof Stored>, "leadIds" | "holderAccountId"> & { state: GrantState };
export type GrantDetail = GrantRow & { leadIds: string[]; holderAccountId: string | null };

export const GrantFilter = z.object({
  state: z.enum(GRANT_STATES).optional().catch(undefined),
  server: z.uuid().optional().catch(undefined),
  member: z.uuid().optional().catch(undefined),
  team: z.uuid().optional().catch(undefined),
  agent: z.uuid().optional().catch(undefined),
  /** Not over yet, and ending within so many days. */
  endsWithin: z.coerce.number().int().min(1).max(366).optional().catch(undefined),
});
export type GrantFilter = z.infer<typeof GrantFilter>;

type Choice = { limit: number; offset?: number | undefined; cursor?: string | undefined };

/**
 * Grants the actor may see, newest first, by number of page or after a cursor; by page, those about to end are listed
 * the next to end first. `total` counts what matches.
 */
export function listGrants(
  ctx: Ctx,
  filter: GrantFilter,
  choice: Choice,
): Promise<{ rows: GrantRow[]; total: number; nextCursor: string | null }> {
  permit(ctx, "grant.read_own");
  const where = sql.join([...conditionsOf(ctx, filter), grantsInSight(ctx)], sql` and `);
  const after = choice.cursor ? sql`g.id < ${choice.cursor}` : sql`true`;
  const byEnd = filter.endsWithin !== undefined && choice.offset !== undefined;
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`${select(ctx)} where ${where} and ${after}
      order by ${byEnd ? sql`g.ends_at, g.id` : sql`g.id desc`} limit ${choice.limit + 1} offset ${choice.offset ?? 0}`);
    const [counted] = await tx.execute(sql`select count(*)::int as total from access_grant g where ${where}`);
    const rows = [...found].slice(0, choice.limit).map((row) => plain(read(ctx, row)));
    const nextCursor = found.length > choice.limit ? (rows.at(-1)?.id ?? null) : null;
    return { rows, total: z.number().parse(counted?.total), nextCursor };
  });
}

/** What one person can use: their own grants, their teams' and their agents'; those that count first, then what ended lately. */
export function listGrantsOfActor(
  ctx: Ctx & { actor: { kind: "member"; memberId: string } },
): Promise<GrantRow[]> {
  permit(ctx, "grant.read_own");
  const me = ctx.actor.memberId;
  const recently = new Date(ctx.now.getTime() - 30 * 86_400_000);
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`${select(ctx)}
      where g.org_id = ${ctx.orgId} and ${ofMemberTheirTeamsOrAgents(ctx, me)}
        and g.ends_at > ${at(recently)}
      order by (${running(ctx)}) desc, g.ends_at, g.id limit 200`);
    return [...found].map((row) => plain(read(ctx, row)));
  });
}

/** One grant the actor may see. Throws NotFound. */
export function getGrant(ctx: Ctx, grantId: string): Promise<GrantDetail> {
  permit(ctx, "grant.read_own");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(
      sql`${select(ctx)} where g.org_id = ${ctx.orgId} and g.id = ${grantId} and ${grantsInSight(ctx)}`,
    );
    if (!found) throw new NotFound("grant");
    return read(ctx, found);
  });
}

/**
 * For each of these servers the grant the actor may see that says most about a team: one that counts before one that does
 * not, the team's own before one of a member's, the one that ends last.
 */
export function listGrantsOfTeam(
  ctx: Ctx,
  teamId: string,
  serverIds: readonly string[],
): Promise<GrantRow[]> {
  permit(ctx, "grant.read_own");
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`${select(ctx)} where g.org_id = ${ctx.orgId} and g.id = any(array(
      select distinct on (g.server_id) g.id from access_grant g
      where g.org_id = ${ctx.orgId} and g.server_id = any(${`{${serverIds.join(",")}}`}::uuid[]) and ${grantsInSight(ctx)}
        and (g.team_id = ${teamId} or g.member_id in (
          select tm.member_id from team_member tm where tm.org_id = ${ctx.orgId} and tm.team_id = ${teamId}))
      order by g.server_id, (${STATE_SQL.active(ctx)}) desc, (${running(ctx)}) desc, g.team_id is null, g.ends_at desc, g.id desc))
      limit ${serverIds.length}`);
    return [...found].map((row) => plain(read(ctx, row)));
  });
}

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

function read(ctx: Ctx, row: unknown): GrantDetail {
  const stored = Stored.parse(row);
  return { ...stored, state: grantState(stored, ctx.now) };
}

function plain({ leadIds: _leads, holderAccountId: _account, ...row }: GrantDetail): GrantRow {
  return row;
}

function select(ctx: Ctx): SQL {
  const named = (alias: string) => sql.raw(`jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name)`);
  return sql`
    select g.id, jsonb_build_object('id', s.id, 'identity', s.identity) as server,
      ${holderColumn("g")} as holder,
      g.environment, g.tools, g.release, g.starts_at as "startsAt", g.ends_at as "endsAt", g.created_at as "createdAt",
      ${named("gm")} as "grantedBy", g.suspended_at as "suspendedAt",
      case when sm.id is not null then ${named("sm")} end as "suspendedBy", ${textOf(ctx, sql`g.suspend_reason_id`)} as "suspendReason",
      g.suspended_until as "suspendedUntil", g.revoked_at as "revokedAt",
      case when rm.id is not null then ${named("rm")} end as "revokedBy", ${textOf(ctx, sql`g.revoke_reason_id`)} as "revokeReason",
      coalesce(ha.retired_at, hm.removed_at) as "holderGoneAt",
      (select d.request_id from decision d where d.org_id = g.org_id and d.grant_id = g.id) as "requestId",
      array(select l.member_id from team_member l join member lm on lm.org_id = l.org_id and lm.id = l.member_id
        where l.org_id = g.org_id and l.team_id = g.team_id and l.is_lead and lm.removed_at is null) as "leadIds",
      coalesce(hm.account_id, ho.account_id) as "holderAccountId"
    from access_grant g
    join server s on s.org_id = ${ctx.orgId} and s.id = g.server_id
    join member gm on gm.org_id = ${ctx.orgId} and gm.id = g.granted_by
    ${holderJoins(ctx, "g")}
    left join member ho on ho.org_id = ${ctx.orgId} and ho.id = ha.owner_id
    left join member sm on sm.org_id = ${ctx.orgId} and sm.id = g.suspended_by
    left join member rm on rm.org_id = ${ctx.orgId} and rm.id = g.revoked_by`;
}

function conditionsOf(ctx: Ctx, filter: GrantFilter): SQL[] {
  const conditions = [sql`g.org_id = ${ctx.orgId}`];
  if (filter.server) conditions.push(sql`g.server_id = ${filter.server}`);
  if (filter.member) conditions.push(ofMemberOrTheirTeams(ctx, filter.member));
  if (filter.team) conditions.push(sql`g.team_id = ${filter.team}`);
  if (filter.agent) conditions.push(sql`g.agent_id = ${filter.agent}`);
  if (filter.state) conditions.push(STATE_SQL[filter.state](ctx));
  if (filter.endsWithin) {
    const until = new Date(ctx.now.getTime() + filter.endsWithin * 86_400_000);
    conditions.push(sql`${running(ctx)} and g.ends_at <= ${at(until)}`);
  }
  return conditions;
}

const suspended = (ctx: Ctx) =>
  sql`(g.suspended_at is not null and (g.suspended_until is null or g.suspended_until > ${at(ctx.now)}))`;
const running = (ctx: Ctx) =>
  sql`g.revoked_at is null and g.ends_at > ${at(ctx.now)} and ${holderGoneAt(ctx)} is null`;

/** The SQL twin of `grantState`. */
const STATE_SQL: Record<GrantState, (ctx: Ctx) => SQL> = {
  revoked: () => sql`g.revoked_at is not null`,
  ended: (ctx) => sql`g.revoked_at is null and not (${running(ctx)})`,
  suspended: (ctx) => sql`${running(ctx)} and ${suspended(ctx)}`,
  scheduled: (ctx) => sql`${running(ctx)} and not ${suspended(ctx)} and g.starts_at > ${at(ctx.now)}`,
  active: (ctx) => sql`${running(ctx)} and not ${suspended(ctx)} and g.starts_at <= ${at(ctx.now)}`,
};

function ofMemberOrTheirTeams(ctx: Ctx, memberId: string): SQL {
  return sql`g.id in (${ownOrTeamGrants(ctx, memberId)})`;
}

function ofMemberTheirTeamsOrAgents(ctx: Ctx, memberId: string): SQL {
  return sql`g.id in (${ownOrTeamGrants(ctx, memberId)}
    union all
    select ag.id from agent a join access_grant ag on ag.org_id = a.org_id and ag.agent_id = a.id
      where a.org_id = ${ctx.orgId} and a.owner_id = ${memberId})`;
}

function ownOrTeamGrants(ctx: Ctx, memberId: string): SQL {
  return sql`
    select og.id from access_grant og where og.org_id = ${ctx.orgId} and og.member_id = ${memberId}
    union all
    select tg.id from team_member tm join access_grant tg on tg.org_id = tm.org_id and tg.team_id = tm.team_id
      where tm.org_id = ${ctx.orgId} and tm.member_id = ${memberId}`;
}

/** The condition on grant `g`: all; or one's own, one's teams', one's agents' and, for a lead, those of the people in the teams they lead. */
export function grantsInSight(ctx: Ctx): SQL {
  if (ctx.actor.kind !== "member" || can(capability(ctx.actor), "grant.read_all")) return sql`true`;
  const me = ctx.actor.memberId;
  return sql`(${ofMemberTheirTeamsOrAgents(ctx, me)} or g.member_id in (
    select peer.member_id from team_member lead join team_member peer
      on peer.org_id = lead.org_id and peer.team_id = lead.team_id
    where lead.org_id = ${ctx.orgId} and lead.member_id = ${me} and lead.is_lead))`;
}
