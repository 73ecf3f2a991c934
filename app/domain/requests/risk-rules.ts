import { RISKY_CLASSES, type ToolClass } from "#app/domain/catalog/catalog-words.ts";
import type { FindingSeverity } from "#app/domain/inventory/inventory-words.ts";

export const RISKS = ["low", "medium", "high", "critical"] as const;
export type Risk = (typeof RISKS)[number];

type RiskFacts = {
  /** null: no open finding */
  worstFinding: FindingSeverity | null;
  environment: string;
  /** every class the tools asked for touch; null: the server's tools were not looked at */
  classes: readonly ToolClass[] | null;
};

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
  const worst = Math.max(0, ...parts.map(([rank]) => rank));
  const because = parts.filter(([rank]) => rank === worst).map(([, why]) => why);
  if (facts.environment !== "production") return { risk: RISKS[worst] ?? "critical", because };
  return { risk: RISKS[Math.min(worst + 1, 3)] ?? "critical", because: [...because, "it is for production"] };
}
