import { expect, test } from "vitest";
import { beginRegistryImport } from "#app/domain/registries/begin-registry-import.server.ts";
import { createRegistry } from "#app/domain/registries/create-registry.server.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import { entryReader } from "#app/domain/registries/read-entries.server.ts";
import {
  getRegistry,
  getRegistryImport,
  listOddities,
  listRegistries,
} from "#app/domain/registries/registry-queries.server.ts";
import { MOST_TRIES, ODDITIES, ODDITIES_OF, ODDITY_KINDS } from "#app/domain/registries/registry-words.ts";
import { storeEntries } from "#app/domain/registries/store-entries.server.ts";
import { importRegistryJob } from "#app/jobs/import-registry.server.ts";
import { dataSet } from "#test/support/data-sets.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import {
  countsOf,
  importText,
  officialEntry,
  piecesOf,
  registryOf,
  registryWorld,
} from "#test/support/registry-factories.ts";

const database = openTestDatabase();
const hourLater = new Date(NOON.getTime() + 3_600_000);

const listings = (orgId: string) => database.admin`
  select name, edition, version, status, is_latest, removed_at is not null as removed, touches, transports, publisher
  from listing where org_id = ${orgId} order by name, version_order`;

test.each([
  ["docker", "docker-catalog.json", 328],
  ["toolhive", "toolhive-registry.json", 102],
  ["toolhive", "toolhive-registry-spec-2025-08.json", 67],
  ["official", "mcp-registry/seed.json", 5],
  ["server_json", "mcp-registry/add-mcp/registry.json", 34],
  ["official", "mcp-registry/docker-gateway-testdata/npm_registry_servers.json", 100],
  ["server_json", "mcp-registry/triggerdotdev__server.json", 1],
] as const)(
  "every entry of the %s data set %s is there, and importing it again changes nothing",
  async (kind, file, entries) => {
    const text = dataSet(file);
    if (text === null) return;
    const org = await createOrganization(database.db);
    const registryId = await registryOf(org, kind);
    const first = await importText(org, registryId, text);
    expect(countsOf(first)).toMatchObject({
      state: "done",
      seen: entries,
      added: entries,
      refused: 0,
      removed: 0,
    });
    expect(await listings(org.id)).toHaveLength(entries);
    const again = await importText(org, registryId, text, hourLater);
    expect(countsOf(again)).toMatchObject({
      seen: entries,
      added: 0,
      changed: 0,
      unchanged: entries,
      removed: 0,
    });
  },
);

test("half a year of a registry is told as what was added, changed and removed", async () => {
  const [older, newer] = ["toolhive-registry-spec-2025-08.json", "toolhive-registry.json"].map(dataSet);
  if (!older || !newer) return;
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "toolhive");
  await importText(org, registryId, older);
  const found = await importText(org, registryId, newer, hourLater);
  expect(found.added + found.changed + found.unchanged).toBe(102);
  expect(found.added + (67 - found.removed)).toBe(102);
  expect(found.changed).toBeGreaterThan(20);
});

test("every entry becomes a listing or is told with why not", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const good = JSON.stringify(officialEntry("io.github.example/good"));
  const text = `{"servers":[${good},7,{"server":{"description":"no name"}},{"a":nonsense},${good},null],"metadata":{"count":99}}`;
  const found = await importText(org, registryId, text);
  expect(countsOf(found)).toEqual({
    state: "done",
    ending: null,
    seen: 6,
    added: 1,
    changed: 0,
    unchanged: 0,
    refused: 5,
    removed: 0,
  });
  const { rows } = await listOddities(
    as(org, org.owner),
    { importId: found.id, isRefusal: true },
    { limit: 50 },
  );
  expect(rows.map(({ entry, oddity }) => [entry, oddity])).toEqual([
    [2, "not_an_object"],
    [3, "no_name"],
    [4, "not_json"],
    [5, "repeated"],
    [6, "not_an_object"],
  ]);
  const other = await listOddities(
    as(org, org.owner),
    { importId: found.id, isRefusal: false },
    { limit: 50 },
  );
  expect(other.rows.map(({ entry, oddity }) => [entry, oddity])).toContainEqual([0, "count_differs"]);
});

