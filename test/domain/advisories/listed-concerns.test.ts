import { expect, test } from "vitest";
import { listAlternatives } from "#app/domain/advisories/alternative-queries.server.ts";
import { listListedConcerns } from "#app/domain/advisories/listed-concern-queries.server.ts";
import { getListing, listListings } from "#app/domain/registries/listing-queries.server.ts";
import { importRecords } from "#test/support/advisory-scenes.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization, type TestOrganization } from "#test/support/factories.ts";
import { osvOf } from "#test/support/osv-records.ts";
import { importText, officialEntry, registryOf } from "#test/support/registry-factories.ts";

const database = openTestDatabase();

type Place = { identity: string; release: string | null };

async function seen(org: TestOrganization, ...places: Place[]) {
  const { listed } = await listListedConcerns(as(org, org.owner), [{ id: "listed", places }]);
  return [
    listed?.isLooked,
    listed?.concerns.map(({ osvId, answer, isMalicious }) => [osvId, answer, isMalicious]),
  ];
}

test("a listed release is held against what was imported before anybody runs it, the malicious first", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [
    osvOf("GHSA-1", "one"),
    osvOf("MAL-2026-1", "one", { events: [{ introduced: "0" }] }),
  ]);
  const malicious = ["MAL-2026-1", "affected", true];
  const old = await seen(org, { identity: "npm:one", release: "1.0.0" });
  expect(old).toEqual([true, [malicious, ["GHSA-1", "affected", false]]]);
  expect(await seen(org, { identity: "npm:one", release: "2.0.0" })).toEqual([true, [malicious]]);
  expect(await seen(org, { identity: "npm:other", release: "1.0.0" })).toEqual([true, []]);
  const other = await createOrganization(database.db);
  expect(await seen(other, { identity: "npm:one", release: "1.0.0" })).toEqual([false, []]);
});

test("a release that is not named may be affected, and where nothing was imported nobody could look", async () => {
  const org = await createOrganization(database.db);
  await importRecords(org, [osvOf("GHSA-1", "one")]);
  expect(await seen(org, { identity: "npm:one", release: null })).toEqual([
    true,
    [["GHSA-1", "may_be_affected", false]],
  ]);
  expect(await seen(org, { identity: "pypi:one", release: "1.0.0" })).toEqual([false, []]);
  expect(await seen(org, { identity: "remote:https://one.example/mcp", release: null })).toEqual([false, []]);
  expect(await seen(org)).toEqual([false, []]);
});

test("no server that an advisory concerns is a safer alternative, however well it is listed", async () => {
  const org = await createOrganization(database.db);
  const entry = (name: string, of: string, status: string) => ({
    ...officialEntry(
      `io.github.example/${name}`,
      {
        description: "Reads tickets of a help desk.",
        packages: [{ registryType: "npm", identifier: of, version: "1.0.0", transport: { type: "stdio" } }],
      },
      { status },
    ),
  });
  const entries = [
    entry("old-tickets", "old-tickets", "deprecated"),
    entry("bad-tickets", "bad-tickets", "active"),
    entry("good-tickets", "good-tickets", "active"),
  ];
  await importText(org, await registryOf(org, "official"), JSON.stringify({ servers: entries }));
  await importRecords(org, [osvOf("MAL-2026-2", "bad-tickets", { events: [{ introduced: "0" }] })]);
  const ctx = as(org, org.owner);
  const [old] = await listListings(ctx, { q: "old-tickets" }, { limit: 1 });
  const found = await listAlternatives(ctx, await getListing(ctx, old?.id ?? ""));
  expect(found.map(({ listing }) => listing.name)).toEqual(["io.github.example/good-tickets"]);
});

test("what surely concerns a release is shown before what nobody could tell, however much that is", async () => {
  const org = await createOrganization(database.db);
  const commits = (n: number) =>
    osvOf(`AAA-${n}`, "one", {
      affected: [
        {
          package: { ecosystem: "npm", name: "one" },
          ranges: [{ type: "GIT", events: [{ introduced: "0" }] }],
        },
      ],
    });
  await importRecords(org, [...Array.from({ length: 12 }, (_, n) => commits(n)), osvOf("ZZZ-1", "one")]);
  const { listed } = await listListedConcerns(as(org, org.owner), [
    { id: "listed", places: [{ identity: "npm:one", release: "1.0.0" }] },
  ]);
  expect([listed?.total, listed?.concerns.length]).toEqual([13, 10]);
  expect(listed?.concerns.map(({ osvId, answer }) => [osvId, answer]).slice(0, 2)).toEqual([
    ["ZZZ-1", "affected"],
    ["AAA-0", "could_not_look"],
  ]);
});
