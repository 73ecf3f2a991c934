import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { RISKY_CLASSES, TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import { DRIFT_CLASSES } from "#app/domain/catalog/drift/drift-words.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { HOLDER_KINDS } from "#app/domain/grants/grant-rules.ts";
import { holderColumn, holderJoins } from "#app/domain/grants/holder-sql.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { isOpen } from "#app/domain/inventory/finding-sql.server.ts";
import { SeverityRank } from "#app/domain/inventory/inventory-rows.ts";
import { permit } from "#app/domain/permit.ts";
import { classOfChange } from "#app/domain/requests/class-of-change.server.ts";
import { REQUEST_KINDS, REQUEST_STATES } from "#app/domain/requests/request-words.ts";
import { RISK_OF_CHANGE, RISK_OF_HIDDEN, type Risk, riskOf } from "#app/domain/requests/risk-rules.ts";
import {
  forTeam,
  undecided,
  visibleRequests,
  waitsOnActor,
} from "#app/domain/requests/visible-requests.server.ts";

const instant = z.coerce.date();
const Named = z.object({ id: z.string(), name: z.string() });

const Stored = z.object({
  id: z.string(),
  server: z.object({ id: z.string(), identity: z.string() }),
  requester: Named,
  /** whom it is for */
  holder: z.object({ kind: z.enum(HOLDER_KINDS), id: z.string(), name: z.string() }),
  environment: z.enum(ENVIRONMENTS),
  tools: z.array(z.string()).nullable(),
  release: z.string().nullable(),
  reason: z.string(),
  kind: z.enum(REQUEST_KINDS),
  state: z.enum(REQUEST_STATES),
  submittedAt: instant,
  endsAt: instant,
  dueAt: instant.nullable(),
  expiresAt: instant,
  decidedAt: instant.nullable(),
  severity: SeverityRank,
  classes: z.array(z.enum(TOOL_CLASSES)).nullable(),
  hides: z.boolean(),
  change: z.enum(DRIFT_CLASSES).nullable(),
});
export type RequestRow = Omit<z.infer<typeof Stored>, "severity" | "classes" | "hides" | "change"> & {
  risk: Risk;
  because: string[];
};

export const RequestFilter = z.object({
  state: z.enum(REQUEST_STATES).optional().catch(undefined),
  /** not decided yet */
  open: z.literal("yes").optional().catch(undefined),
  server: z.uuid().optional().catch(undefined),
  requester: z.uuid().optional().catch(undefined),
  agent: z.uuid().optional().catch(undefined),
  /** for the team, or for somebody in it */
  team: z.uuid().optional().catch(undefined),
});
export type RequestFilter = z.infer<typeof RequestFilter>;

type Choice = { limit: number; offset?: number | undefined; cursor?: string | undefined };

/** Requests the actor may see, newest first, by number of page or after a cursor. `total` counts what matches. */
export function listRequests(
  ctx: Ctx,
  filter: RequestFilter,
  choice: Choice,
): Promise<{ rows: RequestRow[]; total: number; nextCursor: string | null }> {
  permit(ctx, "request.read_own");
  const conditions = [sql`r.org_id = ${ctx.orgId}`, visibleRequests(ctx)];
  if (filter.state) conditions.push(sql`r.state = ${filter.state}`);
  if (filter.open) conditions.push(undecided(ctx));
  if (filter.server) conditions.push(sql`r.server_id = ${filter.server}`);
  if (filter.requester) conditions.push(sql`r.requester_id = ${filter.requester}`);
  if (filter.agent) conditions.push(sql`r.agent_id = ${filter.agent}`);
  if (filter.team) conditions.push(forTeam(ctx, filter.team));
  const where = sql.join(conditions, sql` and `);
  const after = choice.cursor ? sql`r.id < ${choice.cursor}` : sql`true`;
  return inTransaction(ctx, async (tx) => {
    const page = sql`select r.* from request r where ${where} and ${after}
      order by r.id desc limit ${choice.limit + 1} offset ${choice.offset ?? 0}`;
    const found = await tx.execute(sql`${rowsOf(ctx, page)} order by r.id desc`);
    const [counted] = await tx.execute(sql`select count(*)::int as total from request r where ${where}`);
    const rows = [...found].slice(0, choice.limit).map(read);
    const nextCursor = found.length > choice.limit ? (rows.at(-1)?.id ?? null) : null;
    return { rows, total: z.number().parse(counted?.total), nextCursor };
  });
}

/** The state a request is shown in: past its time it is expired, whether or not the sweep has come by. */
export function shownState(row: Pick<RequestRow, "state" | "expiresAt">, now: Date): RequestRow["state"] {
  const isOpen = ["submitted", "pending_approval", "waiting_for_requester"].includes(row.state);
  return isOpen && row.expiresAt <= now ? "expired" : row.state;
}

/** What waits on the actor: past due first, then by risk, then the oldest; the first `limit` of `total`. */
export function listQueue(
  ctx: MemberCtx,
  options: { limit?: number } = {},
): Promise<{ rows: RequestRow[]; total: number }> {
  permit(ctx, "request.read_own");
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return inTransaction(ctx, async (tx) => {
    const waiting = sql`select r.* from request r where ${waitsOnActor(ctx)}`;
    const found = await tx.execute(sql`select * from (${rowsOf(ctx, waiting)}) q
      order by (q."dueAt" <= ${now}) is true desc, ${riskRank()} desc, q."submittedAt", q.id
      limit ${options.limit ?? 100}`);
    const [counted] = await tx.execute(
      sql`select count(*)::int as total from request r where ${waitsOnActor(ctx)}`,
    );
    return { rows: [...found].map(read), total: z.number().parse(counted?.total) };
  });
}

/** How many requests wait on the actor, and how many of them are past their due time: for the badge. */
export function countWaitingOn(ctx: MemberCtx): Promise<{ waiting: number; pastDue: number }> {
  return inTransaction(ctx, async (tx) => {
    const [counted] = await tx.execute(sql`
      select count(*)::int as waiting,
        count(*) filter (where r.due_at <= ${ctx.now.toISOString()}::timestamptz)::int as "pastDue"
      from request r where ${waitsOnActor(ctx)}`);
    return z.object({ waiting: z.number(), pastDue: z.number() }).parse(counted);
  });
}

/** Whether the actor leads a team, and so may have to decide requests without a deciding role. */
export function findLeadRelation(ctx: MemberCtx): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`select 1 from team_member l
      where l.org_id = ${ctx.orgId} and l.member_id = ${ctx.actor.memberId} and l.is_lead limit 1`);
    return found.length > 0;
  });
}

