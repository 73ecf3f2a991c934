import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { FindingSeverity, FindingSource, NotedRule } from "#app/domain/inventory/inventory-words.ts";
import { storeFound } from "#app/domain/inventory/store-findings.server.ts";

export type NotedFinding = {
  installationId: string;
  rule: NotedRule;
  severity: FindingSeverity;
  /** What it is about, unique with the rule on one installation, e.g. the id of an advisory. */
  where: string;
  sentence: string;
  remedy: string;
};

/**
 * Findings that do not come from the launch, for the verb that learned them: `looked` are the installations it looked at with
 * everything `found` on them. What it found before and no longer does is resolved; reports of devices leave them alone. When an
 * installation gets another server or release its noted findings are resolved, and whoever finds them looks again; what was
 * removed is passed over. A new source is a word in FINDING_SOURCES, its rules stand in NOTED_RULES and in `rule-words.ts`.
 * Returns how many stand open on what was looked at.
 */
export function noteFindings(
  tx: Transaction,
  ctx: Ctx,
  noted: {
    source: Exclude<FindingSource, "launch" | "device">;
    looked: readonly string[];
    found: readonly NotedFinding[];
  },
): Promise<number> {
  return storeFound(tx, ctx, noted.source, noted.looked, noted.found);
}
