import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import { closeDatabase, type Database, openDatabase } from "#app/db/client.server.ts";
import { removeEmbedded, startEmbedded } from "#app/db/embedded.server.ts";
import { migrate } from "#app/db/migrate.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { listAlternatives } from "#app/domain/advisories/alternative-queries.server.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import {
  countListings,
  listListingDetails,
  listListings,
} from "#app/domain/registries/listing-queries.server.ts";
import { importRegistryJob } from "#app/jobs/import-registry.server.ts";
import { tendListingsJob } from "#app/jobs/tend-listings.server.ts";
import { as, createOrganization } from "#test/support/factories.ts";
import { registryOf, registryWorld } from "#test/support/registry-factories.ts";
import { generatedRegistry } from "./generated-registry.ts";
import { type Measured, rounded } from "./report.ts";

const ENTRIES = 100_000;
const READS = 30;
const MOST = 2.5;

/** Reads of the catalog over 100,000 listings, p95 each, beside counting those listings once in the same database. */
export async function measure(options: { scale: number }): Promise<Measured> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-bench-"));
  const cluster = await startEmbedded(folder, { fast: true });
  let db: Database | undefined;
  try {
    await migrate(cluster.ownerUrl);
    db = openDatabase(cluster.runtimeUrl, { max: 2 });
    const entries = Math.round(ENTRIES * options.scale);
    const org = await createOrganization(db);
    const ctx = as(org, org.owner);
    const world = registryWorld(db);
    const registryId = await registryOf(org, "official");
    const file = generatedRegistry(entries);
    const { id } = await importRegistryFile(ctx, { registryId, fileName: "servers.json" }, file);
    await importRegistryJob(world, { orgId: org.id, importId: id });
    const begin = performance.now();
    await tendListingsJob(world, { orgId: org.id });
    const countMs = performance.now() - begin;
    const owner = openDatabase(cluster.ownerUrl, { max: 1 });
    await owner.execute(sql`analyze`);
    await closeDatabase(owner);
    const page = await listListings(ctx, {}, { limit: 3 });
    const ids = page.map((row) => row.id);
    const [one] = await listListingDetails(ctx, ids.slice(0, 1));
    if (!one) throw new Error("There is no listing to measure with.");
    const word = one.name.split("/")[1]?.slice(0, 6) ?? "server";
    const last = { limit: 50, offset: Math.max(0, entries - 50) };
    const floor = () =>
      inTransaction(ctx, (tx) =>
        tx.execute(sql`select count(*), count(distinct status), count(distinct publisher) from listing
          where org_id = ${ctx.orgId} and is_latest and removed_at is null`),
      );
    const reads: Record<string, () => Promise<unknown>> = {
      floor,
      firstPage: () => listListings(ctx, {}, { limit: 50 }),
      byTrust: () => listListings(ctx, {}, { limit: 50, sort: "trust" }),
      lastPage: () => listListings(ctx, {}, last),
      lastByTrust: () => listListings(ctx, {}, { ...last, sort: "trust" }),
      search: () => listListings(ctx, { q: word }, { limit: 50 }),
      narrowed: () => listListings(ctx, { trust: "unknown", transport: "stdio" }, { limit: 50 }),
      facets: () => countListings(ctx, {}),
      facetsOfSearch: () => countListings(ctx, { q: word }),
      compare: () => listListingDetails(ctx, ids),
      alternatives: () => listAlternatives(ctx, one),
    };
    const p95: Record<string, number> = {};
    for (const [name, read] of Object.entries(reads)) p95[name] = await slowest(read);
    const base = p95.floor ?? Number.NaN;
    const ratios = Object.entries(p95).map(([name, ms]) => [`${name}Ratio`, rounded(ms / base)] as const);
    return {
      figures: {
        entries,
        countTrustMs: rounded(countMs, 0),
        ...Object.fromEntries(Object.entries(p95).map(([name, ms]) => [`${name}Ms`, rounded(ms)])),
      },
      goals: Object.fromEntries(
        ratios.flatMap(([name, ratio]) => {
          const ms = p95[name.replace(/Ratio$/, "")] ?? 0;
          return ms > 20 && ratio > MOST
            ? [[name.replace(/Ratio$/, "Ms"), { max: rounded(MOST * base) }]]
            : [];
        }),
      ),
    };
  } finally {
    if (db) await closeDatabase(db);
    await cluster.stop();
    await removeEmbedded(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The 95th percentile of some reads, in milliseconds, after two nobody counts. */
async function slowest(read: () => Promise<unknown>): Promise<number> {
  await read();
  await read();
  const times: number[] = [];
  for (let n = 0; n < READS; n += 1) {
    const begin = performance.now();
    await read();
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[Math.floor(READS * 0.95)] ?? Number.NaN;
}
