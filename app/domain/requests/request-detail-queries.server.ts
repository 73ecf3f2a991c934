import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { textOf } from "#app/domain/audit/free-text-queries.server.ts";
import { DRIFT_CLASSES } from "#app/domain/catalog/drift/drift-words.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { grantsInSight } from "#app/domain/grants/grant-queries.server.ts";
import { HOLDER_KINDS } from "#app/domain/grants/grant-rules.ts";
import { holderColumn, holderJoins, holderName } from "#app/domain/grants/holder-sql.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { CLIENTS, Launch } from "#app/domain/inventory/scan-inputs.ts";
import { permit } from "#app/domain/permit.ts";
import { requestActions } from "#app/domain/requests/action-rules.ts";
import { classOfChange } from "#app/domain/requests/class-of-change.server.ts";
import { findDecidedTrust } from "#app/domain/requests/decided-trust-queries.server.ts";
import {
  getActingDecider,
  getDecidedRequest,
  listDeciders,
} from "#app/domain/requests/decider-queries.server.ts";
import {
  checklistOf,
  getChecklistAnswers,
  getServerEvidence,
  riskOfRequest,
} from "#app/domain/requests/evidence-queries.server.ts";
import {
  findComparedLaunch,
  listLaunchesToPin,
  NOTHING_TO_PIN,
} from "#app/domain/requests/launch-evidence-queries.server.ts";
import { agreePinning } from "#app/domain/requests/pin-listed-tools.server.ts";
import {
  CANCEL_REASONS,
  type ChecklistRow,
  DECISION_OUTCOMES,
  type FrozenEvidence,
  MESSAGE_KINDS,
  REQUEST_KINDS,
  REQUEST_STATES,
} from "#app/domain/requests/request-words.ts";
import { visibleRequests } from "#app/domain/requests/visible-requests.server.ts";
import { trustDifference } from "#app/domain/trust/frozen-trust.ts";

const instant = z.coerce.date();
const Named = z.object({ id: z.string(), name: z.string() });

const Row = z.object({
  id: z.string(),
  kind: z.enum(REQUEST_KINDS),
  serverId: z.string(),
  driftId: z.string().nullable(),
  launchDriftId: z.string().nullable(),
  change: z.enum(DRIFT_CLASSES).nullable(),
  installationId: z.string().nullable(),
  requesterId: z.string(),
  memberId: z.string().nullable(),
  teamId: z.string().nullable(),
  agentId: z.string().nullable(),
  requester: Named,
  holder: z.object({ kind: z.enum(HOLDER_KINDS), id: z.string(), name: z.string() }),
  /** the agent it is for, and who answers for it now */
  agent: z.object({ id: z.string(), purpose: z.string(), owner: z.string(), reviewBy: instant }).nullable(),
  environment: z.enum(ENVIRONMENTS),
  tools: z.array(z.string()).nullable(),
  release: z.string().nullable(),
  reason: z.string(),
  client: z.enum(CLIENTS).nullable(),
  state: z.enum(REQUEST_STATES),
  /** Why Castellan closed it itself. */
  cancelReason: z.enum(CANCEL_REASONS).nullable(),
  submittedAt: instant,
  endsAt: instant,
  dueAt: instant.nullable(),
  expiresAt: instant,
  decidedAt: instant.nullable(),
  installation: z
    .object({
      id: z.string(),
      name: z.string(),
      client: z.enum(CLIENTS),
      launch: Launch,
    })
    .nullable(),
  messages: z.array(
    z.object({ id: z.string(), kind: z.enum(MESSAGE_KINDS), body: z.string(), at: instant, author: Named }),
  ),
  decision: z
    .object({
      id: z.string(),
      outcome: z.enum(DECISION_OUTCOMES),
      reason: z.string().nullable(),
      decidedAt: instant,
      by: Named,
      grantId: z.string().nullable(),
    })
    .nullable(),
  similar: z.array(
    z.object({
      requestId: z.string(),
      outcome: z.enum(DECISION_OUTCOMES),
      reason: z.string().nullable(),
      holder: z.string(),
      environment: z.string(),
      decidedAt: instant,
    }),
  ),
  peers: z.array(
    z.object({ grantId: z.string(), holder: z.string(), environment: z.string(), endsAt: instant }),
  ),
});

export type RequestDetail = Awaited<ReturnType<typeof getRequest>>;

/** Everything the decision screen and the request's page need. Throws NotFound for what the actor may not see. */
export function getRequest(ctx: MemberCtx, requestId: string) {
  permit(ctx, "request.read_own");
  return inTransaction(ctx, async (tx) => {
    const row = await readRow(tx, ctx, requestId);
    const evidence = await getServerEvidence(tx, ctx, row.serverId, row.release);
    const concerned = await getDecidedRequest(tx, ctx, row);
    const decider = await getActingDecider(tx, ctx);
    const frozen = row.decision ? await readFrozen(tx, ctx, row.decision.id) : null;
    // of an open request: what changed since the last decision on this server; of a decided one: since its own
    const decided = frozen ? frozen.trust : await findDecidedTrust(tx, ctx, row.serverId);
    const checklist: ChecklistRow[] =
      frozen?.checklist ??
      checklistOf(evidence, row.tools, await getChecklistAnswers(tx, ctx, row.id), ctx.now);
    const { findings, tools, pinnedNames, trust, ...server } = evidence;
    const actions = requestActions(row, decider, concerned, ctx.now);
    const toPin = actions.approve === null ? await listLaunchesToPin(tx, ctx, row) : NOTHING_TO_PIN;
    return {
      ...row,
      ...riskOfRequest(evidence, row),
      server: server.server,
      blockReason: server.blockReason,
      manifest: server.manifest,
      installations: server.installations,
      tools,
      toolNames: row.tools,
      pinnedNames,
      findings,
      checklist,
      trust: { ...trust, since: decided ? trustDifference(decided, trust) : null },
      deciders: await listDeciders(tx, ctx, concerned),
      actions,
      /** whether approving it makes what the server changed to the approved state */
      acceptsDrift:
        row.kind === "access" &&
        actions.approve === null &&
        (await agreePinning(tx, ctx, evidence, decider)).pins,
      /** of a request about one installation: how it was started then and how it is, or was when that was decided */
      launchDrift: await findComparedLaunch(tx, ctx, row.launchDriftId),
      /** what an approval would pin, for whoever can give it */
      launches: toPin.launches,
      launchesBeyond: toPin.beyond,
      /** what the server had changed to, and how it was started, when that was decided */
      decidedOn: frozen && { drift: frozen.drift ?? null, launches: frozen.launches ?? null },
    };
  });
}

