import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { countTry, forgetTries, TRIES_IN_ALL, TRIES_PER_ACCOUNT } from "#app/http/sign-in-limits.server.ts";
import { TooManyTries } from "#app/http/too-many-tries.ts";
import { openTestDatabase } from "#test/support/database.ts";

const database = openTestDatabase();
const from = (address: string) => ({ db: database.db, from: address });

async function tryUntilRefused(address: string, email: string, most: number): Promise<number> {
  for (let tries = 0; tries < most; tries += 1) {
    const refused = await countTry(from(address), email).catch((error: unknown) => error);
    if (refused === undefined) continue;
    expect(refused).toBeInstanceOf(TooManyTries);
    return tries;
  }
  return most;
}

test("guessing on purpose from one network does not keep somebody out who signs in from another", async () => {
  const email = `${uuidv7()}@example.test`;
  expect(await tryUntilRefused("198.51.100.7", email, 300)).toBe(TRIES_PER_ACCOUNT);
  expect(await tryUntilRefused("2001:db8:1:2::1", email, 5)).toBe(5);
  expect(await tryUntilRefused("2001:db8:1:2:ffff::2", email, 300)).toBe(TRIES_PER_ACCOUNT - 5);
});

test("guessing from many networks at once comes to an end, and signing in does not start it again", async () => {
  const email = `${uuidv7()}@example.test`;
  let tries = 0;
  for (let network = 0; network < 40; network += 1) {
    tries += await tryUntilRefused(`203.0.113.${network}`, email, TRIES_PER_ACCOUNT);
    if (network === 10) await forgetTries(from("203.0.113.10"), email);
  }
  expect(tries).toBe(TRIES_IN_ALL);
});
