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
    for (const one of due) await assess(tx, ctx, one, policy);
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

/** The same as before is written again once a day, so that its time stays true. */
async function assess(tx: Transaction, ctx: Ctx, due: z.infer<typeof Due>, policy: Policy): Promise<void> {
  const state = await readConnectionState(tx, ctx, due.id);
  const verdict = zoneVerdict(state, policy.rules);
  const [seen, since] = [seenEvidence(state), [...unseenEvidence(state), ...zoneEvidence(verdict)]];
  const hash = createHash("sha256")
    .update(canonicalize([...seen, ...since].map(({ lookedAt: _, ...row }) => row)) ?? "")
    .digest("hex");
  const isSame = due.hash === hash;
  const isFresh = due.recordedAt !== null && ctx.now.getTime() - due.recordedAt.getTime() < DAY;
  const recordedAt = isSame && isFresh && due.recordedAt ? due.recordedAt : ctx.now;
  if (recordedAt === ctx.now) {
    const { identity } = state;
    // what was seen first: a look that failed since marks it and does not replace it
    for (const rows of [seen, since])
      await recordEvidence(
        tx,
        ctx,
        rows.map((row) => ({ ...row, identity })),
      );
  }
  const authentication = state.seen?.facts.authentication.kind ?? null;
  await noteZoneFindings(tx, ctx, { id: due.id, verdict, authentication });
  const { zone, rule, places } = verdict;
  const at = (time: Date) => sql`${time.toISOString()}::timestamptz`;
  await tx.execute(sql`
    insert into server_zone as z (org_id, server_id, zone, rule, places, hash, policy_version, manifest_id, assessed_at, recorded_at)
    values (${ctx.orgId}, ${due.id}, ${zone}, ${rule}, ${JSON.stringify(places)}::jsonb, ${hash}, ${policy.version},
      ${state.manifestId}, ${at(ctx.now)}, ${at(recordedAt)})
    on conflict (org_id, server_id) do update set zone = excluded.zone, rule = excluded.rule, places = excluded.places,
      hash = excluded.hash, policy_version = excluded.policy_version, manifest_id = excluded.manifest_id,
      assessed_at = excluded.assessed_at, recorded_at = excluded.recorded_at`);
}
