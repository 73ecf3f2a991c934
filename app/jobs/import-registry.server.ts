import type { JobPayload } from "#app/db/queue.server.ts";
import {
  type BegunImport,
  beginRegistryImport,
} from "#app/domain/registries/begin-registry-import.server.ts";
import { endRegistryImport } from "#app/domain/registries/end-registry-import.server.ts";
import type { ImportEnding } from "#app/domain/registries/registry-words.ts";
import { removeUnseen } from "#app/domain/registries/remove-unseen.server.ts";
import { importFile } from "./import-file.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const AT_ONCE = 5_000;

/** How reading went: everything was seen, it stopped for a reason, or somebody else took over. */
export type Reading = "complete" | "taken over" | { why: ImportEnding; detail: string | null };

/** Reads a registry into listings, from where the import stands. */
export async function importRegistryJob(
  world: JobWorld,
  payload: JobPayload<"import_registry">,
): Promise<void> {
  const { orgId, importId } = payload;
  const context = () => jobContext(world, orgId, "import_registry");
  const begun = await beginRegistryImport(context(), importId);
  if (!begun) return;
  const reading = await read(world, begun);
  if (reading === "taken over") return;
  if (reading === "complete")
    while ((await removeUnseen(context(), { importId, limit: AT_ONCE })) === AT_ONCE);
  await endRegistryImport(context(), { importId, ending: reading === "complete" ? null : reading });
}

function read(world: JobWorld, begun: BegunImport): Promise<Reading> {
  return importFile(world, begun);
}
