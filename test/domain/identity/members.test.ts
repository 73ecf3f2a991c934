import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { addMember } from "#app/domain/identity/add-member.server.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf } from "#test/support/factories.ts";
import { invite, storedInvitation } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

test("an owner changes a role and leaves one event; the same role again leaves none", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const ctx = as(org, org.owner);
  const input = { memberId: who.id, role: "security" } as const;
  expect(await expectOneEvent(org, ctx, "member.change_role", () => changeRole(ctx, input))).toEqual(input);
  await changeRole(ctx, input);
  const rows = await inTransaction(ctx, (tx) => tx.execute(sql`select 1 from audit_event`));
  expect(rows).toHaveLength(1);
});

test("an admin neither makes an owner nor changes or removes one", async () => {
  const org = await createOrganization(database.db);
  const admin = as(org, await createMember(org, "admin"));
  const second = await createMember(org, "owner");
  const who = await createMember(org, "member");
  await expectForbidden(org, () => changeRole(admin, { memberId: who.id, role: "owner" }));
  await expectForbidden(org, () => changeRole(admin, { memberId: second.id, role: "member" }));
  await expectForbidden(org, () => removeMember(admin, { memberId: second.id }));
  await changeRole(admin, { memberId: who.id, role: "admin" });
});

test("nobody below an administrator changes roles or removes members, and a key needs the scope", async () => {
  const org = await createOrganization(database.db);
  const target = { memberId: (await createMember(org, "member")).id };
  const callers = [as(org, org.owner, { scopes: ["read", "decide"] })];
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    callers.push(as(org, await createMember(org, role)));
  }
  for (const ctx of callers) {
    await expectForbidden(org, async () => changeRole(ctx, { ...target, role: "auditor" }));
    await expectForbidden(org, async () => removeMember(ctx, target));
  }
});

test("a member of another organization is not found", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const theirs = await createMember(other, "member");
  const ctx = as(org, org.owner);
  await expectNotFound(org, () => changeRole(ctx, { memberId: theirs.id, role: "admin" }));
  await expectNotFound(org, () => removeMember(ctx, { memberId: theirs.id }));
});

test("the last owner stays: neither demoted nor removed, by nobody", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  await expect(changeRole(ctx, { memberId: org.owner.id, role: "admin" })).rejects.toThrow(Conflict);
  await expect(removeMember(ctx, { memberId: org.owner.id })).rejects.toThrow(Conflict);
  const second = await createMember(org, "owner");
  await removeMember(as(org, second), { memberId: org.owner.id });
  await expect(changeRole(as(org, second), { memberId: second.id, role: "admin" })).rejects.toThrow(Conflict);
});

test("two owners who demote each other at once leave one owner", async () => {
  const org = await createOrganization(database.db);
  const second = await createMember(org, "owner");
  const results = await Promise.allSettled([
    changeRole(as(org, org.owner), { memberId: second.id, role: "member" }),
    changeRole(as(org, second), { memberId: org.owner.id, role: "member" }),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  const owners = await inTransaction(as(org, org.owner), (tx) =>
    tx.execute(sql`select 1 from member where role = 'owner' and removed_at is null`),
  );
  expect(owners).toHaveLength(1);
});

test("nobody removes themselves", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  await expect(removeMember(as(org, admin), { memberId: admin.id })).rejects.toThrow(Conflict);
});

test("removing a member ends their membership, teams, keys and the links they hold, with one event", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  await createTeamOf(org, [{ member: admin, isLead: true }]);
  const key = await createApiKey(as(org, admin), {
    name: "CI",
    scopes: ["read"],
    days: 30,
    environment: null,
  });
  const link = await invite({ ...org, owner: admin }, "member", "held@example.test");
  const ctx = as(org, org.owner);
  await expectOneEvent(org, ctx, "member.remove", () => removeMember(ctx, { memberId: admin.id }));

  const seen = await database.db.execute(
    sql`select 1 from lookup_membership(${org.slug}, ${admin.accountId})`,
  );
  expect(seen).toHaveLength(0);
  const usable = await database.db.execute(sql`select 1 from lookup_api_key(${hashSecret(key.key)})`);
  expect(usable).toHaveLength(0);
  expect((await storedInvitation(org, link.id))?.revokedAt).toEqual(ctx.now);
  await expectNotFound(org, () => removeMember(ctx, { memberId: admin.id }));
});

test("a person who comes back is a new member: the old keys and teams stay dead", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await createTeamOf(org, [{ member: who }]);
  const made = await createApiKey(as(org, who), {
    name: "CI",
    scopes: ["read"],
    days: 30,
    environment: null,
  });
  const ctx = as(org, org.owner);
  await removeMember(ctx, { memberId: who.id });
  const { accountId, email, name } = who;
  const back = () =>
    inTransaction(ctx, (tx) => addMember(tx, ctx, { accountId, email, name, role: "member", teamIds: [] }));
  const { memberId } = await back();
  expect(memberId).not.toBe(who.id);
  const usable = await database.db.execute(sql`select 1 from lookup_api_key(${hashSecret(made.key)})`);
  expect(usable).toHaveLength(0);
  await expect(back()).rejects.toThrow(Conflict);
});
