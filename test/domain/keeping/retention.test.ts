import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { FreshProofNeeded, Invalid } from "#app/domain/errors.ts";
import { forgetOld } from "#app/domain/keeping/forget-old.server.ts";
import { countForgettable, listRetention } from "#app/domain/keeping/retention-queries.server.ts";
import { setRetention } from "#app/domain/keeping/set-retention.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { invite, later } from "#test/support/identity-factories.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function placeScans(org: TestOrganization, ages: readonly number[]): Promise<string> {
  const device = uuidv7();
  await database.admin`insert into device (org_id, id, member_id, name, platform, kind, enrolled_at)
    values (${org.id}, ${device}, ${org.owner.id}, 'laptop', 'linux', 'pasted', ${NOON})`;
  for (const age of ages) {
    await database.admin`insert into scan (org_id, id, device_id, at, collector_version, entries, hash)
      values (${org.id}, ${uuidv7()}, ${device}, ${later(-age)}, '1', 0, 'x')`;
  }
  return device;
}

const scansOf = async (org: TestOrganization) =>
  (await database.admin`select 1 from scan where org_id = ${org.id}`).length;

async function forget(org: TestOrganization, now = NOON, limit = 1_000): Promise<number> {
  let calls = 0;
  while ((await forgetOld(asOperator(org, now), { limit })).isMore) calls += 1;
  return calls;
}

test("everything is kept for ever until somebody sets a period, with one event of before and after", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  expect((await listRetention(ctx)).every((row) => row.days === null)).toBe(true);
  const input = { noun: "scans", days: 365 } as const;
  await expectOneEvent(org, ctx, "organization.set_retention", () => setRetention(ctx, input));
  await setRetention(ctx, input);
  expect(await auditEvents(org)).toHaveLength(1);
  expect((await listRetention(ctx)).find((row) => row.noun === "scans")?.days).toBe(365);
});

test("shortening needs a fresh proof and is refused to a key; lengthening is not", async () => {
  const org = await createOrganization(database.db);
  const stale = as(org, org.owner, { provedAt: later(-1) });
  const key = as(org, org.owner, { via: "api_key", scopes: ["admin"], provedAt: null });
  await setRetention(as(org, org.owner), { noun: "scans", days: 100 });
  for (const days of [99, 30]) {
    await expect(setRetention(stale, { noun: "scans", days })).rejects.toBeInstanceOf(FreshProofNeeded);
    await expectForbidden(org, () => setRetention(key, { noun: "scans", days }));
  }
  await setRetention(key, { noun: "scans", days: 101 });
  await setRetention(stale, { noun: "scans", days: null });
  await expect(setRetention(stale, { noun: "scans", days: 3_000 })).rejects.toBeInstanceOf(FreshProofNeeded);
});

test("nothing is kept less than its floor, nobody below an administrator sets a period", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  for (const [noun, days] of [
    ["audit_events", 399],
    ["scans", 29],
  ] as const) {
    await expect(async () => setRetention(ctx, { noun, days })).rejects.toBeInstanceOf(Invalid);
    await expect(async () => countForgettable(ctx, noun, days)).rejects.toBeInstanceOf(Invalid);
  }
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    const other = as(org, await createMember(org, role));
    await expectForbidden(org, async () => setRetention(other, { noun: "scans", days: 365 }));
  }
});

test("the preview counts exactly what the sweep then forgets, in batches, and no other organization's", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  await placeScans(org, [10, 364, 366, 400, 500, 600, 700]);
  await placeScans(other, [700]);
  const ctx = as(org, org.owner);
  expect(await countForgettable(ctx, "scans", 365)).toBe(5);
  await setRetention(ctx, { noun: "scans", days: 365 });
  expect(await forget(org, NOON, 2)).toBe(3);
  expect([await scansOf(org), await scansOf(other)]).toEqual([2, 1]);
  const events = (await auditEvents(org)).filter((event) => event.verb === "organization.forget");
  expect(events.map((event) => event.after)).toEqual([
    { noun: "scans", days: 365, forgotten: { scanned_file: 0, scan: 2 } },
    { noun: "scans", days: 365, forgotten: { scanned_file: 0, scan: 2 } },
    { noun: "scans", days: 365, forgotten: { scanned_file: 0, scan: 1 } },
  ]);
  expect(await forget(org, new Date(NOON.getTime() + 3_600_000))).toBe(0);
  expect(await forget(org, later(1))).toBe(1);
});

