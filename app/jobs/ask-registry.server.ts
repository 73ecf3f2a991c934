import { setTimeout as sleep } from "node:timers/promises";
import { FetchRefused, type GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import type { ImportEnding } from "#app/domain/registries/registry-words.ts";

const TRIES = 3;
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);
const LONGEST_WAIT_MS = 30_000;

export type Answer = { bytes: Uint8Array } | { why: ImportEnding; detail: string | null };

/**
 * Asks an address, three times at most where the trouble may pass, and gives the bytes or why there are none.
 * @param waitMs before the second try; twice as long before the third, or as long as the answer says, 30 s at most
 */
export async function askRegistry(reach: GuardedFetch, address: string, waitMs: number): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    const { answer, mayPass, afterMs } = await askOnce(reach, address);
    if (!mayPass || tried === TRIES) return answer;
    await sleep(Math.min(afterMs ?? waitMs * tried, LONGEST_WAIT_MS));
  }
}

type Tried = { answer: Answer; mayPass: boolean; afterMs?: number | undefined };

async function askOnce(reach: GuardedFetch, address: string): Promise<Tried> {
  try {
    const response = await reach(address, { headers: { Accept: "application/json" }, redirect: "follow" });
    if (response.ok)
      return { answer: { bytes: new Uint8Array(await response.arrayBuffer()) }, mayPass: false };
    const { status } = response;
    const after = /^\d{1,4}$/.exec(response.headers.get("retry-after") ?? "")?.[0];
    return {
      answer: { why: "status", detail: String(status) },
      mayPass: PASSING.has(status),
      afterMs: after === undefined ? undefined : Number(after) * 1_000,
    };
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    return {
      answer: { why: error.why, detail: null },
      mayPass: error.why === "unreachable" || error.why === "slow",
    };
  }
}
