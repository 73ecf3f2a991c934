import { expect, test } from "vitest";
import { countTry } from "#app/http/sign-in-limits.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
/** What one network may try in a quarter of an hour. */
const MOST = 600;

test("a network that tries organizations one after another is told no more of any, and another network goes on", async () => {
  const org = await createOrganization(database.db);
  const from = "127.0.0.1";
  for (let tried = 0; tried < MOST; tried += 1) {
    await countTry({ db: database.db, from }, `guess-${tried}`, "provider-start");
  }
  const answers = [];
  for (const slug of [org.slug, "no-such-one"]) {
    const { status, text } = await app.browser().get(`/sign-in/${slug}/start`);
    answers.push([status, text.includes("Too many")]);
  }
  expect(answers).toEqual([
    [429, true],
    [429, true],
  ]);
  await countTry({ db: database.db, from: "192.0.2.7" }, org.slug, "provider-start");
  // the entrance itself looks nothing up and stays open
  expect((await app.browser().get(`/sign-in/${org.slug}`)).status).toBe(200);
});
