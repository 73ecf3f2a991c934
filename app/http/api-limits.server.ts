import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { MemberCtx } from "#app/domain/context.ts";
import type { Edge } from "./edge.server.ts";
import { Problem } from "./problem.ts";

const WINDOW_SECONDS = 60;
export const CALLS_PER_KEY = 6_000;
/** Without a key, or with one that does not work: enough for a laptop, too few to guess. */
export const CALLS_PER_STRANGER = 120;

// Counted per process: these limits protect the process. What protects secrets is their length.
const keys = new RateLimiterMemory({ points: CALLS_PER_KEY, duration: WINDOW_SECONDS });
const strangers = new RateLimiterMemory({ points: CALLS_PER_STRANGER, duration: WINDOW_SECONDS });

/** What one identity provider sends in a first run of thousands, with room; per token. */
export const CALLS_PER_PROVIDER = 3_000;
const providers = new RateLimiterMemory({ points: CALLS_PER_PROVIDER, duration: WINDOW_SECONDS });

export type LimitHeaders = Record<string, string>;

/** Counts a call of a key. Returns the headers that say what is left; throws a 429 problem. */
export function countCall(ctx: MemberCtx): Promise<LimitHeaders> {
  return consume("key", keys, CALLS_PER_KEY, ctx.actor.apiKeyId ?? ctx.actor.deviceId ?? ctx.actor.memberId);
}

export function countStranger(edge: Edge): Promise<LimitHeaders> {
  return consume("address", strangers, CALLS_PER_STRANGER, edge.from ?? "unknown");
}

export function countProvider(tokenId: string): Promise<LimitHeaders> {
  return consume("token", providers, CALLS_PER_PROVIDER, tokenId);
}

async function consume(
  name: "key" | "address" | "token",
  limiter: RateLimiterMemory,
  limit: number,
  key: string,
): Promise<LimitHeaders> {
  const outcome = await limiter.consume(key).catch((refused: unknown) => refused);
  if (!(outcome instanceof RateLimiterRes)) throw outcome;
  const seconds = Math.ceil(outcome.msBeforeNext / 1_000);
  // draft-ietf-httpapi-ratelimit-headers-10: structured fields, q = quota, w = window, r = remaining, t = seconds to its end
  const headers = {
    "RateLimit-Policy": `"${name}";q=${limit};w=${WINDOW_SECONDS}`,
    RateLimit: `"${name}";r=${outcome.remainingPoints};t=${seconds}`,
  };
  if (outcome.consumedPoints <= limit) return headers;
  throw new Problem(429, `More than ${limit} calls in a minute. Go on in ${seconds} s.`, {
    headers: { ...headers, "Retry-After": String(seconds) },
  });
}
