import { askRemote } from "#app/connectors/prober/ask-remote.server.ts";
import type { JobPayload } from "#app/db/queue.server.ts";
import { CouldNotLook } from "#app/domain/catalog/asking/could-not-look.ts";
import { finishLook, type LookOutcome } from "#app/domain/catalog/finish-look.server.ts";
import { findWaitingLook } from "#app/domain/catalog/look-queries.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";

const EXCHANGE_MS = 15_000;
const TOTAL_MS = 60_000;
const LARGEST = 16 * 1024 * 1024;

export async function askServerJob(
  world: JobWorld,
  { orgId, lookId }: JobPayload<"ask_server">,
): Promise<void> {
  const ctx = jobContext(world, orgId, "ask_server");
  const waiting = await findWaitingLook(ctx, lookId);
  if (!waiting) return;
  const reach = world.reach({ timeoutMs: EXCHANGE_MS, largestBody: LARGEST });
  const outcome = await askRemote(waiting.identity, { reach, totalMs: TOTAL_MS, version: "1" }).then(
    (found): LookOutcome => ({ found }),
    (error: unknown): LookOutcome => {
      if (!(error instanceof CouldNotLook)) throw error;
      return { reason: error.reason, needs: error.needs };
    },
  );
  await finishLook({ ...ctx, now: world.now() }, { lookId, outcome });
}
