import { RETENTION, type RetentionNoun } from "./retention-words.ts";

/** Why something may not be kept for only so long, or null. */
export function whyNotKeep(noun: RetentionNoun, days: number | null): string | null {
  const { floor, whyFloor, label } = RETENTION[noun];
  if (days === null || days >= floor) return null;
  return `${label} are kept ${floor} days at least. ${whyFloor}`;
}

/** Whether a change forgets something that would still have been kept. */
export function isShorter(before: number | null, after: number | null): boolean {
  if (after === null) return false;
  return before === null || after < before;
}

/** The moment before which something is forgotten. */
export function forgottenBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
