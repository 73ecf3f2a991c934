import { expect, test } from "vitest";
import { Conflict, FreshProofNeeded, Invalid } from "#app/domain/errors.ts";
import { makeRecoveryCodes } from "#app/domain/identity/make-recovery-codes.server.ts";
import { passSecondFactor } from "#app/domain/identity/pass-second-factor.server.ts";
import { findProofWays } from "#app/domain/identity/proof-queries.server.ts";
import { proveAccount } from "#app/domain/identity/prove-account.server.ts";
import {
  beginTotp,
  findTotpState,
  turnOffTotp,
  turnOnTotp,
} from "#app/domain/identity/set-up-totp.server.ts";
import { beginStep } from "#app/domain/identity/sign-in-step.server.ts";
import { touchSession } from "#app/domain/identity/touch-session.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { auditEvents, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { sealWithRandomKey } from "#test/support/sealing.ts";
import {
  accountEventKinds,
  codeAt,
  givePassword,
  PASSWORD,
  signedInAs,
  waitingJobs,
  withTotp,
} from "#test/support/sign-in-factories.ts";

const database = openTestDatabase();
sealWithRandomKey();

const at = (seconds: number) => new Date(NOON.getTime() + seconds * 1_000);

async function person() {
  const org = await createOrganization(database.db);
  const who = org.owner;
  await givePassword(database.db, who);
  return { org, who, ctx: await signedInAs(database.db, who) };
}

async function step(accountId: string, now = NOON): Promise<string> {
  return beginStep({ db: database.db, now }, { kind: "second_factor", accountId });
}

test("an authenticator app counts for nothing before a code of it was typed", async () => {
  const { who, ctx } = await person();
  await beginTotp(ctx);
  expect((await findProofWays(database.db, who.accountId)).authenticator).toBe(false);
  await expect(turnOnTotp(ctx, { oneTimeCode: "000000" })).rejects.toBeInstanceOf(Invalid);
  const state = await findTotpState(ctx);
  if (state.state !== "pending") throw new Error("It waits for its code.");
  expect(state.address).toContain(`secret=${state.key}`);
  const { recoveryCodes } = await turnOnTotp(ctx, { oneTimeCode: codeAt(state.key, NOON) });
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await findProofWays(database.db, who.accountId)).authenticator).toBe(true);
});

test("the key of an authenticator app is sealed, and only shown while it is set up, after a fresh proof", async () => {
  const { who, ctx } = await person();
  await beginTotp(ctx);
  const later = { ...ctx, now: at(700) };
  await expect(findTotpState(later)).rejects.toBeInstanceOf(FreshProofNeeded);
  const state = await findTotpState(ctx);
  if (state.state !== "pending") throw new Error("It waits for its code.");
  const [row] = await database.admin`select sealed from account_totp where account_id = ${who.accountId}`;
  expect(row?.sealed).toMatch(/^v1\./);
  expect(row?.sealed).not.toContain(state.key);
  await turnOnTotp(ctx, { oneTimeCode: codeAt(state.key, NOON) });
  expect(await findTotpState(later)).toEqual({ state: "on", since: NOON });
});

test("a key sealed for one account does not open for another", async () => {
  const { who, ctx } = await person();
  const other = await person();
  await withTotp(ctx);
  await withTotp(other.ctx);
  await database.admin`update account_totp set sealed = (select sealed from account_totp where account_id = ${who.accountId})
    where account_id = ${other.who.accountId}`;
  await expect(proveAccount(other.ctx, { code: "123456" })).rejects.toThrow("moved");
});

test("one step of the clock either way is taken, two are not", async () => {
  for (const [off, fits] of [
    [-60, false],
    [-30, true],
    [0, true],
    [30, true],
    [60, false],
  ] as const) {
    const { ctx } = await person();
    const { key } = await withTotp(ctx);
    const now = at(300);
    const proof = proveAccount({ ...ctx, now }, { code: codeAt(key, new Date(now.getTime() + off * 1_000)) });
    if (fits) await proof;
    else await expect(proof, `${off} s`).rejects.toBeInstanceOf(Invalid);
  }
});

test("a code counts once, also for two who send it at once, and no earlier one counts after it", async () => {
  const { ctx } = await person();
  const { key } = await withTotp(ctx);
  const now = { ...ctx, now: at(300) };
  const code = codeAt(key, now.now);
  const results = await Promise.allSettled([1, 2, 3, 4].map(() => proveAccount(now, { code })));
  expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  await expect(proveAccount(now, { code: codeAt(key, at(270)) })).rejects.toBeInstanceOf(Invalid);
  await proveAccount(now, { code: codeAt(key, at(330)) });
});

test("the code an authenticator app was turned on with does not sign in as well", async () => {
  const { ctx } = await person();
  const { key } = await withTotp(ctx);
  await expect(proveAccount(ctx, { code: codeAt(key, at(-30)) })).rejects.toBeInstanceOf(Invalid);
});

test("with a second factor the password alone proves nothing, without one it does", async () => {
  const { ctx } = await person();
  await proveAccount(ctx, { password: PASSWORD });
  await expect(proveAccount(ctx, { password: "not it at all" })).rejects.toBeInstanceOf(Invalid);
  await withTotp(ctx);
  await expect(proveAccount(ctx, { password: PASSWORD })).rejects.toBeInstanceOf(Invalid);
});

