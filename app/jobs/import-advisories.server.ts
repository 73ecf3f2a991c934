import type { JobPayload } from "#app/db/queue.server.ts";
import { findAdvisorySource } from "#app/domain/advisories/advisory-import-queries.server.ts";
import { finishAdvisoryImport } from "#app/domain/advisories/finish-advisory-import.server.ts";
import { readRecords } from "#app/domain/advisories/osv/read-records.ts";
import { ZipRefused } from "#app/domain/advisories/osv/unzip-records.server.ts";
import { storeAdvisories } from "#app/domain/advisories/store-advisories.server.ts";
import { fetchedPieces, storedPieces } from "./advisory-pieces.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";
import { matchDue } from "./match-advisories.server.ts";

/** Reads an import to its end; a job tried again goes on with the record it broke off at. */
export async function importAdvisories(
  world: JobWorld,
  payload: JobPayload<"import_advisories">,
): Promise<void> {
  const { orgId, importId } = payload;
  const ctx = jobContext(world, orgId, "import_advisories");
  const source = await findAdvisorySource(ctx, importId);
  if (!source || source.state === "done" || source.state === "failed") return;
  const given =
    source.url === null ? await storedPieces(ctx, importId) : await fetchedPieces(world, source.url);
  if ("problem" in given) {
    await finishAdvisoryImport(ctx, { importId, problem: given.problem });
    return;
  }
  // what an address answers may be another file by now
  const skip = source.url === null ? source.read : 0;
  let brokeOff: string | null = null;
  let isEmpty = true;
  try {
    const pieces = untilRefused(given.pieces, (sentence) => {
      brokeOff = sentence;
    });
    for await (const batch of readRecords(pieces, skip)) {
      isEmpty = false;
      const { isOpen } = await storeAdvisories({ ...ctx, now: world.now() }, { importId, ...batch });
      if (!isOpen) return;
    }
  } finally {
    await given.end();
  }
  const problem = brokeOff ?? (isEmpty && skip === 0 ? "There is no record in it." : null);
  await finishAdvisoryImport({ ...ctx, now: world.now() }, { importId, problem });
  await matchDue(world, orgId);
}

/** What stands before the place where a zip is refused is read all the same. */
async function* untilRefused(
  pieces: AsyncIterable<string>,
  refused: (sentence: string) => void,
): AsyncGenerator<string> {
  try {
    yield* pieces;
  } catch (error) {
    if (!(error instanceof ZipRefused)) throw error;
    refused(error.sentence);
  }
}
