import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import {
  listInstallations,
  listInstallationsAfter,
  listServersInUse,
  listTeamsInUse,
} from "#app/domain/inventory/inventory-queries.server.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { STANDINGS } from "#app/domain/inventory/inventory-words.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { settleInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  deriveInstallations,
  deriveServersInUse,
  deriveTeamsInUse,
} from "#test/support/derived-inventory.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { createGrant, fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import {
  type InventoryWorld,
  inventoryStep,
  inventoryWorld,
  takeStep,
} from "#test/support/inventory-steps.ts";

const database = openTestDatabase();
const ALL = { page: 1, perPage: 1_000 };
const SORTS = ["need", "server", "seen"].flatMap((sort) => [sort, `-${sort}`]);

/** Every list in every order, read in pages of two, and what it adds up to, beside the same derived anew. */
async function expectDerived(ctx: MemberCtx, filter: InventoryFilter): Promise<void> {
  const pages = async <Row>(
    list: (page: { page: number; perPage: number }) => Promise<{ rows: Row[]; total: number }>,
  ) => {
    const rows: Row[] = [];
    for (let page = 1; ; page++) {
      const { rows: more, total } = await list({ page, perPage: 2 });
      rows.push(...more);
      if (page * 2 >= total) return { rows, total };
    }
  };
  for (const sort of SORTS) {
    expect(await pages((page) => listInstallations(ctx, filter, { ...page, sort }))).toEqual(
      await deriveInstallations(ctx, filter, { ...ALL, sort }),
    );
    expect(await pages((page) => listServersInUse(ctx, filter, { ...page, sort }))).toEqual(
      await deriveServersInUse(ctx, filter, { ...ALL, sort }),
    );
  }
  for (const sort of ["person", "-person"]) {
    const choice = { ...ALL, sort };
    expect(await listInstallations(ctx, filter, choice)).toEqual(
      await deriveInstallations(ctx, filter, choice),
    );
  }
  for (const sort of ["people", "-people", "unapproved"]) {
    const choice = { ...ALL, sort };
    expect(await listServersInUse(ctx, filter, choice)).toEqual(
      await deriveServersInUse(ctx, filter, choice),
    );
  }
  expect(await pages((page) => listTeamsInUse(ctx, filter, page))).toEqual(
    await deriveTeamsInUse(ctx, filter, ALL),
  );
}

async function expectSameCounts(ctx: MemberCtx): Promise<void> {
  const { rows, total } = await deriveInstallations(ctx, {}, { ...ALL, sort: "need" });
  const counted = await getInventorySummary(ctx);
  expect(counted).toMatchObject({
    installations: total,
    servers: new Set(rows.map((row) => row.serverId)).size,
    people: new Set(rows.map((row) => row.memberId)).size,
    criticalServers: new Set(rows.filter((row) => row.severity === "critical").map((row) => row.serverId))
      .size,
  });
  for (const standing of STANDINGS) {
    const those = rows.filter((row) => row.standing === standing);
    expect(counted.standings[standing]).toBe(those.length);
    expect(counted.serverStandings[standing]).toBe(new Set(those.map((row) => row.serverId)).size);
  }
  const after = await listInstallationsAfter(ctx, {}, { limit: 1_000 });
  expect(after.rows).toEqual(rows.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
}

async function filterOf(
  world: InventoryWorld,
  pick: { facets: number; which: number },
): Promise<InventoryFilter> {
  const [server] = await rowsOf(
    world.org,
    sql`select id from server order by identity limit 1 offset ${pick.which % 2}`,
  );
  const [device] = await rowsOf(world.org, sql`select id from device order by id limit 1`);
  const choices: InventoryFilter[] = [
    { standing: pick.which % 2 ? "approved" : "unapproved" },
    { standing: pick.which % 2 ? "blocked" : "lapsed" },
    { client: pick.which % 2 ? "cursor" : "vscode" },
    { finding: pick.which % 2 ? "unpinned" : "plain-http" },
    { severity: pick.which % 2 ? "medium" : "low" },
    { presence: (["present", "removed", "returned", "silent"] as const)[pick.which % 4] },
    { team: world.teams[pick.which % 2]?.id },
    { member: world.people[pick.which % 4]?.id },
    { q: ["alpha", "acme", "person", "member a"][pick.which % 4] },
    ...(server ? [{ server: String(server.id) }] : []),
    ...(device ? [{ device: String(device.id) }] : []),
  ];
  return Object.assign({}, ...choices.filter((_, place) => (pick.facets >> place) & 1));
}

test("after whatever happened and however the clock went, every list says what would be derived anew", async () => {
  const look = fc.record({
    viewer: fc.constantFrom(0, 0, 1, 2),
    // one property, sometimes two or three
    facets: fc
      .tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.nat({ max: 30 }))
      .map(([one, two, rare]) => (rare === 0 ? 0 : 1 << one) | (rare % 3 === 0 ? 1 << two : 0)),
    which: fc.nat({ max: 3 }),
    back: fc.constantFrom(0, 0, 0, 5 * 24, 40 * 24),
  });
  const property = fc.asyncProperty(
    fc.array(fc.tuple(fc.array(inventoryStep, { minLength: 1, maxLength: 6 }), look), {
      minLength: 2,
      maxLength: 5,
    }),
    async (rounds) => {
      const world = await inventoryWorld(database.db);
      for (const [steps, { viewer, back, ...pick }] of rounds) {
        for (const step of steps) await takeStep(world, step);
        const now = new Date(world.now.getTime() - back * 3_600_000);
        const filter = await filterOf(world, pick);
        await expectDerived(as(world.org, world.people[viewer] ?? world.org.owner, { now }), filter);
        await expectSameCounts(as(world.org, world.org.owner, { now: world.now }));
      }
    },
  );
  await fc.assert(property, { numRuns: 15, endOnFailure: true });
}, 600_000);

