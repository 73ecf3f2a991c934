import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { beginRegistryImport } from "#app/domain/registries/begin-registry-import.server.ts";
import { cancelRegistryImport } from "#app/domain/registries/cancel-registry-import.server.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import { listListings } from "#app/domain/registries/listing-queries.server.ts";
import {
  getRegistry,
  getRegistryImport,
  listRegistries,
} from "#app/domain/registries/registry-queries.server.ts";
import { removeRegistry } from "#app/domain/registries/remove-registry.server.ts";
import { isDue } from "#app/domain/registries/schedule-rules.ts";
import { setRegistrySchedule } from "#app/domain/registries/set-registry-schedule.server.ts";
import { startRegistryImport } from "#app/domain/registries/start-registry-import.server.ts";
import { storeEntries } from "#app/domain/registries/store-entries.server.ts";
import { countUncounted } from "#app/domain/trust/listing-trust-queries.server.ts";
import { getIdentityTrust } from "#app/domain/trust/trust-queries.server.ts";
import { tendListingsJob } from "#app/jobs/tend-listings.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { rowsOf } from "#test/support/inventory-factories.ts";
import { importText, officialEntry, registryOf, registryWorld } from "#test/support/registry-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const ADDRESS = "https://registry.example.test";
const servers = (...names: string[]) =>
  JSON.stringify({ servers: names.map((name) => officialEntry(`io.github.example/${name}`)) });

test("a removed registry is gone from lists, and what it lists leaves the catalog and counts for trust no more", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const registryId = await registryOf(org, "official");
  const kept = await registryOf(org, "official");
  const deleted = officialEntry("io.github.example/alpha", {}, { status: "deleted" });
  await importText(
    org,
    registryId,
    JSON.stringify({ servers: [deleted, officialEntry("io.github.example/b")] }),
  );
  await importText(org, kept, servers("gamma"));
  expect(await getRegistry(ctx, registryId)).toMatchObject({ listings: 2, warnings: 1 });
  expect((await getIdentityTrust(ctx, "npm:@example/alpha")).score.possible).toBe(10);
  await expectOneEvent(org, ctx, "registry.remove", () => removeRegistry(ctx, { registryId }));
  expect((await listRegistries(ctx)).map(({ id }) => id)).toEqual([kept]);
  await expect(getRegistry(ctx, registryId)).rejects.toThrow(/no such registry/);
  await tendListingsJob(registryWorld(database.db), { orgId: org.id });
  expect((await listListings(ctx, {}, { limit: 10 })).map(({ name }) => name)).toEqual([
    "io.github.example/gamma",
  ]);
  expect(await countUncounted(ctx)).toBe(0);
  const { score } = await getIdentityTrust(ctx, "npm:@example/alpha");
  expect(score.possible).toBeGreaterThan(10);
  await expectNotFound(org, () => removeRegistry(ctx, { registryId }));
});

test("an import that is going on is stopped first, and whoever reads stores nothing more", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const registryId = await registryOf(org, "official");
  const file = { registryId, fileName: "servers.json" };
  const { id } = await importRegistryFile(ctx, file, [Buffer.from(servers("alpha"))]);
  await beginRegistryImport(ctx, id);
  await removeRegistry(ctx, { registryId });
  expect(await getRegistryImport(ctx, id)).toMatchObject({ state: "stopped", ending: "registry_removed" });
  expect(await storeEntries(ctx, { importId: id, seenBefore: 0, entries: [] })).toMatchObject({
    isOurs: false,
  });
  expect(await rowsOf(org, sql`select 1 from registry_file_part`)).toEqual([]);
});

test("an import can be stopped by hand once, keeps what it stored, and another one can start", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const registryId = await registryOf(org, "official", { address: ADDRESS, schedule: "hourly" });
  const { id } = await startRegistryImport(ctx, { registryId });
  await beginRegistryImport(ctx, id);
  await expectOneEvent(org, ctx, "registry_import.end", () =>
    cancelRegistryImport(ctx, { registryImportId: id }),
  );
  expect(await getRegistryImport(ctx, id)).toMatchObject({ state: "stopped", ending: "cancelled" });
  await expect(cancelRegistryImport(ctx, { registryImportId: id })).rejects.toThrow(/ended already/);
  const again = await startRegistryImport(ctx, { registryId });
  const both = await Promise.allSettled([
    cancelRegistryImport(ctx, { registryImportId: again.id }),
    cancelRegistryImport(ctx, { registryImportId: again.id }),
  ]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a schedule can be changed to a week or to none, once an event, and only of a registry at an address", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const registryId = await registryOf(org, "official", { address: ADDRESS, schedule: "hourly" });
  await expectOneEvent(org, ctx, "registry.set_schedule", () =>
    setRegistrySchedule(ctx, { registryId, schedule: "weekly" }),
  );
  await setRegistrySchedule(ctx, { registryId, schedule: "weekly" });
  const [events] = await rowsOf(
    org,
    sql`select count(*)::int as n from audit_event where verb = 'registry.set_schedule'`,
  );
  expect(events).toEqual({ n: 1 });
  const { schedule, address, kind } = await getRegistry(ctx, registryId);
  const scheduled = { schedule, address, kind, toldUntil: null, completeAt: null };
  const days = (n: number) => new Date(NOON.getTime() + n * 86_400_000);
  expect([isDue(scheduled, NOON, days(6)), isDue(scheduled, NOON, days(7))]).toEqual([false, true]);
  const files = await registryOf(org, "official");
  await expect(setRegistrySchedule(ctx, { registryId: files, schedule: "daily" })).rejects.toThrow(
    /no address/,
  );
});

test("none of it is done without permission, or to another organization's registry", async () => {
  const [org, other] = [await createOrganization(database.db), await createOrganization(database.db)];
  const registryId = await registryOf(org, "official", { address: ADDRESS });
  const { id } = await startRegistryImport(as(org, org.owner), { registryId });
  const steps = [
    (ctx: ReturnType<typeof as>) => removeRegistry(ctx, { registryId }),
    (ctx: ReturnType<typeof as>) => setRegistrySchedule(ctx, { registryId, schedule: "daily" }),
    (ctx: ReturnType<typeof as>) => cancelRegistryImport(ctx, { registryImportId: id }),
  ];
  const member = await createMember(org, "member");
  for (const step of steps) {
    await expectForbidden(org, async () => step(as(org, member)));
    await expectNotFound(other, () => step(as(other, other.owner)));
  }
});
