import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeDatabase, type Database, openDatabase } from "#app/db/client.server.ts";
import { removeEmbedded, startEmbedded } from "#app/db/embedded.server.ts";
import { migrate } from "#app/db/migrate.server.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import { getRegistryImport } from "#app/domain/registries/registry-queries.server.ts";
import { importRegistryJob } from "#app/jobs/import-registry.server.ts";
import { as, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { registryOf, registryWorld } from "#test/support/registry-factories.ts";
import { generatedRegistry } from "./generated-registry.ts";
import { readRows, writeRows } from "./registry-floor.ts";
import { type Measured, median, rounded } from "./report.ts";

const ENTRIES = 100_000;
const ROUNDS = 3;
const MEGABYTE = 1024 * 1024;

/**
 * The import of 100,000 entries from a file, from its first byte to its last listing, beside the same normalized rows
 * written 1,000 a statement into the same three tables: in turn, as the runtime role, each time into an organization of
 * its own. Growth of memory is of this process while the first import runs, before the floor's rows are held.
 */
export async function measure(options: { scale: number }): Promise<Measured> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-bench-"));
  const cluster = await startEmbedded(folder, { fast: true });
  let db: Database | undefined;
  try {
    await migrate(cluster.ownerUrl);
    db = openDatabase(cluster.runtimeUrl, { max: 2 });
    const entries = Math.round(ENTRIES * options.scale);
    await importInto(db, 2_000);
    const first = await watched(db, entries);
    const rows = await readRows(db, first.org.id);
    const imports = [first.ms];
    const floors: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      if (round > 0) imports.push((await importInto(db, entries)).ms);
      const org = await createOrganization(db);
      const registryId = await registryOf(org, "official");
      const begin = performance.now();
      await writeRows(db, { orgId: org.id, registryId }, rows);
      floors.push(performance.now() - begin);
    }
    const again = await importInto(db, entries, first);
    const ratios = imports.map((ms, round) => ms / (floors[round] ?? Number.NaN));
    return {
      figures: {
        entries,
        termsAndIdentities: rows.listing_term.length + rows.listing_identity.length,
        importMs: rounded(median(imports), 0),
        floorMs: rounded(median(floors), 0),
        ratio: rounded(median(ratios)),
        entriesPerSecond: rounded((entries / median(imports)) * 1_000, 0),
        unchangedMs: rounded(again.ms, 0),
        memoryGrowthMb: rounded(first.growth / MEGABYTE, 0),
      },
      goals: { ratio: { max: 4 }, memoryGrowthMb: { max: 300 } },
    };
  } finally {
    if (db) await closeDatabase(db);
    await cluster.stop();
    await removeEmbedded(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

type Into = { org: TestOrganization; registryId: string };

async function importInto(db: Database, entries: number, into?: Into): Promise<Into & { ms: number }> {
  const org = into?.org ?? (await createOrganization(db));
  const registryId = into?.registryId ?? (await registryOf(org, "official"));
  const ctx = as(org, org.owner);
  const begin = performance.now();
  const { id } = await importRegistryFile(ctx, { registryId }, generatedRegistry(entries));
  await importRegistryJob(registryWorld(db, NOON), { orgId: org.id, importId: id });
  const ms = performance.now() - begin;
  const found = await getRegistryImport(ctx, id);
  const right = into ? found.unchanged : found.added;
  if (found.state !== "done" || right !== entries)
    throw new Error(`It read ${found.seen} entries, ${right} as meant.`);
  return { org, registryId, ms };
}

async function watched(db: Database, entries: number): Promise<Into & { ms: number; growth: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  try {
    return { ...(await importInto(db, entries)), growth: most - before };
  } finally {
    clearInterval(watch);
  }
}
