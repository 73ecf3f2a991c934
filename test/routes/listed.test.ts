import { expect, test } from "vitest";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { importText, registryOf } from "#test/support/registry-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
app.clock.now = NOON;

const listed = (name: string, packages: unknown[]) => ({
  name: `io.github.example/${name}`,
  description: "Reads pages as text.",
  version: "1.0.0",
  packages,
});

async function scene() {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "server_json");
  await importText(
    org,
    registryId,
    JSON.stringify([
      listed("reader", [{ registryType: "npm", identifier: "@example/reader", version: "1.0.0" }]),
      listed("nowhere", []),
    ]),
  );
  const browser = await app.signedIn(await createMember(org, "member"));
  const list = await browser.get(`/${org.slug}/servers/listed`);
  const ids = [...new Set(list.text.match(/(?<=\/servers\/listed\/)[0-9a-f-]{36}/g))];
  expect(ids).toHaveLength(2);
  return { org, browser, ids };
}

test("listed servers are compared side by side, and each that has an identity can be asked for", async () => {
  const { org, browser, ids } = await scene();
  const page = await browser.get(
    `/${org.slug}/servers/listed/comparison?${ids.map((id) => `id=${id}`).join("&")}`,
  );
  expect(page.text).toContain(`/${org.slug}/requests/new?identity=npm%3A%40example%2Freader`);
  expect(page.text).toContain("Cannot be asked for");
});

test("a comparison of another organization's listings, or of none, asks to choose", async () => {
  const { ids } = await scene();
  const other = await createOrganization(database.db);
  const stranger = await app.signedIn(await createMember(other, "member"));
  const page = await stranger.get(
    `/${other.slug}/servers/listed/comparison?${ids.map((id) => `id=${id}`).join("&")}&id=not-an-id`,
  );
  expect(page.text).toContain("Choose two or three servers");
  expect(page.text).not.toContain("io.github.example");
});

test("a listed server's own page leads to the request for it, or says why it cannot", async () => {
  const { org, browser, ids } = await scene();
  const pages = await Promise.all(ids.map((id) => browser.get(`/${org.slug}/servers/listed/${id}`)));
  const texts = pages.map(({ text }) => text).join();
  expect(texts).toContain(`/${org.slug}/requests/new?identity=npm%3A%40example%2Freader`);
  expect(texts).toContain("It cannot be asked for: none of the ways");
});
