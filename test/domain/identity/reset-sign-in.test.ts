import { expect, test } from "vitest";
import { Forbidden } from "#app/domain/errors.ts";
import { listMembershipsOf } from "#app/domain/identity/account-queries.server.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { resetSignIn } from "#app/domain/identity/reset-sign-in.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, asOperator, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { sealWithRandomKey } from "#test/support/sealing.ts";
import { accountEventKinds, signedInAs, withPasskey, withTotp } from "#test/support/sign-in-factories.ts";
import { expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
sealWithRandomKey();

test("the operator resets a sign-in: password forgotten, sessions ended, one link that works", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  await database.admin`update account set password_hash = 'something' where id = ${who.accountId}`;
  await database.admin`insert into session (id, id_hash, account_id, created_at, last_seen_at, proved_at, idle_expires_at, absolute_expires_at)
    values (${who.id}, ${who.id}, ${who.accountId}, ${NOON}, ${NOON}, ${NOON}, ${later(1)}, ${later(1)})`;
  const ctx = asOperator(org);
  const reset = () => resetSignIn(ctx, { memberId: who.id });
  const first = await expectOneEvent(org, ctx, "member.reset_sign_in", reset);
  const second = await reset();
  expect(second).toMatchObject({ email: who.email, expiresAt: later(7) });
  const links = await database.admin`
    select token_hash, invited_by from invitation where org_id = ${org.id} and revoked_at is null`;
  expect(links).toEqual([{ token_hash: hashSecret(second.token), invited_by: null }]);
  expect(hashSecret(first.token)).not.toBe(hashSecret(second.token));
  const [account] = await database.admin`
    select password_hash, (select count(*)::int from session s where s.account_id = a.id) as sessions
    from account a where id = ${who.accountId}`;
  expect(account).toEqual({ password_hash: null, sessions: 0 });
});

test("second factors stay unless the operator removes them by name, and then their owner is told", async () => {
  const org = await createOrganization(database.db);
  const ctx = await signedInAs(database.db, org.owner);
  await withTotp(ctx);
  await withPasskey(ctx);
  const ways = () => findProofWays(database.db, org.owner.accountId);
  await resetSignIn(asOperator(org), { memberId: org.owner.id });
  expect(await ways()).toMatchObject({ authenticator: true, passkey: true, recoveryCodes: 10 });
  await resetSignIn(asOperator(org), { memberId: org.owner.id, forgetSecondFactors: true });
  expect(await ways()).toMatchObject({ authenticator: false, passkey: false, recoveryCodes: 0 });
  expect(await accountEventKinds(database.admin, org.owner)).toContain("second_factors.forget");
});

test("no member resets a sign-in, not even an owner", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  expect(() => resetSignIn(as(org, org.owner), { memberId: who.id })).toThrow(Forbidden);
});

test("a member of another organization is not found", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  await expectNotFound(org, () => resetSignIn(asOperator(org), { memberId: other.owner.id }));
});

test("the operator finds the memberships of an address, and none of one nobody has", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const here = await createMember(org, "member");
  await createMember(other, "member", { accountId: here.accountId });
  const found = await listMembershipsOf(database.db, here.email);
  expect(found.map((row) => row.orgId).sort()).toEqual([org.id, other.id].sort());
  expect(await listMembershipsOf(database.db, "nobody@example.test")).toEqual([]);
});
