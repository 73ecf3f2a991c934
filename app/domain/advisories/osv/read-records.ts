import type { Advisory } from "#app/domain/advisories/advisory-words.ts";
import { jsonIn } from "#app/domain/json-text.ts";
import { readOsv } from "./read-osv.ts";
import { RecordSplitter, type SplitRecord } from "./split-records.ts";

const AT_ONCE = 200;

export type RecordBatch = { from: number; records: number; advisories: Advisory[]; notes: string[] };

/**
 * The records of a file in batches, with a sentence for each that is odd.
 * @param skip so many records were stored before
 */
export async function* readRecords(pieces: AsyncIterable<string>, skip: number): AsyncGenerator<RecordBatch> {
  const splitter = new RecordSplitter();
  let at = 0;
  let batch: RecordBatch = { from: skip, records: 0, advisories: [], notes: [] };
  const take = (record: SplitRecord) => {
    at += 1;
    if (at <= skip) return;
    batch.records += 1;
    for (const { advisory, notes } of readOne(record)) {
      if (advisory) batch.advisories.push(advisory);
      batch.notes.push(...notes);
    }
  };
  const next = () => {
    const full = batch;
    batch = { from: at, records: 0, advisories: [], notes: [] };
    return full;
  };
  for await (const piece of pieces) {
    for (const record of splitter.push(piece)) {
      take(record);
      if (batch.records >= AT_ONCE) yield next();
    }
  }
  for (const record of splitter.end()) take(record);
  if (batch.records > 0) yield next();
}

function* readOne(record: SplitRecord): Generator<{ advisory: Advisory | null; notes: string[] }> {
  const at = (sentence: string) => `Line ${record.line}: ${sentence}`;
  if ("problem" in record) return yield { advisory: null, notes: [at(record.problem)] };
  const value = jsonIn(record.text);
  if (value === undefined) return yield { advisory: null, notes: [at("The record is no JSON.")] };
  for (const one of unwrapped(value)) {
    const { advisory, odd } = readOsv(one);
    yield { advisory, notes: odd.map(at) };
  }
}

/** What the OSV interface answers holds its records in a list of this name. */
function unwrapped(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null || "id" in value || !("vulns" in value)) return [value];
  return Array.isArray(value.vulns) ? value.vulns : [value];
}