test("what a registry changes, drops and brings back is told", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const two = [officialEntry("io.github.example/a"), officialEntry("io.github.example/b")];
  await importText(org, registryId, JSON.stringify({ servers: two }));
  const changed = [officialEntry("io.github.example/a", {}, { status: "deprecated" })];
  expect(
    countsOf(await importText(org, registryId, JSON.stringify({ servers: changed }), hourLater)),
  ).toMatchObject({
    changed: 1,
    removed: 1,
  });
  expect(await listings(org.id)).toMatchObject([
    { name: "io.github.example/a", status: "deprecated", removed: false, is_latest: true },
    { name: "io.github.example/b", removed: true },
  ]);
  const back = await importText(org, registryId, JSON.stringify({ servers: two }), hourLater);
  expect(countsOf(back)).toMatchObject({ added: 0, changed: 2, removed: 0 });
  expect(await listings(org.id)).toMatchObject([{ is_latest: true }, { removed: false, is_latest: true }]);
});

test("of several versions the one the registry calls newest is newest, or else the highest", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "server_json");
  const versions = ["1.9.0", "1.10.0", "1.10.0-rc.1"].map((version) => ({
    ...officialEntry("io.github.example/a", { version }).server,
  }));
  await importText(org, registryId, JSON.stringify(versions));
  expect((await listings(org.id)).filter((row) => row.is_latest)).toMatchObject([{ version: "1.10.0" }]);
  const told = ["1.9.0", "1.10.0"].map((version) =>
    officialEntry("io.github.example/a", { version }, { isLatest: version === "1.9.0" }),
  );
  await importText(org, registryId, JSON.stringify(told), hourLater);
  expect((await listings(org.id)).filter((row) => row.is_latest)).toMatchObject([{ version: "1.9.0" }]);
});

test("a file that breaks off keeps what was read and says where, and removes nothing", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const two = [officialEntry("io.github.example/a"), officialEntry("io.github.example/b")];
  await importText(org, registryId, JSON.stringify({ servers: two }));
  const [a, c] = [officialEntry("io.github.example/a"), officialEntry("io.github.example/c")].map((one) =>
    JSON.stringify(one),
  );
  const found = await importText(org, registryId, `{"servers":[${a},${c},{"server":`, hourLater);
  expect(countsOf(found)).toMatchObject({
    state: "stopped",
    ending: "broken_off",
    added: 1,
    unchanged: 1,
    removed: 0,
  });
  const html = await importText(org, registryId, "<html>Sign in</html>", hourLater);
  expect(countsOf(html)).toMatchObject({ state: "stopped", ending: "html", seen: 0, removed: 0 });
  expect(countsOf(await importText(org, registryId, "[]", hourLater))).toMatchObject({
    ending: "no_entries",
    removed: 0,
  });
  const [row] = await listRegistries(as(org, org.owner));
  expect(row?.importedAt).toEqual(NOON);
  expect(await getRegistry(as(org, org.owner), registryId)).toMatchObject({ listings: 3 });
  expect(row?.lastImport?.ending).toBe("no_entries");
});

test("a saved page that names a next one is a part: it removes nothing and says so", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const two = [officialEntry("io.github.example/a"), officialEntry("io.github.example/b")];
  await importText(org, registryId, JSON.stringify({ servers: two }));
  const page = { servers: [officialEntry("io.github.example/c")], metadata: { count: 1, nextCursor: "c:2" } };
  expect(countsOf(await importText(org, registryId, JSON.stringify(page), hourLater))).toMatchObject({
    state: "stopped",
    ending: "names_next_page",
    added: 1,
    removed: 0,
  });
  expect((await listings(org.id)).filter(({ removed }) => removed)).toEqual([]);
});

test("a file says nothing of what the address of its registry is asked for next", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official", { address: "https://registry.example.com" });
  const text = JSON.stringify({ servers: [officialEntry("io.github.example/a")] });
  expect(countsOf(await importText(org, registryId, text))).toMatchObject({ state: "done", added: 1 });
  const [row] = await listRegistries(as(org, org.owner));
  expect(row).toMatchObject({ importedAt: NOON, toldUntil: null, completeAt: null });
});

