import { RISKY_CLASSES, type ToolClass } from "#app/domain/catalog/catalog-words.ts";
import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import type { FindingSeverity } from "#app/domain/inventory/inventory-words.ts";

export const RISKS = ["low", "medium", "high", "critical"] as const;
export type Risk = (typeof RISKS)[number];

type RiskFacts = {
  /** null: no open finding */
  worstFinding: FindingSeverity | null;
  environment: string;
  /** every class the tools asked for touch; null: the server's tools were not looked at */
  classes: readonly ToolClass[] | null;
  /** something is hidden in the texts of the server or of a tool asked for, or gives the model orders */
  hides: boolean;
  /** of the change it is about, as the organization's policy has it; null: about none, or nobody classified it */
  change: DriftClass | null;
};

/** What a change adds: of note, nothing. */
export const RISK_OF_CHANGE = { re_approve: 1, block: 2 } as const satisfies Partial<
  Record<DriftClass, number>
>;
export const RISK_OF_HIDDEN = 2;

/** How risky a request is: the worst of its parts, one step more in production. `because` names what decided. */
export function riskOf(facts: RiskFacts): { risk: Risk; because: string[] } {
  const parts: [number, string][] = [];
  if (facts.worstFinding) {
    parts.push([RISKS.indexOf(facts.worstFinding), `its worst open finding is ${facts.worstFinding}`]);
  }
  if (facts.classes === null) parts.push([1, "nobody has looked at what it can do"]);
  else {
    const touched: readonly string[] = facts.classes;
    const reason = Object.entries(RISKY_CLASSES).find(([one]) => touched.includes(one))?.[1];
    if (reason) parts.push([1, reason]);
  }
  if (facts.hides) parts.push([RISK_OF_HIDDEN, "its texts hide something or give the model orders"]);
  if (facts.change === "block") parts.push([RISK_OF_CHANGE.block, "it changed in a way that stops it"]);
  if (facts.change === "re_approve")
    parts.push([RISK_OF_CHANGE.re_approve, "it changed since it was approved"]);
  const worst = Math.max(0, ...parts.map(([rank]) => rank));
  const because = parts.filter(([rank]) => rank === worst).map(([, why]) => why);
  if (facts.environment !== "production") return { risk: RISKS[worst] ?? "critical", because };
  return { risk: RISKS[Math.min(worst + 1, 3)] ?? "critical", because: [...because, "it is for production"] };
}
