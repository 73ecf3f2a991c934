import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "#app/db/client.server.ts";
import { rateLimit } from "#app/domain/identity/account-tables.server.ts";
import { TooManyTries } from "./too-many-tries.ts";

const QUARTER = 15 * 60;
const DAY = 24 * 60 * 60;
/** For one account from one network: somebody elsewhere who guesses on purpose does not lock its owner out. */
export const TRIES_PER_ACCOUNT = 10;
/** For one account from everywhere: more than one network can use up, too few to guess a password of 12 characters. */
export const TRIES_IN_ALL = 200;
/** Three of a million codes are right at a time: at most 60 tries a day leave 2 in 10,000 for who knows the password. */
export const CODES_PER_DAY = 60;

type Most = { account: number; address: number; all: number; day?: number };

/** What can be guessed, or makes mail, and how often it is looked at in a quarter of an hour (`day`: in 24 hours). */
const LIMITS = {
  "sign-in": { account: TRIES_PER_ACCOUNT, address: 60, all: TRIES_IN_ALL },
  "second-factor": { account: TRIES_PER_ACCOUNT, address: 60, all: 20, day: CODES_PER_DAY },
  proof: { account: TRIES_PER_ACCOUNT, address: 60, all: 20, day: CODES_PER_DAY },
  passkey: { account: 60, address: 120, all: 600 },
  link: { account: 30, address: 60, all: 200 },
  // a way to a provider, for a whole organization: an office begins its morning behind one address
  "provider-start": { account: 600, address: 600, all: 6_000 },
  "reset-mail": { account: 3, address: 20, all: 5, day: 20 },
  "address-mail": { account: 5, address: 20, all: 5, day: 20 },
} as const satisfies Record<string, Most>;

export type TryKind = keyof typeof LIMITS;
type Limits = Record<"account" | "address" | "all", RateLimiterDrizzle> & { day?: RateLimiterDrizzle };
const limitsOf = new WeakMap<Database, Map<TryKind, Limits>>();

function limits(db: Database, kind: TryKind): Limits {
  const known = limitsOf.get(db) ?? new Map<TryKind, Limits>();
  limitsOf.set(db, known);
  const made = known.get(kind) ?? makeLimits(db, kind, LIMITS[kind]);
  known.set(kind, made);
  return made;
}

function makeLimits(db: Database, kind: TryKind, most: Most): Limits {
  const limiter = (what: string, points: number, duration: number) =>
    new RateLimiterDrizzle({
      storeClient: db,
      schema: rateLimit,
      keyPrefix: `${kind}-${what}`,
      points,
      duration,
    });
  return {
    account: limiter("account", most.account, QUARTER),
    address: limiter("address", most.address, QUARTER),
    all: limiter("all", most.all, QUARTER),
    ...(most.day ? { day: limiter("day", most.day, DAY) } : {}),
  };
}

type From = { db: Database; from: string | null };

/**
 * Counts one try before it is looked at, for the network address, for the account (known or not) from there and for the
 * account from everywhere, so that tries at the same moment count too. Throws TooManyTries, or whatever the database
 * says: without counting nobody gets in.
 * @param whose an address as typed, an account's id, or whatever else is guessed at
 */
export async function countTry(edge: From, whose: string, kind: TryKind = "sign-in"): Promise<void> {
  const { account, address, all, day } = limits(edge.db, kind);
  // From the narrow to the wide: once an address is refused it cannot use up anybody's account.
  if (edge.from) await consume(address, network(edge.from));
  await consume(account, accountKey(edge, whose));
  await consume(all, keyOf(whose));
  if (day) await consume(day, keyOf(whose));
}

/** After a right one the account's count from there starts again; the address's goes on: it may try other accounts. */
export async function forgetTries(edge: From, whose: string, kind: TryKind = "sign-in"): Promise<void> {
  await limits(edge.db, kind).account.delete(accountKey(edge, whose));
}

async function consume(limiter: RateLimiterDrizzle, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (refused instanceof RateLimiterRes)
      throw new TooManyTries(new Date(Date.now() + refused.msBeforeNext));
    throw refused;
  }
}

function accountKey({ from }: From, email: string): string {
  return keyOf(`${from ? network(from) : "unknown"} ${email}`);
}

function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** One subscriber has a whole IPv6 /64, so its addresses count together. */
function network(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const zeros = address.includes("::") ? new Array<string>(8 - left.length - right.length).fill("0") : [];
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}
