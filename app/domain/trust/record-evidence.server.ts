import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { boundDetail, boundText } from "#app/domain/trust/evidence-detail.ts";
import { type EvidenceRowKey, evidenceValue } from "#app/domain/trust/evidence-rows.ts";
import type { EvidenceAnswer } from "#app/domain/trust/evidence-words.ts";

/** One answer to one question of `EVIDENCE_ROWS`. */
export type EvidenceToRecord = {
  identity: string;
  /** Left out: of every release. */
  release?: string;
  row: EvidenceRowKey;
  answer: EvidenceAnswer;
  /** 0 to 1. Graded rows need it, unless nobody could look; the others follow from their answer. */
  value?: number | null;
  /** Small facts for the sentence; `why` with could_not_look. Counts of people, never their names. */
  detail?: Record<string, unknown>;
  /** Where it was looked, in words: "npm registry", "tools/list", "OSV file of 24 Nov". */
  source: string;
  /** Left out: now. */
  lookedAt?: Date;
};

const ROWS_AT_ONCE = 1_000;

/**
 * The one writer of evidence, inside a verb's transaction; that verb records the event. Newer looks replace older ones.
 * A look that failed keeps what was known before and notes the failure beside it, so that a source which falls silent
 * can neither raise a score nor lift a cap. An answer of an earlier moment than such a failure replaces only answers of
 * still earlier ones, and the failure stays beside it. `asItIs`: it was told from what is held here and no source was asked,
 * so that what cannot be told any more replaces what was.
 */
export async function recordEvidence(
  tx: Transaction,
  ctx: Ctx,
  rows: readonly EvidenceToRecord[],
  { asItIs = false }: { asItIs?: boolean } = {},
): Promise<void> {
  const kept = new Map<string, ReturnType<typeof rowOf>>();
  for (const given of rows) {
    const row = rowOf(ctx, given);
    const place = JSON.stringify([row.identity, row.release, row.row]);
    const before = kept.get(place);
    if (row.value === null && before && before.value !== null) continue;
    kept.set(place, row);
  }
  // in one order, so that two writers at once cannot wait for each other
  const sorted = [...kept.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  for (let start = 0; start < sorted.length; start += ROWS_AT_ONCE) {
    await store(tx, ctx, sorted.slice(start, start + ROWS_AT_ONCE), asItIs);
  }
}

function rowOf(ctx: Ctx, given: EvidenceToRecord) {
  const detail = boundDetail(given.detail ?? {});
  const couldNot = given.answer === "could_not_look";
  const why = typeof detail.why === "string" ? detail.why : "The source did not answer.";
  return {
    id: uuidv7(),
    identity: boundText(given.identity, 512),
    release: boundText(given.release ?? "", 200),
    row: given.row,
    answer: given.answer,
    value: evidenceValue(given.row, given.answer, given.value),
    detail: couldNot ? { ...detail, why } : detail,
    source: boundText(given.source, 200),
    lookedAt: (given.lookedAt ?? ctx.now).toISOString(),
  };
}

async function store(tx: Transaction, ctx: Ctx, rows: ReturnType<typeof rowOf>[], asItIs: boolean) {
  const failed = asItIs
    ? sql`false`
    : sql`(excluded.answer = 'could_not_look' and e.answer <> 'could_not_look')`;
  // when a look failed last, and an answer from before it that becomes known only now
  const failedAt = sql`coalesce(e.failed_at, case when e.answer = 'could_not_look' then e.looked_at end)`;
  const isBelated = sql`(excluded.answer <> 'could_not_look' and ${failedAt} > excluded.looked_at)`;
  const unless = (column: string) => {
    const name = sql.identifier(column);
    return sql`${name} = case when ${failed} then e.${name} else excluded.${name} end`;
  };
  await tx.execute(sql`
    insert into evidence as e (org_id, id, identity, release, "row", answer, value, detail, source, looked_at)
    select ${ctx.orgId}::uuid, r.id, r.identity, r.release, r."row", r.answer, r.value, r.detail, r.source, r."lookedAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, identity text, release text, "row" text, answer text, value double precision, detail jsonb, source text, "lookedAt" timestamptz)
    on conflict (org_id, identity, release, "row") do update set
      ${sql.join(["answer", "value", "detail", "source", "looked_at"].map(unless), sql`, `)},
      failed_at = case when ${failed} then excluded.looked_at when ${isBelated} then ${failedAt} end,
      failed_why = case when ${failed} then excluded.detail ->> 'why'
        when ${isBelated} then coalesce(e.failed_why, e.detail ->> 'why') end
    where case when excluded.answer = 'could_not_look' then excluded.looked_at >= coalesce(e.failed_at, e.looked_at)
      else e.answer = 'could_not_look' or excluded.looked_at >= e.looked_at end`);
}
