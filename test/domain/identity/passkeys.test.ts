import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Conflict, FreshProofNeeded, Invalid, NotFound } from "#app/domain/errors.ts";
import type { PasskeyAnswer } from "#app/domain/identity/check-passkey.server.ts";
import {
  addPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
} from "#app/domain/identity/keep-passkey.server.ts";
import { offerPasskeyProof, offerPasskeySignIn } from "#app/domain/identity/offer-passkey.server.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { proveAccount } from "#app/domain/identity/prove-account.server.ts";
import { signInByPasskey } from "#app/domain/identity/sign-in-by-passkey.server.ts";
import { forgetStaleSteps, takeStep } from "#app/domain/identity/sign-in-step.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization, NOON } from "#test/support/factories.ts";
import { accountEventKinds, signedInAs, withPasskey } from "#test/support/sign-in-factories.ts";
import { SITE, SoftwarePasskey } from "#test/support/software-passkey.ts";

const database = openTestDatabase();
const edge = () => ({ db: database.db, now: NOON, from: null, requestId: "test" });
const newChallenge = () => randomBytes(32).toString("base64url");

async function person() {
  const org = await createOrganization(database.db);
  const ctx = await signedInAs(database.db, org.owner);
  const { passkey, codes } = await withPasskey(ctx);
  return { who: org.owner, ctx, passkey, codes };
}

function answer(
  passkey: SoftwarePasskey,
  asked: Partial<Parameters<SoftwarePasskey["sign"]>[0]> = {},
  challenge = newChallenge(),
): PasskeyAnswer {
  return { signed: passkey.sign({ challenge, ...asked }), challenge, site: SITE };
}

test("a passkey signs its owner in, and keeps its count, its use and whether there are copies", async () => {
  const { who, passkey } = await person();
  const found = await signInByPasskey(edge(), answer(passkey, { synced: true, backedUp: true }));
  expect(found).toEqual({ accountId: who.accountId });
  const [row] = await database.admin`select counter::int, is_backed_up, last_used_at from passkey
    where account_id = ${who.accountId}`;
  expect(row).toEqual({ counter: 1, is_backed_up: true, last_used_at: NOON });
});

test("the first passkey gives recovery codes, a second one does not", async () => {
  const { ctx, codes } = await person();
  expect(codes).toHaveLength(10);
  expect((await withPasskey(ctx)).codes).toEqual([]);
  expect(await listPasskeys(ctx)).toHaveLength(2);
});

test("what was signed for another site, another host or another challenge opens nothing", async () => {
  const { who, passkey } = await person();
  const wrong = [
    answer(passkey, { origin: "https://castellan.test.evil.example" }),
    answer(passkey, { origin: "http://castellan.test" }),
    answer(passkey, { host: "evil.example" }),
    { ...answer(passkey), challenge: newChallenge() },
  ];
  for (const one of wrong) await expect(signInByPasskey(edge(), one)).rejects.toBeInstanceOf(Invalid);
  expect(
    (await accountEventKinds(database.admin, who)).filter((kind) => kind === "second_factor.refuse"),
  ).toHaveLength(4);
});

test("an answer that was changed after signing opens nothing", async () => {
  const { passkey } = await person();
  const honest = answer(passkey);
  const bytes = Buffer.from(honest.signed.response.authenticatorData, "base64url");
  bytes.writeUInt32BE(9, 33);
  const response = { ...honest.signed.response, authenticatorData: bytes.toString("base64url") };
  const changed = { ...honest, signed: { ...honest.signed, response } };
  await expect(signInByPasskey(edge(), changed)).rejects.toBeInstanceOf(Invalid);
});

test("a copied authenticator whose count went back opens nothing", async () => {
  const { passkey } = await person();
  await signInByPasskey(edge(), answer(passkey, { counter: 5 }));
  await expect(signInByPasskey(edge(), answer(passkey, { counter: 5 }))).rejects.toBeInstanceOf(Invalid);
  await expect(signInByPasskey(edge(), answer(passkey, { counter: 4 }))).rejects.toBeInstanceOf(Invalid);
  await signInByPasskey(edge(), answer(passkey, { counter: 6 }));
});

test("signing in without a password needs an authenticator that checked who holds it; as a second factor it need not", async () => {
  const { ctx, passkey } = await person();
  await expect(signInByPasskey(edge(), answer(passkey, { verified: false }))).rejects.toBeInstanceOf(Invalid);
  await proveAccount(ctx, { passkey: answer(passkey, { verified: false }) });
});

test("a passkey of another account proves nothing, and one that names another account signs nobody in", async () => {
  const mine = await person();
  const theirs = await person();
  await expect(proveAccount(mine.ctx, { passkey: answer(theirs.passkey) })).rejects.toBeInstanceOf(Invalid);
  const handle = Buffer.from(mine.who.accountId).toString("base64url");
  await expect(signInByPasskey(edge(), answer(theirs.passkey, { handle }))).rejects.toBeInstanceOf(Invalid);
});