test("reports, a block, a revocation and lists at once neither wait for each other in a circle nor lose a change", async () => {
  const org = await createOrganization(database.db);
  const people = await Promise.all([1, 2, 3, 4].map(() => createMember(org, "member")));
  const report = (who: (typeof people)[number], order: number) => {
    const packs = ["one", "two", "three"].toSorted((a, b) =>
      order % 2 ? a.localeCompare(b) : b.localeCompare(a),
    );
    const entries = packs.map((pack) => npxEntry(pack, `@acme/${pack}@1.0.0`));
    return recordScan(as(org, who), { report: reportOf([fileOf(entries.slice(0, 1 + (order % 3)))]) });
  };
  for (const [n, who] of people.entries()) await report(who, n + 2);
  const servers = await rowsOf(org, sql`select id from server order by identity`);
  const grants = await Promise.all(
    servers.map((server) =>
      createGrant(org, { serverId: String(server.id), member: people[0] ?? org.owner }),
    ),
  );
  const owner = as(org, org.owner);
  for (let round = 0; round < 6; round++) {
    const grantId = grants[round % 3] ?? "";
    const serverId = String(servers[round % 3]?.id);
    const acts = [
      ...people.map((who, n) => report(who, n + round)),
      ...(round < 3
        ? [
            revokeGrant(owner, { grantId, reason: "at once" }),
            blockServer(owner, { serverId, reason: "at once" }),
          ]
        : [unblockServer(owner, { serverId, reason: "at once" })]),
      listServersInUse(owner, {}, { ...ALL, sort: "need" }),
      listInstallations(owner, {}, { ...ALL, sort: "need" }),
      listTeamsInUse(owner, {}, ALL),
      settleInventory(as(org, org.owner, { now: new Date(NOON.getTime() + round) })),
    ];
    await Promise.all(acts);
    await expectDerived(owner, {});
  }
  expect((await listInstallations(owner, {}, { ...ALL, sort: "need" })).total).toBeGreaterThan(0);
});

test("a change that is not committed yet is not lost to the lists read meanwhile", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await recordScan(as(org, who), { report: reportOf([fileOf([npxEntry("one", "@acme/one")])]) });
  const [server] = await rowsOf(org, sql`select id from server`);
  const owner = as(org, org.owner);
  const standing = async () =>
    (await listInstallations(owner, {}, { ...ALL, sort: "need" })).rows.map((row) => row.standing);
  await inTransaction(owner, async (tx) => {
    await blockServer({ ...owner, tx }, { serverId: String(server?.id), reason: "open" });
    expect(await standing()).toEqual(["unapproved"]);
  });
  expect(await standing()).toEqual(["blocked"]);
});

test("a block of the whole organization is laid over everything and rewrites nothing", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await recordScan(as(org, who), { report: reportOf([fileOf([npxEntry("one", "@acme/one")])]) });
  const owner = as(org, org.owner);
  const kept = () =>
    rowsOf(
      org,
      sql`select xmin::text, need from installation_standing union all select xmin::text, need from in_use`,
    );
  await settleInventory(owner);
  const before = await kept();
  await takeStep(
    { org, people: [], teams: [], now: NOON },
    { kind: "block", subject: "organization", which: 0 },
  );
  await expectDerived(owner, {});
  await expectDerived(owner, { standing: "blocked" });
  await expectDerived(owner, { standing: "unapproved" });
  expect(
    (await listServersInUse(owner, {}, { ...ALL, sort: "need" })).rows.map((row) => row.standing),
  ).toEqual(["blocked"]);
  expect(await kept()).toEqual(before);
});

test("nobody's name is kept beside the people themselves", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await recordScan(as(org, who), { report: reportOf([fileOf([npxEntry("one", "@acme/one")])]) });
  await settleInventory(as(org, org.owner));
  const rows = await rowsOf(
    org,
    sql`select to_jsonb(u)::text as text from in_use u
    union all select to_jsonb(s)::text from installation_standing s`,
  );
  expect(rows.length).toBeGreaterThan(3);
  expect(rows.filter((row) => String(row.text).includes(who.name))).toEqual([]);
});
