import { expect, test } from "vitest";
import { endMemberSessions } from "#app/domain/identity/end-member-sessions.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

test("an admin ends the sessions of a member here, and exactly one audit event tells of it", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  const who = await createMember(org, "member");
  const ctx = as(org, admin);
  await expectOneEvent(org, ctx, "member.end_sessions", () => endMemberSessions(ctx, { memberId: who.id }));
  const [row] = await database.admin`select sessions_ended_at from member where id = ${who.id}`;
  expect(row?.sessions_ended_at).toEqual(NOON);
});

test("nobody below an admin ends somebody's sessions, and no admin an owner's", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    const actor = await createMember(org, role);
    await expectForbidden(org, async () => endMemberSessions(as(org, actor), { memberId: who.id }));
  }
  const admin = await createMember(org, "admin");
  await expectForbidden(org, async () => endMemberSessions(as(org, admin), { memberId: org.owner.id }));
});

test("a member of another organization is not found", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  await expectNotFound(org, () => endMemberSessions(as(org, org.owner), { memberId: other.owner.id }));
});
