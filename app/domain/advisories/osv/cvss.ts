import cvss from "ae-cvss-calculator";
import type { AdvisorySeverity } from "#app/domain/advisories/advisory-words.ts";

type Metrics = Readonly<Record<string, string>>;

/** The weights of CVSS 3.0 and 3.1, base metrics (FIRST, Common Vulnerability Scoring System v3.1, section 7.4). */
const V3 = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  PR_CHANGED: { N: 0.85, L: 0.68, H: 0.5 },
  UI: { N: 0.85, R: 0.62 },
  IMPACT: { H: 0.56, L: 0.22, N: 0 },
} as const satisfies Record<string, Metrics | Record<string, number>>;

/** The weights of CVSS 2, base metrics (FIRST, A Complete Guide to CVSS 2.0, section 3.2.1). */
const V2 = {
  AV: { L: 0.395, A: 0.646, N: 1 },
  AC: { H: 0.35, M: 0.61, L: 0.71 },
  AU: { M: 0.45, S: 0.56, N: 0.704 },
  IMPACT: { N: 0, P: 0.275, C: 0.66 },
} as const;

/** The word for a CVSS vector of version 2, 3 or 4; null for one that is none, or lacks a base metric. */
export function severityOfVector(vector: string): Exclude<AdvisorySeverity, "unknown"> | null {
  const score = vector.startsWith("CVSS:4.0/")
    ? scoreOfV4(vector)
    : /^CVSS:3\.[01]\//.test(vector)
      ? scoreOfV3(metricsOf(vector))
      : scoreOfV2(metricsOf(vector));
  if (score === null) return null;
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  return score >= 4 ? "medium" : "low";
}

function metricsOf(vector: string): Metrics {
  const pairs = vector
    .replace(/^\(|\)$/g, "")
    .split("/")
    .map((part) => part.split(":"))
    .filter((pair): pair is [string, string] => pair.length === 2);
  return Object.fromEntries(pairs);
}

function weight(weights: Readonly<Record<string, number>>, metric: string | undefined): number | null {
  return metric !== undefined && Object.hasOwn(weights, metric) ? (weights[metric] ?? null) : null;
}

/** 0 to 10 in steps of a tenth; null when a metric is missing. */
export function scoreOfV3(m: Metrics): number | null {
  const isChanged = m.S === "C";
  if (!isChanged && m.S !== "U") return null;
  const ease = [
    weight(V3.AV, m.AV),
    weight(V3.AC, m.AC),
    weight(isChanged ? V3.PR_CHANGED : V3.PR, m.PR),
    weight(V3.UI, m.UI),
  ];
  const harm = [m.C, m.I, m.A].map((metric) => weight(V3.IMPACT, metric));
  if (!isWhole(ease) || !isWhole(harm)) return null;
  const base = 1 - harm.reduce((left, part) => left * (1 - part), 1);
  const impact = isChanged ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  if (impact <= 0) return 0;
  const exploitability = ease.reduce((product, part) => product * part, 8.22);
  const sum = impact + exploitability;
  return roundUp(Math.min(isChanged ? 1.08 * sum : sum, 10));
}

/** The same of version 4, whose score comes from tables; of its base metrics alone. */
function scoreOfV4(vector: string): number | null {
  try {
    const read = new cvss.Cvss4P0(vector.slice(0, 500));
    return read.isBaseFullyDefined() ? (read.calculateScores().baseMetricsOnly ?? null) : null;
  } catch {
    // A metric or a value the version does not know.
    return null;
  }
}

/** The same of version 2. */
export function scoreOfV2(m: Metrics): number | null {
  const ease = [weight(V2.AV, m.AV), weight(V2.AC, m.AC), weight(V2.AU, m.Au)];
  const harm = [m.C, m.I, m.A].map((metric) => weight(V2.IMPACT, metric));
  if (!isWhole(ease) || !isWhole(harm)) return null;
  const impact = 10.41 * (1 - harm.reduce((left, part) => left * (1 - part), 1));
  const exploitability = ease.reduce((product, part) => product * part, 20);
  const factor = impact === 0 ? 0 : 1.176;
  return Math.round((0.6 * impact + 0.4 * exploitability - 1.5) * factor * 10) / 10;
}

function isWhole(parts: readonly (number | null)[]): parts is number[] {
  return parts.every((part) => part !== null);
}

/** Up to the next tenth, without what binary fractions add (specification of 3.1, appendix A). */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}