/** The frozen trust, and the frozen checklist with the words of people, as far as they were not erased. */
async function readFrozen(
  tx: Transaction,
  ctx: MemberCtx,
  decisionId: string,
): Promise<Pick<FrozenEvidence, "checklist" | "trust" | "drift" | "launches"> | null> {
  const [found] = await tx.execute<{ evidence: FrozenEvidence; notes: Record<string, string> }>(sql`
    select d.evidence, coalesce((select jsonb_object_agg(ft.id, ft.text) from free_text ft
      where ft.org_id = ${ctx.orgId} and ft.id in (select (row->>'noteId')::uuid
        from jsonb_array_elements(d.evidence->'checklist') row)), '{}') as notes
    from decision d where d.org_id = ${ctx.orgId} and d.id = ${decisionId}`);
  if (!found) return null;
  const { checklist, trust, drift, launches } = found.evidence;
  const rows = checklist.map((row) => ({ ...row, note: found.notes[row.noteId ?? ""] ?? row.note }));
  return {
    checklist: rows,
    ...(trust ? { trust } : {}),
    ...(drift ? { drift } : {}),
    ...(launches ? { launches } : {}),
  };
}

async function readRow(tx: Transaction, ctx: MemberCtx, requestId: string) {
  const org = ctx.orgId;
  const [found] = await tx.execute(sql`
    select r.id, r.kind, r.server_id as "serverId", r.drift_id as "driftId", r.launch_drift_id as "launchDriftId", ${classOfChange("r")} as change,
      r.installation_id as "installationId", r.requester_id as "requesterId", r.member_id as "memberId",
      r.team_id as "teamId", r.agent_id as "agentId", jsonb_build_object('id', rq.id, 'name', rq.name) as requester,
      ${holderColumn("r")} as holder,
      case when ha.id is not null then jsonb_build_object('id', ha.id, 'purpose', ha.purpose, 'reviewBy', ha.review_by,
        'owner', (select ho.name from member ho where ho.org_id = ${org} and ho.id = ha.owner_id)) end as agent,
      r.environment, r.tools, r.release, r.reason, r.client, r.state, r.cancel_reason as "cancelReason", r.submitted_at as "submittedAt",
      r.ends_at as "endsAt", r.due_at as "dueAt", r.expires_at as "expiresAt", r.decided_at as "decidedAt",
      (select jsonb_build_object('id', i.id, 'name', i.name, 'client', i.client, 'launch', i.launch)
        from installation i where i.org_id = ${org} and i.id = r.installation_id) as installation,
      coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'body', q.body, 'at', q.at,
          'author', jsonb_build_object('id', a.id, 'name', a.name)) order by q.id)
        from request_message q join member a on a.org_id = q.org_id and a.id = q.author_id
        where q.org_id = ${org} and q.request_id = r.id), '[]') as messages,
      (select jsonb_build_object('id', d.id, 'outcome', d.outcome, 'reason', ${textOf(ctx, sql`d.reason_id`)}, 'decidedAt', d.decided_at,
          'by', jsonb_build_object('id', a.id, 'name', a.name), 'grantId', d.grant_id)
        from decision d join member a on a.org_id = d.org_id and a.id = d.decided_by
        where d.org_id = ${org} and d.request_id = r.id limit 1) as decision,
      coalesce((select jsonb_agg(p) from (
        select o.id as "requestId", d.outcome, ${textOf(ctx, sql`d.reason_id`)} as reason, ${holderName} as holder,
          o.environment,
          d.decided_at as "decidedAt"
        from request o join decision d on d.org_id = o.org_id and d.request_id = o.id
        ${holderJoins(ctx, "o")}
        where o.org_id = ${org} and o.server_id = r.server_id and o.id <> r.id
          and ${visibleRequests(ctx, sql`o`)} order by d.decided_at desc limit 5
      ) p), '[]') as similar,
      coalesce((select jsonb_agg(p) from (
        select g.id as "grantId", ${holderName} as holder, g.environment, g.ends_at as "endsAt"
        from access_grant g
        ${holderJoins(ctx, "g")}
        where g.org_id = ${org} and g.server_id = r.server_id and ${grantsInSight(ctx)} and g.revoked_at is null and ha.retired_at is null and hm.removed_at is null
          and g.ends_at > ${ctx.now.toISOString()}::timestamptz order by g.ends_at desc limit 10
      ) p), '[]') as peers
    from request r
    join member rq on rq.org_id = r.org_id and rq.id = r.requester_id
    ${holderJoins(ctx, "r")}
    where r.org_id = ${org} and r.id = ${requestId} and ${visibleRequests(ctx)}`);
  if (!found) throw new NotFound("request");
  return Row.parse(found);
}
