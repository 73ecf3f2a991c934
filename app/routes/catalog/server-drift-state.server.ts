import { getServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import { countDrift } from "#app/domain/catalog/manifest-queries.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { countDriftedInstallations } from "#app/domain/inventory/launch-drift-queries.server.ts";
import { differenceSentence } from "./server-difference.tsx";
import { driftSentence, launchSentence, type ShownDrift } from "./server-drift-words.ts";

/** What the server's page says of its drift, of its tools and of how it is started; null when it is what was approved. */
export async function shownDrift(ctx: Ctx, server: { id: string; pins: number }): Promise<ShownDrift | null> {
  const tools = server.pins > 0 ? await shownToolDrift(ctx, server.id) : null;
  const { refused, noted } = await countDriftedInstallations(ctx, server.id);
  const launches = launchSentence(refused, noted);
  if (launches === null) return tools;
  const sentence = tools ? `${tools.sentence} ${launches}` : launches;
  return { sentence, isRefused: refused > 0 || tools?.isRefused === true };
}

/** What nobody classified is refused. */
async function shownToolDrift(ctx: Ctx, serverId: string): Promise<ShownDrift | null> {
  const drift = await getServerDrift(ctx, serverId, { limit: 1 });
  if (drift.class !== null) return { sentence: driftSentence(drift), isRefused: drift.class !== "note" };
  const counts = await countDrift(ctx, serverId);
  if (!counts || counts.added + counts.changed === 0) return null;
  const sentence = `${differenceSentence(counts)}. Nobody classified it yet, so calls to new and changed tools are refused.`;
  return { sentence, isRefused: true };
}
