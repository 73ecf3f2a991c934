import { setTimeout as sleep } from "node:timers/promises";
import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { retryTime } from "#app/connectors/retry-time.ts";
import type { ImportEnding } from "#app/domain/registries/registry-words.ts";

const TRIES = 3;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const LONGEST_WAIT_MS = 30_000;

export type Answer = { bytes: Uint8Array } | { why: ImportEnding; detail: string | null };

/**
 * Asks an address, three times at most where the trouble may pass, and gives the bytes or why there are none.
 * @param waitMs before the second try; twice as long before the third, or as long as the answer says, 30 s at most
 */
export async function askRegistry(
  { reach, now }: { reach: GuardedFetch; now: () => Date },
  address: string,
  waitMs: number,
): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    const { answer, mayPass, afterMs } = await askOnce(reach, address, now);
    if (!mayPass || tried === TRIES) return answer;
    await sleep(pauseMs({ tried, waitMs, afterMs }));
  }
}

/** As long as the answer asks for, else longer after each try; 30 s at most. */
export function pauseMs(of: { tried: number; waitMs: number; afterMs: number | undefined }): number {
  return Math.min(Math.max(of.afterMs ?? of.waitMs * of.tried, 0), LONGEST_WAIT_MS);
}

type Tried = { answer: Answer; mayPass: boolean; afterMs?: number | undefined };

async function askOnce(reach: GuardedFetch, address: string, now: () => Date): Promise<Tried> {
  try {
    const response = await reach(address, { headers: { Accept: "application/json" }, redirect: "follow" });
    if (response.ok)
      return { answer: { bytes: new Uint8Array(await response.arrayBuffer()) }, mayPass: false };
    const { status } = response;
    const asked = now();
    const again = retryTime(response.headers, asked);
    return {
      answer: { why: "status", detail: String(status) },
      mayPass: PASSING.has(status),
      afterMs: again ? again.getTime() - asked.getTime() : undefined,
    };
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    return {
      answer: { why: error.why, detail: null },
      mayPass: error.why === "unreachable" || error.why === "slow",
    };
  }
}
