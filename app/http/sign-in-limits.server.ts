import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { RateLimiterDrizzle, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "#app/db/client.server.ts";
import { rateLimit } from "#app/domain/identity/account-tables.server.ts";
import { TooManyTries } from "./too-many-tries.ts";

const WINDOW_SECONDS = 15 * 60;
/** For one account from one network: somebody elsewhere who guesses on purpose does not lock its owner out. */
export const TRIES_PER_ACCOUNT = 10;
export const TRIES_PER_ADDRESS = 60;
/** For one account from everywhere: more than one network can use up, too few to guess a password of 12 characters. */
export const TRIES_IN_ALL = 200;

type Limits = { account: RateLimiterDrizzle; address: RateLimiterDrizzle; all: RateLimiterDrizzle };
const limitsOf = new WeakMap<Database, Limits>();

function limits(db: Database): Limits {
  const known = limitsOf.get(db);
  if (known) return known;
  const common = { storeClient: db, schema: rateLimit, duration: WINDOW_SECONDS };
  const made = {
    account: new RateLimiterDrizzle({ ...common, keyPrefix: "sign-in-account", points: TRIES_PER_ACCOUNT }),
    address: new RateLimiterDrizzle({ ...common, keyPrefix: "sign-in-address", points: TRIES_PER_ADDRESS }),
    all: new RateLimiterDrizzle({ ...common, keyPrefix: "sign-in-all", points: TRIES_IN_ALL }),
  };
  limitsOf.set(db, made);
  return made;
}

type From = { db: Database; from: string | null };

/**
 * Counts one try before it is looked at, for the network address, for the account (known or not) from there and for the
 * account from everywhere, so that tries at the same moment count too. Throws TooManyTries, or whatever the database says: without counting nobody gets in.
 */
export async function countTry(edge: From, email: string): Promise<void> {
  const { account, address, all } = limits(edge.db);
  // From the narrow to the wide: once an address is refused it cannot use up anybody's account.
  if (edge.from) await consume(address, network(edge.from));
  await consume(account, accountKey(edge, email));
  await consume(all, keyOf(email));
}

/** After a sign-in the account's count from there starts again; the address's goes on: it may try other accounts. */
export async function forgetTries(edge: From, email: string): Promise<void> {
  await limits(edge.db).account.delete(accountKey(edge, email));
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
