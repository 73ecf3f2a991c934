import { expect, test } from "vitest";
import { endEverybodysSessions } from "#app/domain/identity/end-everybodys-sessions.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function endedOf(orgId: string): Promise<string[]> {
  const rows = await database.admin`
    select id from member where org_id = ${orgId} and sessions_ended_at = ${NOON} order by id`;
  return rows.map(({ id }) => String(id));
}

test("an owner ends everybody else's sessions here, and nobody's elsewhere", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const second = await createMember(org, "owner");
  const who = await createMember(org, "member");
  await createMember(other, "member", { accountId: who.accountId });
  const ctx = as(org, org.owner);
  const ended = await expectOneEvent(org, ctx, "organization.end_sessions", () => endEverybodysSessions(ctx));
  expect(ended).toEqual({ members: 2 });
  expect(await endedOf(org.id)).toEqual([second.id, who.id].sort());
  expect(await endedOf(other.id)).toEqual([]);
});

test("an admin's call leaves the owners' sessions alone, and nobody below an admin may call", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  const who = await createMember(org, "auditor");
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    const actor = await createMember(org, role);
    await expectForbidden(org, async () => endEverybodysSessions(as(org, actor)));
  }
  expect(await endedOf(org.id)).toEqual([]);
  const { members } = await endEverybodysSessions(as(org, admin));
  const ended = await endedOf(org.id);
  expect(ended).toHaveLength(members);
  expect(ended).toContain(who.id);
  expect(ended).not.toContain(org.owner.id);
  expect(ended).not.toContain(admin.id);
});