test("a report that the inventory stands on is kept however old it is", async () => {
  const org = await createOrganization(database.db);
  const device = await placeScans(org, [500]);
  await database.admin`insert into scanned_file (org_id, device_id, client, scope, path, outcome, scan_id, looked_at)
    select org_id, device_id, 'cursor', 'user', '~/x', 'none', id, at from scan where org_id = ${org.id}`;
  await setRetention(as(org, org.owner), { noun: "scans", days: 30 });
  await forget(org);
  expect(await scansOf(org)).toBe(1);
  await database.admin`update device set revoked_at = ${later(-40)} where org_id = ${org.id} and id = ${device}`;
  await forget(org, later(1));
  expect(await scansOf(org)).toBe(0);
});

test("ended invitations are forgotten with the names and addresses they hold, pending ones stay", async () => {
  const org = await createOrganization(database.db);
  await invite(org, "member", "gone@example.test");
  await database.admin`insert into mail_refusal (org_id, address, why, refused_at) values
    (${org.id}, 'gone@example.test', 'SMTP 550', ${NOON}), (${org.id}, ${org.owner.email}, 'SMTP 550', ${NOON})`;
  await setRetention(as(org, org.owner), { noun: "ended_invitations", days: 30 });
  await forget(org, later(20));
  expect(await database.admin`select 1 from invitation where org_id = ${org.id}`).toHaveLength(1);
  expect(await database.admin`select 1 from mail_refusal where org_id = ${org.id}`).toHaveLength(2);
  await forget(org, later(38));
  expect(await database.admin`select 1 from invitation where org_id = ${org.id}`).toHaveLength(0);
  const left = await database.admin`select address from mail_refusal where org_id = ${org.id}`;
  expect(left).toMatchObject([{ address: org.owner.email }]);
});

test("read notices are kept 90 days at most and a month at least, and shorter when set; unread ones stay", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  for (const [age, isRead] of [
    [20, true],
    [40, true],
    [80, true],
    [80, false],
  ] as const) {
    const id = uuidv7();
    await database.admin`insert into notice (org_id, id, member_id, kind, subject_kind, subject_id, facts, events, at, told_at, read_at, mail)
      values (${org.id}, ${id}, ${org.owner.id}, 'member_joined', 'member', ${uuidv7()}, '{}', 1, ${later(-age)}, ${later(-age)},
        ${isRead ? later(-age) : null}, 'none')`;
    for (const key of ["one", "two", "three"]) {
      await database.admin`insert into notice_telling (org_id, member_id, key, notice_id)
        values (${org.id}, ${org.owner.id}, ${`${id} ${key}`}, ${id})`;
    }
  }
  const notices = async () => (await database.admin`select 1 from notice where org_id = ${org.id}`).length;
  for (const days of [29, 91]) {
    await expect(async () => setRetention(ctx, { noun: "read_notices", days })).rejects.toBeInstanceOf(
      Invalid,
    );
  }
  const stale = as(org, org.owner, { provedAt: later(-1) });
  await expect(setRetention(stale, { noun: "read_notices", days: 60 })).rejects.toBeInstanceOf(
    FreshProofNeeded,
  );
  expect(await countForgettable(ctx, "read_notices", 30)).toBe(2);
  await setRetention(ctx, { noun: "read_notices", days: 60 });
  await forget(org, NOON, 2);
  expect(await notices()).toBe(3);
  await setRetention(ctx, { noun: "read_notices", days: 30 });
  await forget(org, NOON, 2);
  expect(await notices()).toBe(2);
  await setRetention(stale, { noun: "read_notices", days: null });
});

test("audit events go only by the period, and the database itself refuses to forget the last 400 days", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  for (const age of [100, 399, 450, 900]) {
    await database.admin`insert into audit_event (org_id, id, at, verb, actor_kind, actor_via, target_kind, target_id, touched, request_id)
      values (${org.id}, ${uuidv7()}, ${later(-age)}, 'team.create', 'operator', 'operator', 'team', ${uuidv7()}, '[]', 'r')`;
  }
  await setRetention(ctx, { noun: "audit_events", days: 800 });
  await forget(org);
  const old = async () =>
    (await database.admin`select 1 from audit_event where org_id = ${org.id} and verb = 'team.create'`)
      .length;
  expect(await old()).toBe(3);
  // even a role that could write the period below the floor, and a clock that runs ahead, gain nothing
  await database.admin`update retention set days = 1, applied_at = null where org_id = ${org.id}`;
  await database.db.transaction(async (tx) => {
    await tx.execute(`select set_config('app.org_id', '${org.id}', true)`);
    await tx.execute(`select forget_audit_events('2099-01-01', 1000)`);
  });
  expect(await old()).toBe(2);
  await expect(
    database.db.transaction(async (tx) => {
      await tx.execute(`select set_config('app.org_id', '${org.id}', true)`);
      await tx.execute("delete from audit_event");
    }),
  ).rejects.toThrow();
});
