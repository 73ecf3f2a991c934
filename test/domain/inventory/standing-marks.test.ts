import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import { openDatabase, type Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { listInstallations, listServersInUse } from "#app/domain/inventory/inventory-queries.server.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { settleInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { derivedStandings } from "#app/domain/inventory/standing-sql.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { deriveInstallations, deriveServersInUse } from "#test/support/derived-inventory.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { createGrant, fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const FIRST = { page: 1, perPage: 50, sort: "need" };
const DAY = 86_400_000;
const later = (days: number) => new Date(NOON.getTime() + days * DAY);

/** A developer whose laptop starts two servers, nothing granted. */
async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const report = (now = NOON) =>
    recordScan(as(org, developer, { now }), {
      report: reportOf([fileOf([npxEntry("one", "@acme/one"), npxEntry("two", "@acme/two")])]),
    });
  await report();
  const servers = await rowsOf(org, sql`select id from server order by identity`);
  const [one = "", two = ""] = servers.map((row) => String(row.id));
  const owner = as(org, org.owner);
  const standings = async (now = NOON) => {
    const { rows } = await listInstallations(as(org, org.owner, { now }), {}, { ...FIRST, sort: "server" });
    return rows.map((row) => row.standing);
  };
  return { org, developer, report, one, two, owner, standings };
}

test("every table a standing is derived from leaves marks when it changes", async () => {
  const { sql: text } = new PgDialect().sqlToQuery(
    derivedStandings({ orgId: "", now: NOON }, sql`(select id from asked)`),
  );
  const tables = await database.admin<{ name: string; triggers: string[] }[]>`
    select c.relname as name, array_agg(distinct g.tgname::text) filter (where not g.tgisinternal) as triggers
    from pg_class c left join pg_trigger g on g.tgrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by c.relname`;
  const read = tables.filter(({ name }) => new RegExp(`\\b(from|join)\\s+${name}\\b`).test(text));
  expect(read.map(({ name }) => name).sort()).toEqual([
    "access_grant",
    "block",
    "device",
    "finding",
    "installation",
    "manifest",
    "member",
    "pin",
    "pinned_list",
    "team_member",
    "tool",
    "tool_drift",
  ]);
  // one of these alone changes no standing: it is of no use before something of it is installed or listed
  const alone = ["device", "member", "manifest"];
  for (const { name, triggers } of read) {
    const needed = alone.includes(name)
      ? ["mark_updated"]
      : ["mark_deleted", "mark_inserted", "mark_updated"];
    expect(triggers, name).toEqual(expect.arrayContaining(needed));
  }
});

test("what time alone changes is listed as it is at that time, and nothing is written for it beforehand", async () => {
  const { org, developer, one, two, standings } = await scene();
  await createGrant(org, { serverId: one, member: developer }, { startsAt: later(1), endsAt: later(3) });
  await createGrant(
    org,
    { serverId: two, member: developer },
    { endsAt: later(5), suspendedAt: NOON, suspendedUntil: later(2) },
  );
  const before = (moment: Date) => new Date(moment.getTime() - 1);
  expect(await standings()).toEqual(["unapproved", "blocked"]);
  expect(await standings(before(later(1)))).toEqual(["unapproved", "blocked"]);
  expect(await standings(later(1))).toEqual(["approved", "blocked"]);
  expect(await standings(before(later(2)))).toEqual(["approved", "blocked"]);
  expect(await standings(later(2))).toEqual(["approved", "approved"]);
  expect(await standings(before(later(3)))).toEqual(["approved", "approved"]);
  expect(await standings(later(3))).toEqual(["lapsed", "approved"]);
  const summary = await getInventorySummary(as(org, org.owner, { now: later(5) }));
  expect(summary.standings).toMatchObject({ lapsed: 2, approved: 0 });
  // a reader whose clock is behind is told what was true then
  expect(await standings(later(1))).toEqual(["approved", "blocked"]);
  expect(await rowsOf(org, sql`select id from standing_mark`)).toEqual([]);
});

test("of two changes at once the one that is committed last is not lost, though it began first", async () => {
  const { org, developer, one, two, owner, standings } = await scene();
  await createGrant(org, { serverId: one, member: developer });
  await settleInventory(owner);
  const open = () =>
    new Promise<{ tx: Transaction; commit: () => Promise<void> }>((opened) => {
      const done: Promise<void> = inTransaction(
        owner,
        (tx) =>
          new Promise<void>((finish) => {
            opened({
              tx,
              commit: () => {
                finish();
                return done;
              },
            });
          }),
      );
    });
  const [first, second] = [await open(), await open()];
  await blockServer({ ...owner, tx: first.tx }, { serverId: one, reason: "first" });
  await blockServer({ ...owner, tx: second.tx }, { serverId: two, reason: "second" });
  expect(await standings()).toEqual(["approved", "unapproved"]);
  await second.commit();
  expect(await standings()).toEqual(["approved", "blocked"]);
  await first.commit();
  expect(await standings()).toEqual(["blocked", "blocked"]);
});

