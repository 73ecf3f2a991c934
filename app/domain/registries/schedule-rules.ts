import type { registry } from "./registry-tables.server.ts";

const HOUR = 3_600_000;
const EVERY = { by_hand: null, hourly: HOUR, daily: 24 * HOUR, weekly: 7 * 24 * HOUR } as const;
/** Only from the first page on it is seen what a registry dropped. */
const COMPLETE_EVERY = 7 * 24 * HOUR;

type Scheduled = Pick<
  typeof registry.$inferSelect,
  "kind" | "address" | "schedule" | "toldUntil" | "completeAt"
>;

/** Whether a registry is to be asked again, by when it was asked last. */
export function isDue({ address, schedule }: Scheduled, lastAskedAt: Date | null, now: Date): boolean {
  const every = EVERY[schedule];
  if (every === null || address === null) return false;
  return lastAskedAt === null || now.getTime() - lastAskedAt.getTime() >= every;
}

/** From when on changes are asked for; null: everything. Only the Registry API can tell changes alone. */
export function changesSince({ kind, toldUntil, completeAt }: Scheduled, now: Date): Date | null {
  if (kind !== "official" || !completeAt || now.getTime() - completeAt.getTime() >= COMPLETE_EVERY)
    return null;
  return toldUntil;
}
