import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { trustOrder } from "#app/domain/registries/listing-trust.ts";
import { rowsJson } from "#app/domain/registries/rows-json.ts";
import { ANSWER_RULES, type Trust } from "#app/domain/trust/assemble-trust.ts";

/** Stores what was counted, beside each listing that is first reached by it too. The same again changes no row. */
export async function keepTrustScores(tx: Transaction, ctx: Ctx, counted: readonly Trust[]): Promise<void> {
  if (counted.length === 0) return;
  const rows = rowsJson(
    counted.map(({ identity, release, score }) => ({
      identity,
      release,
      score: score.score,
      possible: score.possible,
      proven: score.proven,
      confidence: score.confidence,
      cap: score.caps.find(({ isOpen }) => !isOpen)?.row ?? null,
      formula: score.formula,
      rules: ANSWER_RULES,
      order: trustOrder(score),
    })),
  );
  const kept = sql.raw("release, score, possible, proven, confidence, cap, formula, rules");
  await tx.execute(sql`
    insert into trust_score as t (org_id, identity, ${kept}, counted_at)
    select ${ctx.orgId}::uuid, identity, ${kept}, ${ctx.now.toISOString()}::timestamptz
    from json_to_recordset(${rows}::json) as r(identity text, release text, score float8, possible float8,
      proven float8, confidence float8, cap text, formula int, rules int)
    order by identity
    on conflict (org_id, identity) do update set (${kept}, counted_at) = (excluded.release, excluded.score,
      excluded.possible, excluded.proven, excluded.confidence, excluded.cap, excluded.formula,
      excluded.rules, excluded.counted_at)
    where (t.release, t.score, t.possible, t.proven, t.confidence, t.cap, t.formula, t.rules) is distinct from
      (excluded.release, excluded.score, excluded.possible, excluded.proven, excluded.confidence, excluded.cap,
      excluded.formula, excluded.rules)`);
  await tx.execute(sql`
    update listing l set trust_order = r."order"
    from json_to_recordset(${rows}::json) as r(identity text, "order" int)
    join listing_identity li on li.org_id = ${ctx.orgId} and li.identity = r.identity and li.position = 0
    where l.org_id = ${ctx.orgId} and l.id = li.listing_id and l.trust_order <> r."order"`);
}
