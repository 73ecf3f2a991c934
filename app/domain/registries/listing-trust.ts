import type { TrustBand } from "./listing-words.ts";

/**
 * A listing's trust as one number that lists sort and narrow by: the less, the more is proven, and then the more is
 * possible, both in tenths. Above 0: not counted yet, or no identity anything could be known of.
 */
export const UNCOUNTED = 1;
const STEP = 1_001;
const TENTHS = 10;

export type Proven = { score: number; possible: number };

export function trustOrder({ score, possible }: Proven): number {
  return -(Math.round(score * TENTHS) * STEP + Math.round(possible * TENTHS));
}

export function trustOf(order: number): Proven | null {
  if (order > 0) return null;
  return { score: Math.floor(-order / STEP) / TENTHS, possible: (-order % STEP) / TENTHS };
}

const HIGH = 70;
const MIDDLE = 40;

/** Low is what cannot come to 40 whatever is still found out; where it could, not enough is known. */
export function bandOf(order: number): TrustBand {
  const trust = trustOf(order);
  if (trust === null) return "unknown";
  if (trust.score >= HIGH) return "high";
  if (trust.score >= MIDDLE) return "middle";
  return trust.possible < MIDDLE ? "low" : "unknown";
}

/** The same bands for a column of the database. */
export const BAND_EDGES = {
  high: -HIGH * TENTHS * STEP,
  middle: -MIDDLE * TENTHS * STEP,
  step: STEP,
  low: MIDDLE * TENTHS,
};
