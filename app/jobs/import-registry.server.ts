import type { JobPayload } from "#app/db/queue.server.ts";
import {
  type BegunImport,
  beginRegistryImport,
} from "#app/domain/registries/begin-registry-import.server.ts";
import { endRegistryImport } from "#app/domain/registries/end-registry-import.server.ts";
import { keepDocument } from "#app/domain/registries/keep-document.server.ts";
import { passTurn } from "#app/domain/registries/pass-turn.server.ts";
import { type ImportEnding, MOST_TRIES } from "#app/domain/registries/registry-words.ts";
import { removeUnseen } from "#app/domain/registries/remove-unseen.server.ts";
import { askRegistry } from "./ask-registry.server.ts";
import { importFile } from "./import-file.server.ts";
import { importPages } from "./import-pages.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const AT_ONCE = 5_000;
const TIMEOUT_MS = 30_000;
const LARGEST_PAGE = 16 * 1024 * 1024;
const LARGEST_DOCUMENT = 64 * 1024 * 1024;

/** A slow registry or a large file gives its place to others after so long, and goes on behind them. */
const TURN_MS = 10 * 60_000;

/** How reading went: everything was seen, it goes on behind others, it stopped for a reason, or somebody else took over. */
export type Reading = "complete" | "turn over" | "taken over" | { why: ImportEnding; detail: string | null };

/** Shorter in tests. */
export type Patience = { timeoutMs?: number; waitMs?: number; turnMs?: number };

/** Reads a registry into listings, from where the import stands. */
export async function importRegistryJob(
  world: JobWorld,
  payload: JobPayload<"import_registry">,
  patience: Patience = {},
): Promise<void> {
  const { orgId, importId } = payload;
  const context = () => jobContext(world, orgId, "import_registry");
  const begun = await beginRegistryImport(context(), importId);
  if (!begun) return;
  if (begun.tries > MOST_TRIES) {
    const ending = { why: "keeps_failing", detail: `${MOST_TRIES} times` } as const;
    await endRegistryImport(context(), { importId, ending });
    return;
  }
  const reading = await read(world, begun, patience);
  if (reading === "taken over") return;
  if (reading === "turn over") return passTurn(context(), importId);
  if (reading === "complete")
    while ((await removeUnseen(context(), { importId, limit: AT_ONCE })) === AT_ONCE);
  await endRegistryImport(context(), { importId, ending: reading === "complete" ? null : reading });
}

async function read(world: JobWorld, begun: BegunImport, patience: Patience): Promise<Reading> {
  const { address } = begun;
  const { timeoutMs = TIMEOUT_MS, waitMs = 2_000, turnMs = TURN_MS } = patience;
  if (begun.fileName !== null || address === null) return importFile(world, begun, turnMs);
  if (begun.kind === "official") {
    return importPages(world, { ...begun, address }, world.reach({ timeoutMs, largestBody: LARGEST_PAGE }), {
      waitMs,
      turnMs,
    });
  }
  if (begun.seen === 0) {
    const reach = world.reach({ timeoutMs, largestBody: LARGEST_DOCUMENT });
    const answer = await askRegistry({ reach, now: world.now }, address, waitMs);
    if ("why" in answer) return answer;
    await keepDocument(jobContext(world, begun.orgId, "import_registry"), begun.id, answer.bytes);
  }
  return importFile(world, begun, turnMs);
}