test("a reader killed while deriving leaves everything as it was, and the next one derives it", async () => {
  const { org, owner, report, one } = await scene();
  await settleInventory(owner);
  await blockServer(owner, { serverId: one, reason: "now" });
  await report(later(1));
  // whoever adds up waits at this door, with the marks already taken
  const door = await database.admin.reserve();
  await door`begin`;
  await door`lock table in_use in exclusive mode`;
  const doomed = openDatabase(database.runtimeUrl, { max: 1 });
  const reading = listServersInUse(as({ ...org, db: doomed }, org.owner), {}, FIRST).then(
    () => "read",
    () => "killed",
  );
  let waiting: { pid: number }[] = [];
  while (waiting.length === 0) {
    waiting = await door<{ pid: number }[]>`
      select pid from pg_locks where relation = 'in_use'::regclass and not granted`;
  }
  for (const { pid } of waiting) await door`select pg_terminate_backend(${pid})`;
  expect(await reading).toBe("killed");
  await door`rollback`;
  door.release();
  await doomed.$client.end({ timeout: 0 });
  const found = await listServersInUse(owner, {}, FIRST);
  expect(found).toEqual(await deriveServersInUse(owner, {}, FIRST));
  expect(found.rows.map((row) => row.standing)).toEqual(["blocked", "unapproved"]);
});

test("a reader comes to an end however much is reported meanwhile", async () => {
  const { org, report, owner } = await scene();
  const reading = { over: false };
  const marking = async () => {
    while (!reading.over) {
      await rowsOf(org, sql`insert into standing_mark (org_id, device_id) select org_id, id from device`);
      await setImmediate();
    }
  };
  const reporting = async () => {
    for (let day = 1; !reading.over; day += 1) await report(later(day / 1_000));
  };
  const writers = [marking(), marking(), reporting()];
  for (let n = 0; n < 20; n++) expect((await listServersInUse(owner, {}, FIRST)).total).toBe(2);
  reading.over = true;
  await Promise.all(writers);
  expect(await listInstallations(owner, {}, FIRST)).toEqual(await deriveInstallations(owner, {}, FIRST));
});

test("readers whose clocks differ are each told what is true at their own time", async () => {
  const { org, developer, one, standings } = await scene();
  await createGrant(org, { serverId: one, member: developer }, { startsAt: later(1), endsAt: later(2) });
  const moments = Array.from({ length: 8 }, (_, n) => later([0, 1, 2, 1][n % 4] ?? 0));
  const found = await Promise.all(moments.map((now) => standings(now)));
  expect(found.map(([first]) => first)).toEqual(
    moments.map((_, n) => ["unapproved", "approved", "lapsed", "approved"][n % 4]),
  );
});

test("a call is decided from the rows themselves, whatever the tables kept for lists say", async () => {
  const { org, developer, one, owner, standings } = await scene();
  const [installation] = await rowsOf(org, sql`select id from installation where server_id = ${one}`);
  const installationId = String(installation?.id);
  const call = () => mayCall(as(org, developer), { server: one, tool: "read", installationId });
  const lie = (need: number) =>
    rowsOf(org, sql`update installation_standing set need = ${need}, holds_until = 'infinity'`);
  await settleInventory(owner);
  await lie(6);
  expect(await standings()).toEqual(["approved", "approved"]);
  expect(await call()).toMatchObject({ allowed: false, reason: "no_grant" });
  await createGrant(org, { serverId: one, member: developer });
  await settleInventory(owner);
  const granted = await call();
  await blockServer(owner, { serverId: one, reason: "now" });
  await settleInventory(owner);
  await lie(6);
  expect(await call()).toMatchObject({ allowed: false, reason: "server_blocked" });
  await unblockServer(owner, { serverId: one, reason: "now" });
  await settleInventory(owner);
  for (const need of [1, 4, 5, 6]) {
    await lie(need);
    expect(await call()).toEqual(granted);
  }
});

test("what an organization reports first is listed in time, though the planner knows nothing of it yet", async () => {
  const known = await createOrganization(database.db);
  const report = (org: typeof known, count: number) => {
    const entries = Array.from({ length: count }, (_, n) => npxEntry(`server-${n}`, `package-${n % 500}`));
    return recordScan(as(org, org.owner), { report: reportOf([fileOf(entries)]) });
  };
  await report(known, 1_000);
  await settleInventory(as(known, known.owner));
  await database.admin.unsafe("analyze");
  const unknown = await createOrganization(database.db);
  const owner = as(unknown, unknown.owner);
  // each statement has fifteen seconds
  await report(unknown, 10_000);
  expect((await listServersInUse(owner, {}, FIRST)).total).toBe(500);
  await report(unknown, 10_000);
  expect((await listInstallations(owner, {}, FIRST)).total).toBe(10_000);
}, 90_000);
