import { FetchRefused } from "#app/connectors/guarded-fetch.server.ts";
import { troubleWords } from "#app/connectors/trouble-words.ts";
import type { JobPayload } from "#app/db/queue.server.ts";
import {
  findAdvisoryPiece,
  findAdvisorySource,
} from "#app/domain/advisories/advisory-import-queries.server.ts";
import { LARGEST_ADVISORY_ANSWER } from "#app/domain/advisories/advisory-words.ts";
import { finishAdvisoryImport } from "#app/domain/advisories/finish-advisory-import.server.ts";
import { readRecords } from "#app/domain/advisories/osv/read-records.ts";
import { storeAdvisories } from "#app/domain/advisories/store-advisories.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";
import { matchAll } from "./match-advisories.server.ts";

const PIECE = 262_144;

/** Reads an import to its end; a job tried again goes on with the record it broke off at. */
export async function importAdvisories(
  world: JobWorld,
  payload: JobPayload<"import_advisories">,
): Promise<void> {
  const { orgId, importId } = payload;
  const ctx = jobContext(world, orgId, "import_advisories");
  const source = await findAdvisorySource(ctx, importId);
  if (!source || source.state === "done" || source.state === "failed") return;
  const answered = source.url === null ? null : await fetchText(world, source.url);
  if (answered?.problem) {
    await finishAdvisoryImport(ctx, { importId, problem: answered.problem });
    return;
  }
  const pieces = answered ? piecesOf(answered.text) : storedPieces(ctx, importId);
  // what an address answers may be another file by now
  const skip = answered ? 0 : source.read;
  let isEmpty = true;
  for await (const batch of readRecords(pieces, skip)) {
    isEmpty = false;
    const { isOpen } = await storeAdvisories({ ...ctx, now: world.now() }, { importId, ...batch });
    if (!isOpen) return;
  }
  const problem = isEmpty && skip === 0 ? "There is no record in it." : null;
  await finishAdvisoryImport({ ...ctx, now: world.now() }, { importId, problem });
  await matchAll(world, orgId);
}

async function fetchText(world: JobWorld, url: string): Promise<{ text: string; problem: string | null }> {
  const reach = world.reach({ timeoutMs: 120_000, largestBody: LARGEST_ADVISORY_ANSWER });
  try {
    const answer = await reach(url, { redirect: "follow", headers: { Accept: "application/json" } });
    if (answer.status !== 200)
      return { text: "", problem: `The address answered ${answer.status}. Nothing was imported.` };
    const text = await answer.text();
    if (/^\s*</.test(text))
      return { text: "", problem: "The address answered a page, not a file of records." };
    if (text.startsWith("PK\u0003\u0004"))
      return { text: "", problem: "The address answered a packed file, which is not read here." };
    return { text, problem: null };
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    return { text: "", problem: `${troubleWords("The address", error.why)} Nothing was imported.` };
  }
}

async function* piecesOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}

async function* storedPieces(ctx: Ctx, importId: string): AsyncGenerator<string> {
  for (let position = 0; ; position += 1) {
    const piece = await findAdvisoryPiece(ctx, importId, position);
    if (piece === undefined) return;
    yield piece;
  }
}
