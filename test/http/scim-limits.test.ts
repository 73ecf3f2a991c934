import { expect, test } from "vitest";
import { CALLS_PER_STRANGER } from "#app/http/api-limits.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";
import { scimClient, scimTokenOf } from "#test/support/scim.ts";

const database = openTestDatabase();
const app = openTestApp(database);

test("who guesses tokens is stopped for a while in SCIM's own shape, and a provider with a token is not", async () => {
  const org = await createOrganization(database.db);
  const provider = scimClient(app.url, (await scimTokenOf(org)).token);
  const first = await provider.get("/Users");
  expect(first.headers.get("ratelimit-limit") ?? first.headers.get("ratelimit")).toBeTruthy();
  const stranger = scimClient(app.url, "scm_made-up-token-of-length");
  for (let call = 0; call < CALLS_PER_STRANGER; call++) {
    expect((await stranger.get("/Users")).status).toBe(401);
  }
  const stopped = await stranger.get("/Users");
  expect([stopped.status, stopped.headers.get("content-type")]).toEqual([429, "application/scim+json"]);
  expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(JSON.parse(stopped.text)).toMatchObject({ status: "429" });
  expect((await provider.get("/Users")).status).toBe(200);
});
