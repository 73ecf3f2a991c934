import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { acceptFinding } from "#app/domain/inventory/accept-finding.server.ts";
import { createEnrollmentCode } from "#app/domain/inventory/create-enrollment-code.server.ts";
import { enrollDevice } from "#app/domain/inventory/enroll-device.server.ts";
import {
  countFindings,
  getFinding,
  listFindings,
} from "#app/domain/inventory/finding-list-queries.server.ts";
import { listFindingKinds } from "#app/domain/inventory/finding-queries.server.ts";
import { noteSilentDevices } from "#app/domain/inventory/note-silent-devices.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { revokeDevice } from "#app/domain/inventory/revoke-device.server.ts";
import { withdrawAcceptance } from "#app/domain/inventory/withdraw-acceptance.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
beforeAll(() => setSealingKey(Buffer.alloc(32, 7)));
const day = (n: number) => new Date(NOON.getTime() + n * 86_400_000);
const page = { limit: 50, offset: 0 };

async function enroll(org: TestOrganization, who: TestMember, deviceName = "laptop") {
  const { code } = await createEnrollmentCode(as(org, who));
  const { deviceId } = await enrollDevice(
    { db: database.db, now: NOON, requestId: "test", from: "127.0.0.1" },
    { code, deviceName, platform: "linux" },
  );
  const report = (n: number) => {
    const ctx = as(org, who, { now: day(n) });
    return recordScan(
      { ...ctx, actor: { ...ctx.actor, via: "device_key", deviceId } },
      { report: reportOf([fileOf([npxEntry("server", "one@1.0.0")])]) },
    );
  };
  return { deviceId, report };
}

async function sweepAt(org: TestOrganization, n: number) {
  const ctx = {
    db: database.db,
    orgId: org.id,
    now: day(n),
    actor: { kind: "system" as const, job: "sweep" },
    requestId: "test",
    from: null,
  };
  return noteSilentDevices(ctx, { limit: 2 });
}

async function open(org: TestOrganization, n: number, who = org.owner, state: "open" | "accepted" = "open") {
  const { rows, total } = await listFindings(
    as(org, who, { now: day(n) }),
    { state, rule: "silent-device" },
    page,
  );
  expect(rows).toHaveLength(total);
  return rows;
}

test("a device that has not reported for the period is one finding with its rule, its reason and what to do", async () => {
  const org = await createOrganization(database.db);
  const person = await createMember(org, "member");
  const { deviceId, report } = await enroll(org, person);
  await report(0);
  await sweepAt(org, 6);
  expect(await open(org, 6)).toEqual([]);
  const before = await auditEvents(org);
  expect(await sweepAt(org, 8)).toMatchObject({ noted: 1 });
  expect((await auditEvents(org)).slice(before.length)).toMatchObject([
    { verb: "device.note_silent", target_id: deviceId },
  ]);
  expect(await sweepAt(org, 9)).toMatchObject({ noted: 0 });
  const [found, ...others] = await open(org, 9);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    rule: "silent-device",
    source: "device",
    severity: "medium",
    deviceId,
    deviceName: "laptop",
    installationId: null,
    serverId: null,
    identity: null,
    client: null,
    firstSeenAt: day(8),
  });
  expect(found?.sentence).toContain(NOON.toISOString().slice(0, 10));
  expect(found?.remedy).toMatch(/castellan scan/);
  expect(await getFinding(as(org, person), found?.id ?? "")).toMatchObject({ deviceId });
});

test("it is counted where findings are counted", async () => {
  const org = await createOrganization(database.db);
  const { report } = await enroll(org, org.owner);
  await report(0);
  await sweepAt(org, 8);
  const ctx = as(org, org.owner, { now: day(8) });
  expect(await listFindingKinds(ctx)).toContainEqual(
    expect.objectContaining({ rule: "silent-device", devices: 1, installations: 0, medium: 1 }),
  );
  expect(await countFindings(ctx, { state: "open" })).toContainEqual(
    expect.objectContaining({ rule: "silent-device", findings: 1, devices: 1 }),
  );
});