test("a recovery code stands for the second factor once, however it is typed, and its owner is told", async () => {
  const { who, ctx } = await person();
  const { codes } = await withTotp(ctx);
  const [first = "", second = ""] = codes;
  await proveAccount(ctx, { code: first.toUpperCase().replaceAll("-", " ") });
  await expect(proveAccount(ctx, { code: first })).rejects.toBeInstanceOf(Invalid);
  const twice = await Promise.allSettled([1, 2, 3].map(() => proveAccount(ctx, { code: second })));
  expect(twice.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect((await findProofWays(database.db, who.accountId)).recoveryCodes).toBe(8);
  const stored = await database.admin`select row_to_json(r)::text as row from recovery_code r`;
  for (const { row } of stored)
    expect(codes.some((code) => String(row).includes(code.replaceAll("-", "")))).toBe(false);
  const told = (await waitingJobs(database.admin, who)).filter((job) => job.name === "mail_account_notice");
  expect(told).toHaveLength(3);
});

test("new recovery codes end the earlier ones, and without a second factor there are none", async () => {
  const { ctx } = await person();
  await expect(makeRecoveryCodes(ctx)).rejects.toBeInstanceOf(Conflict);
  const { codes } = await withTotp(ctx);
  const { recoveryCodes } = await makeRecoveryCodes(ctx);
  await expect(proveAccount(ctx, { code: codes[0] })).rejects.toBeInstanceOf(Invalid);
  await proveAccount(ctx, { code: recoveryCodes[0] });
});

test("turning the last second factor off deletes the recovery codes, and off twice is refused", async () => {
  const { who, ctx } = await person();
  const { codes } = await withTotp(ctx);
  await turnOffTotp(ctx);
  expect(await findProofWays(database.db, who.accountId)).toMatchObject({
    authenticator: false,
    recoveryCodes: 0,
  });
  await expect(proveAccount(ctx, { code: codes[0] })).rejects.toBeInstanceOf(Invalid);
  await expect(turnOffTotp(ctx)).rejects.toBeInstanceOf(Conflict);
});

test("every change of a second factor needs a fresh proof", async () => {
  const { ctx } = await person();
  const stale = { ...ctx, now: at(601) };
  for (const change of [
    () => beginTotp(stale),
    () => turnOnTotp(stale, { oneTimeCode: "000000" }),
    () => turnOffTotp(stale),
    () => makeRecoveryCodes(stale),
  ]) {
    await expect(change()).rejects.toBeInstanceOf(FreshProofNeeded);
  }
});

test("the first second factor signs every other browser out, which never gave it", async () => {
  const { who, ctx } = await person();
  await signedInAs(database.db, who);
  await withTotp(ctx);
  const rows = await database.admin`select id from session where account_id = ${who.accountId}`;
  expect(rows.map((row) => row.id)).toEqual([ctx.account.sessionId]);
});

test("each organization of a person learns once that a second factor changed, and nothing of it", async () => {
  const { org, who, ctx } = await person();
  const other = await createOrganization(database.db);
  const there = await createMember(other, "member", { accountId: who.accountId });
  const bystander = await createOrganization(database.db);
  await withTotp(ctx);
  for (const [place, id] of [
    [org, who.id],
    [other, there.id],
  ] as const) {
    const events = await auditEvents(place);
    expect(events.map((event) => event.verb)).toEqual(["member.turn_on_authenticator"]);
    expect(events[0]).toMatchObject({ target_id: id, actor_member_id: id, after: null });
  }
  expect(await auditEvents(bystander)).toEqual([]);
});

test("a step after the password is used up once: of two tabs with it, one gets in", async () => {
  const { who, ctx } = await person();
  const { codes } = await withTotp(ctx);
  const secret = await step(who.accountId);
  const edge = { db: database.db, now: NOON, from: null, requestId: "test" };
  const results = await Promise.allSettled(
    codes.slice(0, 3).map((code) => passSecondFactor(edge, { accountId: who.accountId, secret, code })),
  );
  expect(results.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect((await findProofWays(database.db, who.accountId)).recoveryCodes).toBe(9);
});

test("a step ends after ten minutes, with a disabled account, and opens no other account", async () => {
  const { who, ctx } = await person();
  const other = await person();
  const { codes } = await withTotp(ctx);
  const theirs = await withTotp(other.ctx);
  const secret = await step(who.accountId);
  const edge = { db: database.db, now: NOON, from: null, requestId: "test" };
  const pass = (more: object) =>
    passSecondFactor({ ...edge, ...more }, { accountId: who.accountId, secret, code: codes[0] });
  await expect(pass({ now: at(600) })).rejects.toBeInstanceOf(Conflict);
  const foreign = { accountId: other.who.accountId, secret, code: theirs.codes[0] };
  await expect(passSecondFactor(edge, foreign)).rejects.toBeInstanceOf(Conflict);
  await database.admin`update account set disabled_at = ${NOON} where id = ${who.accountId}`;
  await expect(pass({})).rejects.toBeInstanceOf(Conflict);
  await database.admin`update account set disabled_at = null where id = ${who.accountId}`;
  await expect(
    passSecondFactor(edge, { accountId: who.accountId, secret, code: "000000" }),
  ).rejects.toBeInstanceOf(Invalid);
  await pass({});
  expect((await accountEventKinds(database.admin, who)).at(-2)).toBe("second_factor.refuse");
});

test("a step names no session: its secret signs nobody in", async () => {
  const { who } = await person();
  const secret = await step(who.accountId);
  expect(await touchSession({ db: database.db, now: NOON }, secret)).toBeUndefined();
});
