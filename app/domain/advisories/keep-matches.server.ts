import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Concern } from "#app/domain/advisories/match-rules.ts";
import type { Ctx } from "#app/domain/context.ts";

const Open = z.object({
  advisoryId: z.string(),
  package: z.string(),
  answer: z.string(),
  osvId: z.string(),
});

type Change = { because: "malicious" | "vulnerable" | "cleared"; osvIds: string[] };

/**
 * Makes the matches of one release what was found, and tells what is new and what stands no more, in that order. When not
 * everything could be held against it, what was not found again stays.
 */
export async function keepMatches(
  tx: Transaction,
  ctx: Ctx,
  looked: { identity: string; release: string; concerns: readonly Concern[]; isCut: boolean },
): Promise<Change[]> {
  const { identity, release, concerns, isCut } = looked;
  const its = sql`m.org_id = ${ctx.orgId} and m.identity = ${identity} and m.release = ${release} and m.ended_at is null`;
  const found = await tx.execute(sql`
    select m.advisory_id as "advisoryId", m.package, m.answer, a.osv_id as "osvId"
    from advisory_match m join advisory a on a.org_id = m.org_id and a.id = m.advisory_id where ${its}`);
  const open = z.array(Open).parse([...found]);
  const keyOf = (one: { advisoryId: string; package: string }) => `${one.advisoryId} ${one.package}`;
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const rows = concerns.map(({ advisoryId, package: name, version, isDependency, answer, why }) => ({
    id: uuidv7(),
    advisoryId,
    package: name,
    version,
    isDependency,
    answer,
    why,
  }));
  await tx.execute(sql`
    insert into advisory_match as m (org_id, id, advisory_id, identity, release, package, version, is_dependency, answer, why, first_seen_at)
    select ${ctx.orgId}::uuid, r.id, r."advisoryId", ${identity}, ${release}, r.package, r.version, r."isDependency", r.answer, r.why, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "advisoryId" uuid, package text, version text,
      "isDependency" boolean, answer text, why text)
    on conflict (org_id, identity, release, advisory_id, package) do update set version = excluded.version,
      is_dependency = excluded.is_dependency, answer = excluded.answer, why = excluded.why, ended_at = null,
      first_seen_at = case when m.ended_at is null then m.first_seen_at else excluded.first_seen_at end`);
  const standing = new Set(concerns.map(keyOf));
  const ended = isCut ? [] : open.filter((one) => !standing.has(keyOf(one)));
  const endedRows = JSON.stringify(ended);
  await tx.execute(sql`
    update advisory_match m set ended_at = ${now}
    from jsonb_to_recordset(${endedRows}::jsonb) as r("advisoryId" uuid, package text)
    where ${its} and m.advisory_id = r."advisoryId" and m.package = r.package`);
  const before = new Set(open.filter(({ answer }) => answer === "affected").map(keyOf));
  const fresh = concerns.filter((one) => one.answer === "affected" && !before.has(keyOf(one)));
  const idsOf = (list: readonly { osvId: string }[]) => [...new Set(list.map(({ osvId }) => osvId))];
  const changes: Change[] = [
    { because: "malicious", osvIds: idsOf(fresh.filter(({ isMalicious }) => isMalicious)) },
    { because: "vulnerable", osvIds: idsOf(fresh.filter(({ isMalicious }) => !isMalicious)) },
    { because: "cleared", osvIds: idsOf(ended.filter(({ answer }) => answer === "affected")) },
  ];
  return changes.filter(({ osvIds }) => osvIds.length > 0);
}