test("an import that fails again and again at the same place ends, with that as its reason", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const ctx = as(org, org.owner);
  const text = JSON.stringify({ servers: [officialEntry("io.github.example/a")] });
  const { id: importId } = await importRegistryFile(ctx, { registryId }, piecesOf(text));
  for (let time = 0; time < MOST_TRIES; time += 1) await beginRegistryImport(ctx, importId);
  await importRegistryJob(registryWorld(org.db), { orgId: org.id, importId });
  const [row] = await listRegistries(ctx);
  expect(row?.lastImport).toMatchObject({ state: "stopped", ending: "keeps_failing", seen: 0 });
  expect(countsOf(await importText(org, registryId, text, hourLater))).toMatchObject({ state: "done" });
});

test("what was odd is kept of the newest imports of a registry, how much of all", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const ids: string[] = [];
  for (let time = 0; time <= ODDITIES_OF; time += 1) {
    const at = new Date(NOON.getTime() + time * 60_000);
    ids.push((await importText(org, registryId, '{"servers":[7]}', at)).id);
  }
  const ctx = as(org, org.owner);
  const kept = await Promise.all(
    ids.map(async (importId) => (await listOddities(ctx, { importId }, { limit: 10 })).rows.length),
  );
  expect(kept).toEqual([0, ...Array(ODDITIES_OF).fill(1)]);
  expect((await getRegistryImport(ctx, String(ids[0]))).oddities).toBe(1);
});

test("an import that was broken off goes on after the last entry stored, whoever goes on", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const text = JSON.stringify({
    servers: Array.from({ length: 25 }, (_, n) => officialEntry(`io.github.example/s${n}`)),
  });
  const ctx = as(org, org.owner);
  const { id: importId } = await importRegistryFile(ctx, { registryId }, piecesOf(text));
  await beginRegistryImport(ctx, importId);
  const entries = entryReader("official", 1).push(Buffer.from(text)).slice(0, 10);
  const twice = [0, 1].map(() => storeEntries(ctx, { importId, seenBefore: 0, entries }));
  expect((await Promise.all(twice)).map(({ isOurs }) => isOurs).sort()).toEqual([false, true]);
  await importRegistryJob(registryWorld(org.db, hourLater), { orgId: org.id, importId });
  await importRegistryJob(registryWorld(org.db, hourLater), { orgId: org.id, importId });
  const [found] =
    await database.admin`select state, seen, added, refused from registry_import where id = ${importId}`;
  expect(found).toEqual({ state: "done", seen: 25, added: 25, refused: 0 });
  const parts = await database.admin`select 1 from registry_file_part where org_id = ${org.id}`;
  expect(parts).toHaveLength(0);
});

test("one import of a registry at a time", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const ctx = as(org, org.owner);
  const both = [0, 1].map(() => importRegistryFile(ctx, { registryId }, piecesOf("[]")));
  const told = await Promise.allSettled(both);
  expect(told.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(told.find((one) => one.status === "rejected")).toMatchObject({ reason: { message: /going on/ } });
});

test("only who may manage registries adds one or gives it a file, and nobody another organization's", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  const member = await createMember(org, "member");
  const input = { name: "Mine", kind: "official", schedule: "by_hand" } as const;
  expect(() => createRegistry(as(org, member), input)).toThrow(/cannot do that as member/);
  expect(() => importRegistryFile(as(org, member), { registryId }, piecesOf("[]"))).toThrow(/as member/);
  await expect(importRegistryFile(as(other, other.owner), { registryId }, piecesOf("[]"))).rejects.toThrow(
    /no such registry/,
  );
});

test("adding a registry, giving it a file and reading it each leave one event", async () => {
  const org = await createOrganization(database.db);
  const registryId = await registryOf(org, "official");
  await importText(org, registryId, JSON.stringify({ servers: [officialEntry("io.github.example/a")] }));
  const events =
    await database.admin`select verb, target_kind, after from audit_event where org_id = ${org.id} order by id`;
  expect(events.map(({ verb }) => verb)).toEqual([
    "registry.create",
    "registry.import",
    "registry_import.end",
  ]);
  expect(events.at(-1)?.after).toMatchObject({ state: "done", seen: 1, added: 1 });
});

test("everything that can be odd can be said in words", () => {
  expect(Object.keys(ODDITIES).sort()).toEqual([...ODDITY_KINDS].sort());
});
