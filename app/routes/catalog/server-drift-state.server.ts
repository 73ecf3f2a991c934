import { getServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import { countDrift } from "#app/domain/catalog/manifest-queries.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { differenceSentence } from "./server-difference.tsx";
import { driftSentence, type ShownDrift } from "./server-drift-words.ts";

/** What the server's page says of its drift; null when it is what was approved. What nobody classified is refused. */
export async function shownDrift(ctx: Ctx, serverId: string): Promise<ShownDrift | null> {
  const drift = await getServerDrift(ctx, serverId, { limit: 1 });
  if (drift.class !== null) return { sentence: driftSentence(drift), isRefused: drift.class !== "note" };
  const counts = await countDrift(ctx, serverId);
  if (!counts || counts.added + counts.changed === 0) return null;
  const sentence = `${differenceSentence(counts)}. Nobody classified it yet, so calls to new and changed tools are refused.`;
  return { sentence, isRefused: true };
}
