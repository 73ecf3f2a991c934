import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import type { BegunImport } from "#app/domain/registries/begin-registry-import.server.ts";
import { documentRemarks } from "#app/domain/registries/document-remarks.ts";
import { afterPage, type PageState, pageAddress } from "#app/domain/registries/page-rules.ts";
import { entryReader } from "#app/domain/registries/read-entries.server.ts";
import { MOST_ENTRIES } from "#app/domain/registries/registry-words.ts";
import { storeEntries } from "#app/domain/registries/store-entries.server.ts";
import { type Answer, askRegistry } from "./ask-registry.server.ts";
import type { Reading } from "./import-registry.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

type From = BegunImport & { address: string };

/** Follows the pages of the Registry API; each page is stored with the cursor of the next one. */
export async function importPages(
  world: JobWorld,
  begun: From,
  reach: GuardedFetch,
  waitMs: number,
): Promise<Reading> {
  const { orgId, id: importId, since } = begun;
  let state: PageState = { pages: begun.pages, cursor: begun.cursor, markedCursor: begun.markedCursor };
  let stored = begun.seen;
  let barren = 0;
  let withDeleted = true;
  const ask = (): Promise<Answer> =>
    askRegistry(reach, pageAddress(begun.address, { cursor: state.cursor, since, withDeleted }), waitMs);
  for (;;) {
    let answer = await ask();
    // some registries refuse what they do not know
    if (
      "why" in answer &&
      answer.why === "status" &&
      /^4(?:00|22)$/.test(answer.detail ?? "") &&
      state.pages === 0
    ) {
      withDeleted = false;
      answer = await ask();
    }
    if ("why" in answer) return answer;
    const reader = entryReader(begun.kind, stored + 1);
    const entries = reader.push(answer.bytes);
    const { facts, broken } = reader.end();
    const remarks = broken ? [] : documentRemarks(facts, entries.length);
    const context = jobContext(world, orgId, "import_registry");
    const seen = { importId, seenBefore: stored, entries, remarks };
    const progress = broken ? state : afterPage(state, { facts, entries: entries.length, known: 0 }, 0).state;
    const { isOurs, known } = await storeEntries(context, { ...seen, progress });
    if (!isOurs) return "taken over";
    stored += entries.length;
    if (broken) return { why: broken.why, detail: `page ${state.pages + 1}` };
    const step = afterPage(state, { facts, entries: entries.length, known }, barren);
    ({ state, barren } = step);
    if (step.ending === "complete")
      return stored === 0 && !since ? { why: "no_entries", detail: null } : "complete";
    if (step.ending) return { why: step.ending, detail: `page ${state.pages}` };
    if (stored >= MOST_ENTRIES) return { why: "too_many_entries", detail: String(MOST_ENTRIES) };
  }
}
