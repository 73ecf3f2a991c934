import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Conflict, FreshProofNeeded } from "#app/domain/errors.ts";
import { keepIdentity } from "#app/domain/identity/openid-arrival.server.ts";
import { findOpenidLink } from "#app/domain/identity/openid-queries.server.ts";
import { unlinkOpenid } from "#app/domain/identity/unlink-openid.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const issuer = "https://login.example.test";

function link(org: TestOrganization, who: TestMember, from = issuer): Promise<string> {
  const ctx = as(org, org.owner);
  return inTransaction(ctx, (tx) =>
    keepIdentity(tx, ctx, { issuer: from, subject: `subject-${who.id}`, accountId: who.accountId }),
  );
}

test("an admin unlinks a member from every provider, and exactly one audit event tells of it", async () => {
  const org = await createOrganization(database.db);
  const [admin, who] = [await createMember(org, "admin"), await createMember(org, "member")];
  await link(org, who);
  await link(org, who, "https://old.example.test");
  const ctx = as(org, admin);
  expect(await findOpenidLink(ctx, who.id)).toMatchObject({ linkedAt: NOON });
  await expectOneEvent(org, ctx, "member.unlink_openid", () => unlinkOpenid(ctx, { memberId: who.id }));
  expect(await findOpenidLink(ctx, who.id)).toBeNull();
});

test("a link of the same person to another organization, and of others to this one, stay", async () => {
  const [org, other] = [await createOrganization(database.db), await createOrganization(database.db)];
  const [who, colleague] = [await createMember(org, "member"), await createMember(org, "member")];
  const elsewhere = await createMember(other, "member", { accountId: who.accountId });
  await link(org, who);
  await link(org, colleague);
  await link(other, elsewhere);
  await unlinkOpenid(as(org, org.owner), { memberId: who.id });
  expect(await findOpenidLink(as(org, org.owner), colleague.id)).not.toBeNull();
  expect(await findOpenidLink(as(other, other.owner), elsewhere.id)).not.toBeNull();
});

test("nobody below an admin unlinks somebody, and no admin an owner", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  for (const member of [who, org.owner]) await link(org, member);
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    const actor = await createMember(org, role);
    await expectForbidden(org, async () => unlinkOpenid(as(org, actor), { memberId: who.id }));
  }
  const admin = await createMember(org, "admin");
  await expectForbidden(org, async () => unlinkOpenid(as(org, admin), { memberId: org.owner.id }));
  expect(await unlinkOpenid(as(org, org.owner), { memberId: org.owner.id })).toEqual({
    memberId: org.owner.id,
  });
});

test("without a fresh proof nothing is unlinked, and no key can give one", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await link(org, who);
  const stale = as(org, org.owner, { provedAt: new Date(NOON.getTime() - 11 * 60_000) });
  expect(() => unlinkOpenid(stale, { memberId: who.id })).toThrow(FreshProofNeeded);
  const key = as(org, org.owner, { via: "api_key", scopes: ["admin"] });
  await expectForbidden(org, async () => unlinkOpenid(key, { memberId: who.id }));
  expect(await findOpenidLink(as(org, org.owner), who.id)).not.toBeNull();
});

test("a member of another organization is not found, and one without a link is a conflict", async () => {
  const [org, other] = [await createOrganization(database.db), await createOrganization(database.db)];
  await link(other, other.owner);
  await expectNotFound(org, () => unlinkOpenid(as(org, org.owner), { memberId: other.owner.id }));
  const who = await createMember(org, "member");
  await expect(unlinkOpenid(as(org, org.owner), { memberId: who.id })).rejects.toThrow(Conflict);
});

test("of two who unlink at once one does, and one event tells of it", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await link(org, who);
  const ctx = as(org, org.owner);
  const both = await Promise.allSettled([1, 2].map(() => unlinkOpenid(ctx, { memberId: who.id })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
