import { getServerDrift } from "#app/domain/catalog/drift-queries.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { countDriftedInstallations } from "#app/domain/inventory/launch-drift-queries.server.ts";
import { driftSentence, launchSentence, type ShownDrift } from "./server-drift-words.ts";

/** What is said of a server's drift, of its tools and of how it is started; null when it is what was approved. */
export async function shownDrift(ctx: Ctx, serverId: string): Promise<ShownDrift | null> {
  const drift = await getServerDrift(ctx, serverId, { limit: 1 });
  const { refused, noted } = await countDriftedInstallations(ctx, serverId);
  const tools = drift.class !== null || drift.isUnclassified ? driftSentence(drift) : null;
  const sentences = [tools, launchSentence(refused, noted)].filter((one) => one !== null);
  if (sentences.length === 0) return null;
  const isRefused = drift.isUnclassified || (drift.class ?? "note") !== "note" || refused > 0;
  return { sentence: sentences.join(" "), isRefused };
}
