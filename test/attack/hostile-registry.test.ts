import { uuidv7 } from "uuidv7";
import { afterEach, expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { askServer } from "#app/domain/catalog/ask-server.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { getRegistryImport } from "#app/domain/registries/registry-queries.server.ts";
import { startRegistryImport } from "#app/domain/registries/start-registry-import.server.ts";
import { importRegistryJob } from "#app/jobs/import-registry.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createOrganization } from "#test/support/factories.ts";
import { type OddRegistry, openRegistry, pagesOf } from "#test/support/odd-registry.ts";
import { countsOf, officialEntry, registryOf, registryWorld } from "#test/support/registry-factories.ts";

const database = openTestDatabase();
const open: OddRegistry[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

test("a slow registry of many pages gives its place to others, and misses nothing", async () => {
  const org = await createOrganization(database.db);
  const entries = Array.from({ length: 25 }, (_, n) => officialEntry(`io.github.example/s${n}`));
  const registry = await openRegistry(pagesOf(entries));
  open.push(registry);
  const registryId = await registryOf(org, "official", { address: registry.url });
  const owner = as(org, org.owner);
  const { id } = await startRegistryImport(owner, { registryId });
  const turn = async () => {
    await importRegistryJob(
      registryWorld(org.db),
      { orgId: org.id, importId: id },
      { timeoutMs: 1_000, waitMs: 1, turnMs: 0 },
    );
    const [{ jobs } = { jobs: 0 }] = await database.admin<{ jobs: number }[]>`
      select count(*)::int as jobs from pgboss.job where name = 'import_registry' and data ->> 'importId' = ${id}`;
    return { jobs, ...countsOf(await getRegistryImport(owner, id)) };
  };
  expect(await turn()).toMatchObject({ jobs: 2, state: "running", seen: 10 });
  expect(await turn()).toMatchObject({ jobs: 3, state: "running", seen: 20 });
  expect(await turn()).toMatchObject({ jobs: 3, state: "done", seen: 25, added: 25, refused: 0, removed: 0 });
});

test("one organization has no more than twenty servers asked at once, since others wait for the same worker", async () => {
  const org = await createOrganization(database.db);
  const owner = as(org, org.owner);
  const identities = Array.from({ length: 21 }, () => `remote:https://mcp.example/${uuidv7()}`);
  const servers = await inTransaction(owner, (tx) => ensureServers(tx, owner, identities));
  const [last = "", ...first] = [...servers.values()];
  for (const serverId of first) await askServer(owner, { serverId });
  await expect(askServer(owner, { serverId: last })).rejects.toThrow(Conflict);
});
