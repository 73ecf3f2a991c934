import { RETENTION, type RetentionNoun } from "./retention-words.ts";

/** Why something may not be kept for only so long, or for so long, or null. */
export function whyNotKeep(noun: RetentionNoun, days: number | null): string | null {
  const { floor, whyFloor, ceiling, label } = RETENTION[noun];
  if (days === null) return null;
  if (days < floor) return `${label} are kept ${floor} days at least. ${whyFloor}`;
  if (ceiling !== undefined && days > ceiling) return `${label} are kept ${ceiling} days at most.`;
  return null;
}

/** How many days something is kept where `days` is what was set, or null: for ever. */
export function keptDays(noun: RetentionNoun, days: number | null): number | null {
  return days ?? RETENTION[noun].ceiling ?? null;
}

/** Whether a change forgets something that would still have been kept. */
export function isShorter(noun: RetentionNoun, before: number | null, after: number | null): boolean {
  const [was, is] = [keptDays(noun, before), keptDays(noun, after)];
  if (is === null) return false;
  return was === null || is < was;
}

/** The moment before which something is forgotten. */
export function forgottenBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
