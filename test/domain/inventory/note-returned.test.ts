import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { tellEvent } from "#app/domain/notifications/tell-event.server.ts";
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
import { createGrant, fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const hour = (n: number) => new Date(NOON.getTime() + n * 3_600_000);

function scan(org: TestOrganization, who: TestMember, n: number, specs: Record<string, string>) {
  const entries = Object.entries(specs).map(([name, spec]) => npxEntry(name, spec));
  return recordScan(as(org, who, { now: hour(n) }), { report: reportOf([fileOf(entries)]) });
}

async function serverId(org: TestOrganization): Promise<string> {
  const [row] = await rowsOf(org, sql`select id from server where identity = 'npm:one'`);
  return String(row?.id);
}

const returned = (org: TestOrganization) =>
  rowsOf(
    org,
    sql`select name, returned_after as after from installation where returned_at is not null order by name`,
  );

async function alerts(org: TestOrganization) {
  return (await auditEvents(org)).filter(({ verb }) => verb === "server.return");
}

test("what comes back after its grant was revoked is returned at the report itself, and is told to whoever guards", async () => {
  const org = await createOrganization(database.db);
  const dev = await createMember(org, "member");
  const guard = await createMember(org, "security");
  await scan(org, dev, 0, { a: "one@1.0.0" });
  const grantId = await createGrant(org, { serverId: await serverId(org), member: dev });
  await revokeGrant(as(org, org.owner, { now: hour(1) }), { grantId, reason: "not any more" });
  await scan(org, dev, 2, {});
  expect(await alerts(org)).toEqual([]);
  await scan(org, dev, 3, { a: "one@1.0.0" });
  expect(await returned(org)).toEqual([{ name: "a", after: "revocation" }]);
  const [alert, ...others] = await alerts(org);
  expect(others).toEqual([]);
  expect(alert?.after).toEqual({ because: "revocation", installations: 1 });
  const { told } = await tellEvent(
    {
      db: org.db,
      orgId: org.id,
      now: hour(3),
      actor: { kind: "system", job: "tell" },
      requestId: "r",
      from: null,
    },
    String((await rowsOf(org, sql`select id from audit_event where verb = 'server.return'`))[0]?.id),
  );
  expect(told).toBe(3);
  const notices = await rowsOf(org, sql`select kind, member_id from notice order by kind`);
  expect(notices.filter(({ member_id }) => member_id === guard.id)).toMatchObject([
    { kind: "server_returned" },
  ]);
  expect(notices.filter(({ member_id }) => member_id === dev.id)).toMatchObject([
    { kind: "my_server_returned" },
  ]);
});

test("another name or file is no way around it", async () => {
  const org = await createOrganization(database.db);
  const dev = await createMember(org, "member");
  await scan(org, dev, 0, { a: "one@1.0.0" });
  const grantId = await createGrant(org, { serverId: await serverId(org), member: dev });
  await revokeGrant(as(org, org.owner, { now: hour(1) }), { grantId, reason: "not any more" });
  await scan(org, dev, 2, { renamed: "one@1.0.0" });
  expect(await returned(org)).toEqual([{ name: "renamed", after: "revocation" }]);
});

test("after a block of a server its person had used", async () => {
  const org = await createOrganization(database.db);
  const dev = await createMember(org, "member");
  const other = await createMember(org, "member");
  await scan(org, dev, 0, { a: "one@1.0.0" });
  await scan(org, dev, 1, {});
  await blockServer(as(org, org.owner, { now: hour(2) }), {
    serverId: await serverId(org),
    reason: "found bad",
  });
  await scan(org, dev, 3, { a: "one@1.0.0" });
  await scan(org, other, 3, { first: "one@1.0.0" });
  expect(await returned(org)).toEqual([{ name: "a", after: "block" }]);
});

test("after a removal alone it is an alert only where no access runs", async () => {
  const org = await createOrganization(database.db);
  const dev = await createMember(org, "member");
  await scan(org, dev, 0, { a: "one@1.0.0", b: "two@1.0.0" });
  await createGrant(org, { serverId: await serverId(org), member: dev });
  await scan(org, dev, 1, {});
  await scan(org, dev, 2, { a: "one@1.0.0", b: "two@1.0.0" });
  expect(await returned(org)).toEqual([
    { name: "a", after: "removal" },
    { name: "b", after: "removal" },
  ]);
  expect(await alerts(org)).toHaveLength(1);
});

test("what stands where it stood is not returned, whatever was revoked", async () => {
  const org = await createOrganization(database.db);
  const dev = await createMember(org, "member");
  await scan(org, dev, 0, { a: "one@1.0.0" });
  const grantId = await createGrant(org, { serverId: await serverId(org), member: dev });
  await revokeGrant(as(org, org.owner, { now: hour(1) }), { grantId, reason: "not any more" });
  await scan(org, dev, 2, { a: "one@1.0.0" });
  expect(await returned(org)).toEqual([]);
});
