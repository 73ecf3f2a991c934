import { and, eq, isNull, lt, or } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Transaction } from "#app/db/client.server.ts";
import { seal, unseal } from "#app/db/seal.server.ts";
import { accountTotp } from "#app/domain/identity/sign-in-tables.server.ts";

const STEP_SECONDS = 30;
/** A clock may be off by one step either way (RFC 6238, section 5.2). */
const WINDOW = 1;

/** A new secret of 160 bits (RFC 4226, section 4), in base32. */
export function makeTotpKey(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads from the QR code. */
export function totpAddress(key: string, email: string): string {
  return totpOf(key, email).toString();
}

export function sealTotpKey(key: string, accountId: string): string {
  return seal(key, placeOf(accountId));
}

export function unsealTotpKey(sealed: string, accountId: string): string {
  return unseal(sealed, placeOf(accountId));
}

/**
 * Whether `code` is one of this account's authenticator now, and uses it up: a code that was taken, or one before it,
 * is never taken again, also not by two at once. `isConfirmed` false: for one that is being set up.
 */
export async function takeTotpCode(
  tx: Transaction,
  now: Date,
  { accountId, code, isConfirmed }: { accountId: string; code: string; isConfirmed: boolean },
): Promise<boolean> {
  const [row] = await tx.select().from(accountTotp).where(eq(accountTotp.accountId, accountId));
  if (!row || (row.confirmedAt !== null) !== isConfirmed) return false;
  const totp = totpOf(unsealTotpKey(row.sealed, accountId));
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  if (delta === null) return false;
  const step = Math.floor(now.getTime() / 1_000 / STEP_SECONDS) + delta;
  const taken = await tx
    .update(accountTotp)
    .set({ lastStep: step })
    .where(
      and(
        eq(accountTotp.accountId, accountId),
        eq(accountTotp.sealed, row.sealed),
        or(isNull(accountTotp.lastStep), lt(accountTotp.lastStep, step)),
      ),
    )
    .returning({ accountId: accountTotp.accountId });
  return taken.length > 0;
}

function totpOf(key: string, label = ""): TOTP {
  const secret = Secret.fromBase32(key);
  return new TOTP({ issuer: "Castellan", label, algorithm: "SHA1", digits: 6, period: STEP_SECONDS, secret });
}

function placeOf(accountId: string): string {
  return `account_totp ${accountId}`;
}