test("a passkey nobody added, a removed one and one of a disabled account get the same sentence", async () => {
  const { who, ctx, passkey } = await person();
  const sentenceOf = (given: PasskeyAnswer) =>
    signInByPasskey(edge(), given).then(
      () => "signed in",
      (error: Error) => error.message,
    );
  const unknown = await sentenceOf(answer(new SoftwarePasskey(who.accountId)));
  await database.admin`update account set disabled_at = ${NOON} where id = ${who.accountId}`;
  const disabled = await sentenceOf(answer(passkey));
  await database.admin`update account set disabled_at = null where id = ${who.accountId}`;
  const [{ id = "" } = {}] = await listPasskeys(ctx);
  await removePasskey(ctx, { passkeyId: id });
  const removed = await sentenceOf(answer(passkey));
  expect(new Set([unknown, disabled, removed]).size).toBe(1);
  expect(unknown).toContain("opens no account here");
});

test("a passkey is kept once, by one account", async () => {
  const { passkey } = await person();
  const other = await signedInAs(database.db, (await createOrganization(database.db)).owner);
  const challenge = newChallenge();
  const again = { name: "Copy", credential: passkey.register({ challenge }), challenge, site: SITE };
  await expect(addPasskey(other, again)).rejects.toBeInstanceOf(Conflict);
});

test("a passkey made for another site or another challenge is not added", async () => {
  const { ctx } = await person();
  const made = (asked: object) => {
    const challenge = newChallenge();
    const credential = new SoftwarePasskey(ctx.account.accountId).register({ challenge, ...asked });
    return { name: "Laptop", credential, challenge, site: SITE };
  };
  for (const wrong of [
    made({ origin: "https://evil.example" }),
    made({ host: "evil.example" }),
    { ...made({}), challenge: newChallenge() },
    { ...made({}), challenge: undefined },
  ]) {
    await expect(addPasskey(ctx, wrong)).rejects.toBeInstanceOf(Invalid);
  }
  expect(await listPasskeys(ctx)).toHaveLength(1);
});

test("somebody else's passkey can be neither renamed nor removed", async () => {
  const mine = await person();
  const theirs = await person();
  const [{ id = "" } = {}] = await listPasskeys(theirs.ctx);
  await expect(renamePasskey(mine.ctx, { passkeyId: id, name: "Mine" })).rejects.toBeInstanceOf(NotFound);
  await expect(removePasskey(mine.ctx, { passkeyId: id })).rejects.toBeInstanceOf(NotFound);
  await renamePasskey(theirs.ctx, { passkeyId: id, name: "Ünïcode 🔑" });
  expect(await listPasskeys(theirs.ctx)).toMatchObject([{ name: "Ünïcode 🔑" }]);
});

test("adding and removing a passkey need a fresh proof", async () => {
  const { ctx } = await person();
  const stale = { ...ctx, now: new Date(NOON.getTime() + 601_000) };
  await expect(withPasskey(stale)).rejects.toBeInstanceOf(FreshProofNeeded);
  const [{ id = "" } = {}] = await listPasskeys(ctx);
  await expect(removePasskey(stale, { passkeyId: id })).rejects.toBeInstanceOf(FreshProofNeeded);
});

test("removing the last passkey deletes the recovery codes", async () => {
  const { who, ctx } = await person();
  const [{ id = "" } = {}] = await listPasskeys(ctx);
  await removePasskey(ctx, { passkeyId: id });
  expect(await findProofWays(database.db, who.accountId)).toMatchObject({ passkey: false, recoveryCodes: 0 });
});

test("a challenge is taken once, for what it was made for, and within ten minutes; the sweep forgets the rest", async () => {
  const { who } = await person();
  const { secret, options } = await offerPasskeySignIn(edge(), SITE);
  expect(options).toMatchObject({ rpId: SITE.host, userVerification: "required" });
  expect(options.allowCredentials ?? []).toEqual([]);
  expect(await takeStep(edge(), secret, "passkey_proof")).toBeUndefined();
  const takers = await Promise.all([1, 2, 3].map(() => takeStep(edge(), secret, "passkey_sign_in")));
  expect(takers.filter(Boolean)).toEqual([{ accountId: null, challenge: options.challenge }]);
  const proof = await offerPasskeyProof(edge(), who.accountId, SITE);
  const late = { ...edge(), now: new Date(NOON.getTime() + 600_000) };
  expect(await takeStep(late, proof.secret, "passkey_proof")).toBeUndefined();
  expect(await forgetStaleSteps(database.db, late.now)).toBeGreaterThan(0);
  expect(await takeStep(edge(), proof.secret, "passkey_proof")).toBeUndefined();
});