function read(row: unknown): RequestRow {
  const { severity, classes, hides, change, ...stored } = Stored.parse(row);
  const { environment } = stored;
  return { ...stored, ...riskOf({ worstFinding: severity, environment, classes, hides, change }) };
}

/** The SQL twin of `riskOf`, over the columns of `rowsOf`. */
function riskRank(): SQL {
  const risky = `{${Object.keys(RISKY_CLASSES).join(",")}}`;
  return sql`least(3, greatest(q.severity - 1, 0, case when q.classes is null
      or q.classes && ${risky}::text[] then 1 else 0 end, case when q.hides then ${sql.raw(String(RISK_OF_HIDDEN))} else 0 end,
      coalesce((${JSON.stringify(RISK_OF_CHANGE)}::jsonb ->> q.change)::int, 0))
    + case when q.environment = 'production' then 1 else 0 end)`;
}

function rowsOf(ctx: Ctx, page: SQL): SQL {
  return sql`
    select r.id, jsonb_build_object('id', s.id, 'identity', s.identity) as server,
      jsonb_build_object('id', rq.id, 'name', rq.name) as requester,
      ${holderColumn("r")} as holder,
      r.environment, r.tools, r.release, r.reason, r.kind, r.state, r.submitted_at as "submittedAt", r.ends_at as "endsAt",
      r.due_at as "dueAt", r.expires_at as "expiresAt", r.decided_at as "decidedAt",
      coalesce((select max(f.severity_rank) from finding f
        join installation i on i.org_id = f.org_id and i.id = f.installation_id and i.removed_at is null
        where f.org_id = ${ctx.orgId} and f.server_id = r.server_id and ${isOpen(ctx, "f")}), 0) as severity,
      case when s.manifest_id is not null then array(select distinct unnest(t.touched) from tool t
        where t.org_id = ${ctx.orgId} and t.server_id = r.server_id and (r.tools is null or t.name = any(r.tools)))
        end as classes,
      exists (select from tool t where t.org_id = ${ctx.orgId} and t.server_id = r.server_id
          and (r.tools is null or t.name = any(r.tools)) and jsonb_array_length(t.hidden) > 0)
        or exists (select from manifest l where l.org_id = ${ctx.orgId} and l.id = s.manifest_id
          and jsonb_array_length(l.hidden) > 0) as hides,
      ${classOfChange("r")} as change
    from (${page}) r
    join server s on s.org_id = ${ctx.orgId} and s.id = r.server_id
    join member rq on rq.org_id = ${ctx.orgId} and rq.id = r.requester_id
    ${holderJoins(ctx, "r")}`;
}
