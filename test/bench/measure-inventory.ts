import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { closeDatabase, type Database, openDatabase } from "#app/db/client.server.ts";
import { removeEmbedded, startEmbedded } from "#app/db/embedded.server.ts";
import { migrate } from "#app/db/migrate.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { settleInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { as, type TestMember } from "#test/support/factories.ts";
import { type BenchOrganization, fillOrganizations } from "./inventory-organizations.ts";
import { INVENTORY_READS, type InventoryRead } from "./inventory-reads.ts";
import { type Measured, median, rounded } from "./report.ts";

const SIZES = { small: 10_000, large: 100_000 } as const;
const ROUNDS = 5;
const CALLS = 20;
const WARM_UP = 3;
const NOW = new Date("2026-11-23T12:00:00Z");

type Side = { busy: MemberCtx; median: MemberCtx };

/**
 * What a page of the inventory costs at 10,000 and at 100,000 installations among 200 organizations, half of all rows in one,
 * as the runtime role: in it and in a median one, beside the floor of 50 rows of one table by its key. Both sizes are
 * measured in turn. A read holds when it grows at most 1.5 times, or its p95 at the larger size is at most 20 ms.
 */
export async function measure(options: { scale: number }): Promise<Measured> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-bench-"));
  const cluster = await startEmbedded(folder, { fast: true });
  const open: Database[] = [];
  try {
    await migrate(cluster.ownerUrl);
    const figures: Record<string, number> = {};
    const sides: Record<string, Side> = {};
    for (const [size, rows] of Object.entries(SIZES)) {
      const name = `bench_${size}`;
      const at = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
      const maintenance = postgres(cluster.superuserUrl, { max: 1 });
      await maintenance.unsafe(`create database ${name} template castellan`);
      await maintenance.end();
      const admin = postgres(at(cluster.superuserUrl), { max: 1, onnotice: () => undefined });
      const filled = await fillOrganizations(admin, Math.round(rows * options.scale));
      const db = openDatabase(at(cluster.runtimeUrl), { max: 2 });
      open.push(db);
      const begin = performance.now();
      for (const org of filled.all) await settleInventory(owner(db, org));
      figures[`${size}BuildMs`] = rounded(performance.now() - begin, 0);
      await admin.unsafe("vacuum analyze");
      await admin.end();
      sides[size] = { busy: owner(db, filled.busy), median: owner(db, filled.median) };
    }
    const { small, large } = sides;
    if (!small || !large) throw new Error("A size was not made.");
    await measureReads(small, large, figures);
    return { figures, goals: { readsThatDoNotHold: { max: 0 } } };
  } finally {
    for (const db of open) await closeDatabase(db);
    await cluster.stop();
    await removeEmbedded(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

function owner(db: Database, org: BenchOrganization): MemberCtx {
  const who: TestMember = { ...org.owner, role: "owner", name: "Owner", email: "owner@bench.test" };
  return as({ db, id: org.id }, who, { now: NOW });
}

const floor: InventoryRead = (ctx) =>
  inTransaction(ctx, (tx) =>
    tx.execute(sql`select id, name, path, client, release, last_seen_at from installation
      where org_id = ${ctx.orgId} order by id limit 50`),
  );

async function measureReads(small: Side, large: Side, figures: Record<string, number>): Promise<void> {
  let missed = 0;
  for (const [name, read] of Object.entries({ floor, ...INVENTORY_READS })) {
    for (const where of ["busy", "median"] as const) {
      const samples = { small: [] as number[][], large: [] as number[][] };
      for (const ctx of [small[where], large[where]]) for (let n = 0; n < WARM_UP; n++) await read(ctx);
      for (let round = 0; round < ROUNDS; round++) {
        samples.small.push(await timed(read, small[where]));
        samples.large.push(await timed(read, large[where]));
      }
      const growth = median(
        samples.large.map((times, round) => median(times) / median(samples.small[round] ?? [])),
      );
      const p95 = percentile(samples.large.flat(), 0.95);
      const key = `${where}${name[0]?.toUpperCase()}${name.slice(1)}`;
      figures[`${key}P50Ms`] = rounded(median(samples.large.flat()));
      figures[`${key}P95Ms`] = rounded(p95);
      figures[`${key}Growth`] = rounded(growth);
      if (name !== "floor" && growth > 1.5 && p95 > 20) missed += 1;
    }
  }
  figures.readsThatDoNotHold = missed;
}

async function timed(read: InventoryRead, ctx: MemberCtx): Promise<number[]> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const begin = performance.now();
    await read(ctx);
    times.push(performance.now() - begin);
  }
  return times;
}

function percentile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
