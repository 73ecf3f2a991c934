import type { BegunImport } from "#app/domain/registries/begin-registry-import.server.ts";
import { documentRemarks } from "#app/domain/registries/document-remarks.ts";
import type { ReadEntry } from "#app/domain/registries/entry-rules.ts";
import type { Remark } from "#app/domain/registries/formats/registry-format.ts";
import { nextCursor } from "#app/domain/registries/page-rules.ts";
import { entryReader } from "#app/domain/registries/read-entries.server.ts";
import { listFileParts } from "#app/domain/registries/registry-queries.server.ts";
import { ENTRIES_AT_ONCE, MOST_ENTRIES } from "#app/domain/registries/registry-words.ts";
import { storeEntries } from "#app/domain/registries/store-entries.server.ts";
import type { Reading } from "./import-registry.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

/**
 * Reads a kept file part by part until its turn is over; what was stored before is passed over without being read. A saved
 * page that names the next one is only a part of its registry.
 */
export async function importFile(world: JobWorld, begun: BegunImport, turnMs: number): Promise<Reading> {
  const until = performance.now() + turnMs;
  const { orgId, id: importId } = begun;
  const reader = entryReader(begun.kind, 1);
  const waiting: ReadEntry[] = [];
  let stored = begun.seen;
  const store = async (most: number, remarks: readonly Remark[] = []) => {
    const entries = waiting.splice(0, most);
    const ctx = jobContext(world, orgId, "import_registry");
    const { isOurs } = await storeEntries(ctx, { importId, seenBefore: stored, entries, remarks });
    stored += entries.length;
    return isOurs;
  };
  for (let after = -1; ; ) {
    const parts = await listFileParts(jobContext(world, orgId, "import_registry"), importId, after);
    if (parts.length === 0) break;
    for (const { position, bytes } of parts) {
      after = position;
      for (const entry of reader.push(bytes, begun.seen)) waiting.push(entry);
      while (waiting.length >= ENTRIES_AT_ONCE) {
        if (!(await store(ENTRIES_AT_ONCE))) return "taken over";
        if (performance.now() > until && stored < MOST_ENTRIES) return "turn over";
      }
      if (stored >= MOST_ENTRIES) return { why: "too_many_entries", detail: String(MOST_ENTRIES) };
    }
  }
  const { last, facts, broken } = reader.end();
  if (begun.seen === 0) waiting.push(...last);
  const remarks = broken ? [] : documentRemarks(facts, stored + waiting.length);
  if (!(await store(waiting.length, remarks))) return "taken over";
  if (broken) return { why: broken.why, detail: String(broken.at) };
  if (nextCursor(facts) !== null) return { why: "names_next_page", detail: null };
  return stored === 0 ? { why: "no_entries", detail: null } : "complete";
}
