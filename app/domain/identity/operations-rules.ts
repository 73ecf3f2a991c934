/** The sweep runs every minute; three missed turns are more than a slow one. */
export const SWEEP_LATE_SECONDS = 180;

export type Heartbeat = { state: "fresh" | "late" | "never"; at: Date | null; secondsAgo: number | null };

/** Whether the background work still goes round: what time brings about is noted, and people are told, only then. */
export function heartbeatOf(lastSweep: Date | null, now: Date): Heartbeat {
  if (!lastSweep) return { state: "never", at: null, secondsAgo: null };
  const secondsAgo = Math.max(0, Math.round((now.getTime() - lastSweep.getTime()) / 1_000));
  return { state: secondsAgo > SWEEP_LATE_SECONDS ? "late" : "fresh", at: lastSweep, secondsAgo };
}
