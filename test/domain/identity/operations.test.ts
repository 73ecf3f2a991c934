import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { sealingKeyId, unseal } from "#app/db/seal.server.ts";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { inAccount, inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { fingerprintKeyOf } from "#app/domain/identity/fingerprint-key.server.ts";
import { keepSecret, readSecret } from "#app/domain/identity/keep-secret.server.ts";
import { getOperations } from "#app/domain/identity/operations-queries.server.ts";
import { heartbeatOf } from "#app/domain/identity/operations-rules.ts";
import { replayJob } from "#app/domain/identity/replay-job.server.ts";
import { findSealedOtherwise, resealAccounts } from "#app/domain/identity/reseal-accounts.server.ts";
import { resealSecrets } from "#app/domain/identity/reseal-secrets.server.ts";
import { accountTotp } from "#app/domain/identity/sign-in-tables.server.ts";
import { makeTotpKey, sealTotpKey, unsealTotpKey } from "#app/domain/identity/totp.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { placeDeadJob } from "#test/support/dead-job.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { noMail } from "#test/support/smtp.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

test("an owner sees numbers of the whole installation and the dead jobs of their own organization only", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const jobId = await placeDeadJob(database.admin, org.id);
  await placeDeadJob(database.admin, other.id);
  setSealingKey(randomBytes(32));
  const seen = await getOperations(as(org, org.owner));
  expect(seen.deadJobs).toMatchObject([{ id: jobId, name: "sweep", tries: 3, error: "TypeError" }]);
  expect(seen.queues.find((queue) => queue.name === "sweep")?.dead).toBeGreaterThanOrEqual(2);
  expect(seen.heartbeat.state).toBe("never");
  const admin = await createMember(org, "admin");
  await expectForbidden(org, async () => getOperations(as(org, admin)));
});

test("a dead job runs once more, leaves one event, and neither twice nor for another organization", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const jobId = await placeDeadJob(database.admin, org.id);
  await expectNotFound(other, () => replayJob(as(other, other.owner), { jobId }));
  const security = await createMember(org, "security");
  await expectForbidden(org, async () => replayJob(as(org, security), { jobId }));
  const ctx = as(org, org.owner);
  await expectOneEvent(org, ctx, "job.replay", () => replayJob(ctx, { jobId }));
  const [job] =
    await database.admin`select state, retry_limit, retry_count from pgboss.job where id = ${jobId}`;
  expect(job).toEqual({ state: "retry", retry_limit: 3, retry_count: 2 });
  await expect(replayJob(ctx, { jobId })).rejects.toBeInstanceOf(NotFound);
});

test("the heartbeat is fresh up to three minutes, then late, and never before the first sweep", () => {
  const ago = (seconds: number) => new Date(NOON.getTime() - seconds * 1_000);
  expect(heartbeatOf(ago(40), NOON)).toMatchObject({ state: "fresh", secondsAgo: 40 });
  expect(heartbeatOf(ago(180), NOON).state).toBe("fresh");
  expect(heartbeatOf(ago(181), NOON).state).toBe("late");
  expect(heartbeatOf(null, NOON).state).toBe("never");
});

test("after the sealing key was replaced a sweep seals everything anew, and the former key is needed no more", async () => {
  const org = await createOrganization(database.db);
  const old = randomBytes(32);
  const fresh = randomBytes(32);
  const system: Ctx = { ...as(org, org.owner), actor: { kind: "system", job: "sweep" } };
  setSealingKey(old);
  const fingerprint = await inTransaction(system, (tx) => fingerprintKeyOf(tx, system));
  const id = await inTransaction(system, (tx) => keepSecret(tx, system, { kind: "test", text: "entered" }));
  setSealingKey(fresh, undefined, [old]);
  expect((await getOperations(as(org, org.owner))).secrets).toEqual({ sealed: 2, withFormerKey: 2 });
  await sweep({
    db: database.db,
    now: () => NOON,
    ...noMail,
    onError: (error) => {
      throw error;
    },
  });
  expect((await getOperations(as(org, org.owner))).secrets).toEqual({ sealed: 2, withFormerKey: 0 });
  setSealingKey(fresh);
  expect(await inTransaction(system, (tx) => readSecret(tx, system, id))).toBe("entered");
  expect(await inTransaction(system, (tx) => fingerprintKeyOf(tx, system))).toBe(fingerprint);
});

test("a sweep seals authenticator keys of accounts anew as well", async () => {
  const { owner } = await createOrganization(database.db);
  const old = randomBytes(32);
  setSealingKey(old);
  const key = makeTotpKey();
  await inAccount(database.db, owner.accountId, (tx) =>
    tx.insert(accountTotp).values({
      accountId: owner.accountId,
      sealed: sealTotpKey(key, owner.accountId),
      createdAt: NOON,
    }),
  );
  const fresh = randomBytes(32);
  setSealingKey(fresh, undefined, [old]);
  expect(await findSealedOtherwise(database.db, 10)).toEqual([owner.accountId]);
  expect(await resealAccounts(database.db, 10)).toEqual({ left: 0 });
  setSealingKey(fresh);
  const [row] = await inAccount(database.db, owner.accountId, (tx) => tx.select().from(accountTotp));
  expect(unsealTotpKey(row?.sealed ?? "", owner.accountId)).toBe(key);
});

test("a secret whose key is gone is left as it is, and the sweep says so", async () => {
  const org = await createOrganization(database.db);
  const system: Ctx = { ...as(org, org.owner), actor: { kind: "system", job: "sweep" } };
  setSealingKey(randomBytes(32));
  await inTransaction(system, (tx) => keepSecret(tx, system, { kind: "test", text: "entered" }));
  setSealingKey(randomBytes(32));
  await expect(resealSecrets(system, { limit: 10 })).rejects.toThrow("does not have");
  const member = await createMember(org, "member");
  await expectForbidden(org, async () => resealSecrets(as(org, member), { limit: 10 }));
});

test("what was sealed names its key, and a cut-off text does not open", () => {
  setSealingKey(randomBytes(32));
  expect(() => unseal(`v1.${sealingKeyId()}.AAAA.AAAA`, "somewhere")).toThrow();
});
