import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { createEnrollmentCode } from "#app/domain/inventory/create-enrollment-code.server.ts";
import { enrollDevice } from "#app/domain/inventory/enroll-device.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { revokeDevice } from "#app/domain/inventory/revoke-device.server.ts";
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
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
beforeAll(() => setSealingKey(Buffer.alloc(32, 7)));
const caller = (now = NOON) => ({ db: database.db, now, requestId: "test", from: "127.0.0.1" });
const laptop = { deviceName: "laptop", platform: "linux" as const };

async function enroll(org: TestOrganization, who: TestMember) {
  const { code } = await createEnrollmentCode(as(org, who));
  return enrollDevice(caller(), { code, ...laptop });
}

test("a code enrolls one device once and its key is found by hash only", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const ctx = as(org, developer);
  const { code } = await expectOneEvent(org, ctx, "enrollment_code.create", () => createEnrollmentCode(ctx));
  const made = await expectOneEvent(org, ctx, "device.enroll", () =>
    enrollDevice(caller(), { code, ...laptop }),
  );
  expect(made.deviceKey).toMatch(/^csd_/);
  expect(Buffer.from(made.fingerprintKey, "base64")).toHaveLength(32);
  await expect(enrollDevice(caller(), { code, ...laptop })).rejects.toBeInstanceOf(Invalid);
  const everything = JSON.stringify([
    await rowsOf(org, sql`select * from device`),
    await rowsOf(org, sql`select * from enrollment_code`),
    await rowsOf(org, sql`select * from audit_event`),
  ]);
  expect(everything).not.toContain(code);
  expect(everything).not.toContain(made.deviceKey);
});

test("a code that ended or was never made is refused in the same words", async () => {
  const org = await createOrganization(database.db);
  const { code } = await createEnrollmentCode(as(org, org.owner));
  const later = new Date(NOON.getTime() + 10 * 60_000);
  const say = (code: string, now: Date) =>
    enrollDevice(caller(now), { code, ...laptop }).then(
      () => "enrolled",
      (error: unknown) => String(error),
    );
  expect(await say(code, later)).toBe(await say("cse_there-is-no-such-code", NOON));
  expect(await say(code, NOON)).toBe("enrolled");
});

test("of two who use one code at once, one enrolls", async () => {
  const org = await createOrganization(database.db);
  const { code } = await createEnrollmentCode(as(org, org.owner));
  const outcomes = await Promise.allSettled(
    ["a", "b", "c"].map((deviceName) => enrollDevice(caller(), { code, deviceName, platform: "linux" })),
  );
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  expect(await rowsOf(org, sql`select 1 from device`)).toHaveLength(1);
});

test("enrolling the same machine again keeps its history and ends its old key", async () => {
  const org = await createOrganization(database.db);
  const first = await enroll(org, org.owner);
  const second = await enroll(org, org.owner);
  expect(second.deviceId).toBe(first.deviceId);
  expect(second.deviceKey).not.toBe(first.deviceKey);
});

test("a person revokes their own device, guardians any, others none", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const security = await createMember(org, "security");
  const mine = await enroll(org, developer);
  const theirs = await enroll(org, security);
  await expectNotFound(org, () => revokeDevice(as(org, developer), { deviceId: theirs.deviceId }));
  const ctx = as(org, developer);
  await expectOneEvent(org, ctx, "device.revoke", () => revokeDevice(ctx, { deviceId: mine.deviceId }));
  await expect(revokeDevice(as(org, security), { deviceId: mine.deviceId })).rejects.toBeInstanceOf(Conflict);
  const reporting = as(org, developer, { via: "device_key", deviceId: mine.deviceId, scopes: ["report"] });
  const report = reportOf([fileOf([npxEntry("a", "one@1.0.0")])]);
  await expectForbidden(org, () => recordScan(reporting, { report }));
  const other = await createOrganization(database.db);
  await expectNotFound(other, () => revokeDevice(as(other, other.owner), { deviceId: theirs.deviceId }));
  expect((await auditEvents(other)).length).toBe(0);
});

test("an auditor cannot ask for an enrollment code", async () => {
  const org = await createOrganization(database.db);
  const auditor = await createMember(org, "auditor");
  await expectForbidden(org, async () => createEnrollmentCode(as(org, auditor)));
});

test("two organizations fingerprint with different keys, one organization always with the same", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const first = await enroll(org, org.owner);
  expect((await enroll(org, await createMember(org, "member"))).fingerprintKey).toBe(first.fingerprintKey);
  expect((await enroll(other, other.owner)).fingerprintKey).not.toBe(first.fingerprintKey);
});
