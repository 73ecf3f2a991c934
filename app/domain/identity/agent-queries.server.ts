import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { type AgentState, agentState, REVIEW_SOON_DAYS } from "#app/domain/identity/agent-rules.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { type NumberedPage, offsetOf } from "#app/domain/identity/list-page.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import { teammatesOf, visibleAgents } from "#app/domain/identity/visible-agents.server.ts";
import { permit } from "#app/domain/permit.ts";

const instant = z.coerce.date();
const Named = z.object({ id: z.string(), name: z.string() });

const Stored = z.object({
  id: z.string(),
  name: z.string(),
  purpose: z.string(),
  environment: z.enum(ENVIRONMENTS),
  owner: Named.extend({ accountId: z.string() }),
  ownerRemovedAt: instant.nullable(),
  reviewBy: instant,
  reviewedAt: instant.nullable(),
  reviewedBy: Named.nullable(),
  createdAt: instant,
  offeredTo: Named.nullable(),
  retiredAt: instant.nullable(),
  retiredBy: Named.nullable(),
  retireReason: z.string().nullable(),
  /** that hold now */
  grants: z.number(),
});
export type AgentRow = Omit<z.infer<typeof Stored>, "owner" | "ownerRemovedAt"> & {
  owner: { id: string; name: string; hasLeft: boolean };
  state: AgentState;
};

/** What `review` filters by: due within two weeks or past; `ownerless`: whoever answered for it has left. */
export const AGENT_VIEWS = ["review", "ownerless", "retired"] as const;

export const AgentFilter = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  owner: z.uuid().optional().catch(undefined),
  environment: z.enum(ENVIRONMENTS).optional().catch(undefined),
  view: z.enum(AGENT_VIEWS).optional().catch(undefined),
});
export type AgentFilter = z.infer<typeof AgentFilter>;

/** Agents the actor may see, the next review first; retired ones only in their own view. */
export function listAgents(
  ctx: Ctx,
  filter: AgentFilter,
  page: NumberedPage,
): Promise<{ rows: AgentRow[]; total: number }> {
  permit(ctx, "agent.read_own");
  const where = sql.join(conditionsOf(ctx, filter), sql` and `);
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`${select(ctx)} where ${where}
      order by a.review_by, a.id limit ${page.perPage} offset ${offsetOf(page)}`);
    const [counted] = await tx.execute(sql`select count(*)::int as total
      from agent a join member o on o.org_id = ${ctx.orgId} and o.id = a.owner_id where ${where}`);
    return { rows: [...found].map((row) => plain(ctx, row)), total: z.number().parse(counted?.total) };
  });
}

/** The same in the order they were registered, by cursor. */
export function listAgentsAfter(
  ctx: Ctx,
  filter: AgentFilter,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ rows: AgentRow[]; nextCursor: string | null }> {
  permit(ctx, "agent.read_own");
  const after = page.cursor ? sql`a.id > ${page.cursor}` : sql`true`;
  const where = sql.join([...conditionsOf(ctx, filter), after], sql` and `);
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`${select(ctx)} where ${where} order by a.id limit ${page.limit + 1}`);
    const rows = [...found].slice(0, page.limit).map((row) => plain(ctx, row));
    return { rows, nextCursor: found.length > page.limit ? (rows.at(-1)?.id ?? null) : null };
  });
}

export type AgentDetail = {
  agent: AgentRow;
  ownerAccountId: string;
  /** whether the actor is in a team with whoever answers for it */
  sharesTeam: boolean;
};

/** One agent the actor may see, with how they relate to whoever answers for it. Throws NotFound. */
export function getAgent(ctx: Ctx, agentId: string): Promise<AgentDetail> {
  permit(ctx, "agent.read_own");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(
      sql`${select(ctx)} where a.org_id = ${ctx.orgId} and a.id = ${agentId} and ${visibleAgents(ctx)}`,
    );
    if (!found) throw new NotFound("agent");
    const { owner } = Stored.parse(found);
    const peers =
      ctx.actor.kind === "member"
        ? await tx.execute(sql`select 1 where ${owner.id}::uuid in (${teammatesOf(ctx, ctx.actor.memberId)})`)
        : [];
    return { agent: plain(ctx, found), ownerAccountId: owner.accountId, sharesTeam: peers.length > 0 };
  });
}

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

function plain(ctx: Ctx, row: unknown): AgentRow {
  const { owner, ownerRemovedAt, ...stored } = Stored.parse(row);
  return {
    ...stored,
    owner: { id: owner.id, name: owner.name, hasLeft: ownerRemovedAt !== null },
    state: agentState({ ...stored, ownerRemovedAt }, ctx.now),
  };
}

function select(ctx: Ctx): SQL {
  const named = (alias: string) =>
    sql.raw(`case when ${alias}.id is not null
    then jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`);
  return sql`
    select a.id, a.name, a.purpose, a.environment,
      jsonb_build_object('id', o.id, 'name', o.name, 'accountId', o.account_id) as owner,
      o.removed_at as "ownerRemovedAt", a.review_by as "reviewBy", a.reviewed_at as "reviewedAt",
      ${named("rv")} as "reviewedBy", a.created_at as "createdAt", ${named("ot")} as "offeredTo",
      a.retired_at as "retiredAt", ${named("rt")} as "retiredBy", a.retire_reason as "retireReason",
      (select count(*)::int from access_grant g where g.org_id = ${ctx.orgId} and g.agent_id = a.id
        and g.revoked_at is null and a.retired_at is null and g.starts_at <= ${at(ctx.now)} and g.ends_at > ${at(ctx.now)}
        and (g.suspended_at is null or g.suspended_until <= ${at(ctx.now)})) as grants
    from agent a
    join member o on o.org_id = ${ctx.orgId} and o.id = a.owner_id
    left join member rv on rv.org_id = ${ctx.orgId} and rv.id = a.reviewed_by
    left join member ot on ot.org_id = ${ctx.orgId} and ot.id = a.offered_to
    left join member rt on rt.org_id = ${ctx.orgId} and rt.id = a.retired_by`;
}

function conditionsOf(ctx: Ctx, filter: AgentFilter): SQL[] {
  const conditions = [sql`a.org_id = ${ctx.orgId}`, visibleAgents(ctx)];
  conditions.push(filter.view === "retired" ? sql`a.retired_at is not null` : sql`a.retired_at is null`);
  if (filter.owner) conditions.push(sql`a.owner_id = ${filter.owner}`);
  if (filter.environment) conditions.push(sql`a.environment = ${filter.environment}`);
  if (filter.view === "ownerless") conditions.push(sql`o.removed_at is not null`);
  if (filter.view === "review") {
    const soon = new Date(ctx.now.getTime() + REVIEW_SOON_DAYS * 86_400_000);
    conditions.push(sql`a.review_by <= ${at(soon)}`);
  }
  for (const word of searchWords(filter.q ?? "")) {
    conditions.push(sql`a.id in (select subject_id from search_term
      where org_id = ${ctx.orgId} and kind = 'agent' and starts_with(term, ${word}))`);
  }
  return conditions;
}
