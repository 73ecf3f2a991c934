import { expect, test } from "vitest";
import { Conflict } from "#app/domain/errors.ts";
import { listDevices } from "#app/domain/inventory/device-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { renameDevice } from "#app/domain/inventory/rename-device.server.ts";
import { revokeDevice } from "#app/domain/inventory/revoke-device.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function worldOf() {
  const org = await createOrganization(database.db);
  const person = as(org, await createMember(org, "member"));
  for (const deviceName of ["first", "second"]) {
    await recordScan(person, { deviceName, report: reportOf([fileOf([npxEntry("x", "x-server")])]) });
  }
  const { rows } = await listDevices(person, { limit: 10 });
  const deviceId = rows.find((row) => row.name === "first")?.id ?? "";
  return { org, person, deviceId };
}

test("its person and a guardian rename a device, with one event that holds no name", async () => {
  const { org, person, deviceId } = await worldOf();
  const renamed = { deviceId, name: "kitchen table" };
  expect(await expectOneEvent(org, person, "device.rename", () => renameDevice(person, renamed))).toEqual(
    renamed,
  );
  const owner = as(org, org.owner);
  await expectOneEvent(org, owner, "device.rename", () => renameDevice(owner, { deviceId, name: "desk" }));
  await renameDevice(owner, { deviceId, name: "desk" });
  expect(JSON.stringify((await auditEvents(org)).slice(-2))).not.toMatch(/kitchen|desk/);
});

test("somebody else's device, and one of another organization, is not found; an auditor renames nothing", async () => {
  const { org, deviceId } = await worldOf();
  const other = await createOrganization(database.db);
  const peer = as(org, await createMember(org, "member"));
  await expectNotFound(org, () => renameDevice(peer, { deviceId, name: "mine" }));
  await expectNotFound(org, () => renameDevice(as(other, other.owner), { deviceId, name: "mine" }));
  const auditor = as(org, await createMember(org, "auditor"));
  await expectForbidden(org, async () => renameDevice(auditor, { deviceId, name: "mine" }));
});

test("a name its person uses already, and a revoked device, are refused", async () => {
  const { person, deviceId } = await worldOf();
  await expect(renameDevice(person, { deviceId, name: "second" })).rejects.toBeInstanceOf(Conflict);
  await revokeDevice(person, { deviceId });
  await expect(renameDevice(person, { deviceId, name: "third" })).rejects.toBeInstanceOf(Conflict);
});