test("the next report closes it by itself, and another silence is another finding", async () => {
  const org = await createOrganization(database.db);
  const { report } = await enroll(org, org.owner);
  await report(0);
  await sweepAt(org, 8);
  await report(9);
  expect(await open(org, 9)).toEqual([]);
  await sweepAt(org, 17);
  expect(await open(org, 17)).toMatchObject([{ firstSeenAt: day(17) }]);
});

test("a device that never reported is silent from the day it was enrolled", async () => {
  const org = await createOrganization(database.db);
  await enroll(org, org.owner);
  await sweepAt(org, 6);
  expect(await open(org, 6)).toEqual([]);
  await sweepAt(org, 8);
  expect((await open(org, 8))[0]?.sentence).toMatch(/never reported/);
});

test("an acceptance with its reason holds until its day, for this silence only, and can be withdrawn", async () => {
  const org = await createOrganization(database.db);
  const { deviceId, report } = await enroll(org, org.owner);
  await report(0);
  await sweepAt(org, 8);
  const [found] = await open(org, 8);
  const ctx = as(org, await createMember(org, "security"), { now: day(8) });
  const input = {
    findingId: found?.id ?? "",
    reason: "In a drawer.",
    endsAt: day(20),
    reach: "finding",
  } as const;
  await expect(acceptFinding(ctx, { ...input, reach: "server" })).rejects.toBeInstanceOf(Invalid);
  const accepted = await expectOneEvent(org, ctx, "finding.accept", () => acceptFinding(ctx, input));
  expect(accepted.findings).toBe(1);
  await sweepAt(org, 9);
  expect(await open(org, 9)).toEqual([]);
  expect(await open(org, 9, org.owner, "accepted")).toMatchObject([
    { acceptance: { reason: "In a drawer." } },
  ]);
  expect(await open(org, 21)).toHaveLength(1);
  await expectOneEvent(org, ctx, "finding.withdraw_acceptance", () => withdrawAcceptance(ctx, accepted));
  expect(await open(org, 9)).toMatchObject([{ deviceId }]);
  await acceptFinding({ ...ctx, now: day(9) }, input);
  await report(10);
  await sweepAt(org, 18);
  expect(await open(org, 18)).toHaveLength(1);
});

test("a revoked device and that of somebody who left are nobody's finding", async () => {
  const org = await createOrganization(database.db);
  const person = await createMember(org, "member");
  const [mine, theirs] = [await enroll(org, org.owner, "mine"), await enroll(org, person, "theirs")];
  await sweepAt(org, 8);
  expect(await open(org, 8)).toHaveLength(2);
  await revokeDevice(as(org, org.owner, { now: day(8) }), { deviceId: mine.deviceId });
  expect(await open(org, 8)).toMatchObject([{ deviceId: theirs.deviceId }]);
  await rowsOf(
    org,
    sql`update member set removed_at = ${day(8).toISOString()}::timestamptz where id = ${person.id}`,
  );
  expect(await sweepAt(org, 9)).toMatchObject({ closed: 1 });
  expect(await open(org, 9)).toEqual([]);
});

test("a member sees the silence of their own devices only, and nobody that of another organization", async () => {
  const org = await createOrganization(database.db);
  const [one, two] = [await createMember(org, "member"), await createMember(org, "member")];
  const { deviceId } = await enroll(org, one);
  const other = await createOrganization(database.db);
  await sweepAt(other, 8);
  expect(await open(org, 8)).toEqual([]);
  await sweepAt(org, 8);
  const [found] = await open(org, 8, one);
  expect(found).toMatchObject({ deviceId });
  expect(await open(org, 8, two)).toEqual([]);
  await expectNotFound(org, () => getFinding(as(org, two), found?.id ?? ""));
  await expectNotFound(other, () => getFinding(as(other, other.owner), found?.id ?? ""));
});

test("two sweeps at once note one finding, and many devices are noted in batches until none is left", async () => {
  const org = await createOrganization(database.db);
  for (const name of ["a", "b", "c"]) await enroll(org, org.owner, name);
  await Promise.all([sweepAt(org, 8), sweepAt(org, 8)]);
  await sweepAt(org, 8);
  expect(await open(org, 8)).toHaveLength(3);
  expect(await sweepAt(org, 8)).toEqual({ noted: 0, closed: 0 });
});
