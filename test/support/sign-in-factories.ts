import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type postgres from "postgres";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { addPasskey } from "#app/domain/identity/keep-passkey.server.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { beginTotp, findTotpState, turnOnTotp } from "#app/domain/identity/set-up-totp.server.ts";
import { startSession } from "#app/domain/identity/start-session.server.ts";
import { touchSession } from "#app/domain/identity/touch-session.server.ts";
import { NOON, type TestMember } from "#test/support/factories.ts";
import { SITE, SoftwarePasskey } from "#test/support/software-passkey.ts";

export const PASSWORD = "correct horse battery staple";
let encoded: Promise<string> | undefined;

/** Gives the account the password PASSWORD. */
export async function givePassword(db: Database, who: { accountId: string }): Promise<void> {
  encoded ??= hashPassword(PASSWORD);
  const passwordHash = await encoded;
  await inAccount(db, who.accountId, (tx) =>
    tx.update(account).set({ passwordHash }).where(eq(account.id, who.accountId)),
  );
}

/** Signed in at `now`, at the domain: with a session of its own in a browser of its own. */
export async function signedInAs(db: Database, who: TestMember, now = NOON): Promise<AccountCtx> {
  const id = randomBytes(20).toString("hex");
  const edge = { db, now, from: "127.0.0.1", requestId: `test-${id.slice(0, 8)}` };
  await startSession(edge, {
    idHash: hashSecret(id),
    accountId: who.accountId,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    browserHash: hashSecret(`browser ${id}`),
    provedAt: now,
    byProvider: null,
    idleMinutes: 120,
    maxDays: 7,
  });
  const found = await touchSession(edge, hashSecret(id));
  if (!found) throw new Error("The session that was just started is not found.");
  return { ...edge, account: found };
}

/** The kinds of an account's events, the oldest first. */
export async function accountEventKinds(admin: postgres.Sql, who: { accountId: string }): Promise<string[]> {
  const rows = await admin<{ kind: string }[]>`
    select kind from account_event where account_id = ${who.accountId} order by id`;
  return rows.map((row) => row.kind);
}

/** Jobs that wait, by name, for one account. */
export async function waitingJobs(
  admin: postgres.Sql,
  who: { accountId: string },
): Promise<{ name: string; data: Record<string, string> }[]> {
  const rows = await admin<{ name: string; data: Record<string, string> }[]>`
    select name, data from pgboss.job where data->>'accountId' = ${who.accountId} and state = 'created' order by created_on, id`;
  return [...rows];
}

/** The code an authenticator app with this key shows at a moment. */
export function codeAt(key: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(key), algorithm: "SHA1", digits: 6, period: 30 }).generate({
    timestamp: at.getTime(),
  });
}

/** Turns an authenticator app on, half a minute before `now`. Returns its key and the recovery codes. */
export async function withTotp(ctx: AccountCtx): Promise<{ key: string; codes: string[] }> {
  await beginTotp(ctx);
  const state = await findTotpState(ctx);
  if (state.state !== "pending")
    throw new Error("An authenticator app that was just begun waits for its code.");
  const at = new Date(ctx.now.getTime() - 30_000);
  const { recoveryCodes } = await turnOnTotp(ctx, { oneTimeCode: codeAt(state.key, at) });
  return { key: state.key, codes: recoveryCodes ?? [] };
}

/** Adds a passkey of the test's own to an account. */
export async function withPasskey(ctx: AccountCtx): Promise<{ passkey: SoftwarePasskey; codes: string[] }> {
  const passkey = new SoftwarePasskey(ctx.account.accountId);
  const challenge = randomBytes(32).toString("base64url");
  const credential = passkey.register({ challenge });
  const { recoveryCodes } = await addPasskey(ctx, { name: "Laptop", credential, challenge, site: SITE });
  return { passkey, codes: recoveryCodes ?? [] };
}
