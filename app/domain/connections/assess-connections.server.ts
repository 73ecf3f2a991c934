import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { seenEvidence, unseenEvidence, zoneEvidence } from "#app/domain/connections/connection-evidence.ts";
import { readConnectionState, readZonePolicy } from "#app/domain/connections/connection-state.server.ts";
import { noteZoneFindings } from "#app/domain/connections/note-zone-findings.server.ts";
import { zoneVerdict } from "#app/domain/connections/zone-verdict.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { recordEvidence } from "#app/domain/trust/record-evidence.server.ts";

const Due = z.object({ id: z.string(), hash: z.string().nullable(), recordedAt: z.coerce.date().nullable() });
type Policy = Awaited<ReturnType<typeof readZonePolicy>>;

const DAY = 86_400_000;

/**
 * Tells the zone of the next `limit` servers for which something changed that it rests on, or which were not told for an
 * hour, and records what follows as evidence and findings, each with its source and time.
 */
export function assessConnections(ctx: Ctx, choice: { limit: number }): Promise<{ assessed: number }> {
  permit(ctx, "connection.look");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "connections");
    const policy = await readZonePolicy(tx, ctx);
    const due = await findDue(tx, ctx, policy.version, choice.limit);
    const told: Told[] = [];
    for (const one of due) told.push(await tell(tx, ctx, one, policy));
    await store(tx, ctx, policy.version, told);
    return { assessed: due.length };
  });
}

async function findDue(tx: Transaction, ctx: Ctx, version: number, limit: number) {
  const found = await tx.execute(sql`
    select s.id, z.hash, z.recorded_at as "recordedAt" from server s
    left join server_zone z on z.org_id = s.org_id and z.server_id = s.id
    where s.org_id = ${ctx.orgId} and (z.server_id is null or z.policy_version <> ${version}
      or z.manifest_id is distinct from s.manifest_id
      or z.assessed_at < ${ctx.now.toISOString()}::timestamptz - interval '1 hour'
      or exists (select 1 from connection_look l
        where l.org_id = s.org_id and l.server_id = s.id and l.looked_at > z.assessed_at))
    order by s.id limit ${limit}`);
  return z.array(Due).parse([...found]);
}

type Told = Awaited<ReturnType<typeof tell>>;

/** The same as before is recorded again once a day, so that its time stays true. */
async function tell(tx: Transaction, ctx: Ctx, due: z.infer<typeof Due>, policy: Policy) {
  const state = await readConnectionState(tx, ctx, due.id);
  const verdict = zoneVerdict(state, policy.rules);
  const seen = seenEvidence(state);
  const since = unseenEvidence(state);
  const zones = zoneEvidence(state, verdict);
  const hash = createHash("sha256")
    .update(canonicalize([...seen, ...since, ...zones].map(({ lookedAt: _, ...row }) => row)) ?? "")
    .digest("hex");
  const before = due.hash === hash ? due.recordedAt : null;
  const isNew = before === null || ctx.now.getTime() - before.getTime() >= DAY;
  const authentication = state.seen?.facts.authentication.kind ?? null;
  return {
    ...{ id: due.id, state, verdict, authentication, hash },
    ...{ seen, since, zones },
    isNew,
    recordedAt: isNew ? ctx.now : before,
  };
}

async function store(tx: Transaction, ctx: Ctx, version: number, told: readonly Told[]): Promise<void> {
  const fresh = told.filter(({ isNew }) => isNew);
  // what was seen first: a look that failed since marks it and does not replace it
  for (const part of ["seen", "since", "zones"] as const) {
    const rows = fresh.flatMap((one) => one[part].map((row) => ({ ...row, identity: one.state.identity })));
    // zones are told from what is held here: what cannot be told any more is not known any more
    await recordEvidence(tx, ctx, rows, { asItIs: part === "zones" });
  }
  await noteZoneFindings(tx, ctx, told);
  const rows = told.map(({ id, state, verdict: { zone, rule, places }, hash, recordedAt }) => ({
    ...{ id, zone, rule, places, hash, recordedAt },
    manifestId: state.manifestId,
  }));
  await tx.execute(sql`
    insert into server_zone as z (org_id, server_id, zone, rule, places, hash, policy_version, manifest_id, assessed_at, recorded_at)
    select ${ctx.orgId}::uuid, r.id, r.zone, r.rule, r.places, r.hash, ${version}, r."manifestId",
      ${ctx.now.toISOString()}::timestamptz, r."recordedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, zone text, rule int, places jsonb, hash text,
      "manifestId" uuid, "recordedAt" timestamptz)
    on conflict (org_id, server_id) do update set zone = excluded.zone, rule = excluded.rule, places = excluded.places,
      hash = excluded.hash, policy_version = excluded.policy_version, manifest_id = excluded.manifest_id,
      assessed_at = excluded.assessed_at, recorded_at = excluded.recorded_at`);
}
