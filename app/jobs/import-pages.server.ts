import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import type { BegunImport } from "#app/domain/registries/begin-registry-import.server.ts";
import { documentRemarks } from "#app/domain/registries/document-remarks.ts";
import type { ReadEntry } from "#app/domain/registries/entry-rules.ts";
import { afterPage, type PageState, pageAddress } from "#app/domain/registries/page-rules.ts";
import { entryReader } from "#app/domain/registries/read-entries.server.ts";
import { MOST_ENTRIES } from "#app/domain/registries/registry-words.ts";
import { storeEntries } from "#app/domain/registries/store-entries.server.ts";
import { type Answer, askRegistry } from "./ask-registry.server.ts";
import type { Reading } from "./import-registry.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

/** No page has more; a small answer could hold millions. */
const MOST_ON_PAGE = 10_000;
const PIECE = 64 * 1024;

type From = BegunImport & { address: string };

/** Follows the pages of the Registry API; each page is stored with the cursor of the next one. */
export async function importPages(
  world: JobWorld,
  begun: From,
  reach: GuardedFetch,
  { waitMs, turnMs }: { waitMs: number; turnMs: number },
): Promise<Reading> {
  const until = performance.now() + turnMs;
  const { orgId, id: importId, since } = begun;
  let state: PageState = { pages: begun.pages, cursor: begun.cursor, markedCursor: begun.markedCursor };
  let stored = begun.seen;
  let barren = 0;
  let withDeleted = true;
  const ask = (): Promise<Answer> =>
    askRegistry(
      { reach, now: world.now },
      pageAddress(begun.address, { cursor: state.cursor, since, withDeleted }),
      waitMs,
    );
  // broken off after the last page
  if (state.pages > 0 && state.cursor === null) return "complete";
  for (;;) {
    let answer = await ask();
    // some registries refuse what they do not know, also those whose reading goes on with a later page
    if (!since && withDeleted && isRefused(answer)) {
      withDeleted = false;
      answer = await ask();
    }
    if ("why" in answer) return answer;
    const { entries, facts, broken } = readPage(begun, stored + 1, answer.bytes);
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
    if (performance.now() > until) return "turn over";
  }
}

function isRefused(answer: Answer): boolean {
  return "why" in answer && answer.why === "status" && /^4(?:00|22)$/.test(answer.detail ?? "");
}

/** A page piece by piece, so that one which holds too many entries is left before they are all in memory. */
function readPage({ kind }: From, first: number, bytes: Uint8Array) {
  const reader = entryReader(kind, first);
  const entries: ReadEntry[] = [];
  for (let at = 0; at < bytes.length && entries.length <= MOST_ON_PAGE; at += PIECE)
    for (const entry of reader.push(bytes.subarray(at, at + PIECE))) entries.push(entry);
  const { facts, broken } = reader.end();
  if (entries.length <= MOST_ON_PAGE) return { entries, facts, broken };
  return { entries: entries.slice(0, MOST_ON_PAGE), facts, broken: { why: "too_many_entries" as const } };
}
