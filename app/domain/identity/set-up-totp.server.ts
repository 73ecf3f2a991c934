import { eq, isNull } from "drizzle-orm";
import { inAccount } from "#app/db/transaction.server.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { authenticatorCode } from "#app/domain/identity/recovery-code-rules.ts";
import { factorAdded, factorRemoved } from "#app/domain/identity/second-factor-changes.server.ts";
import { accountTotp } from "#app/domain/identity/sign-in-tables.server.ts";
import {
  makeTotpKey,
  sealTotpKey,
  takeTotpCode,
  totpAddress,
  unsealTotpKey,
} from "#app/domain/identity/totp.server.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";

const IS_ON = "An authenticator app is turned on already. Turn it off first to set up another.";

/** Makes the key an authenticator app is set up with; it counts for nothing before a code of it was typed. */
export async function beginTotp(ctx: AccountCtx): Promise<void> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId } = ctx.account;
  const row = { sealed: sealTotpKey(makeTotpKey(), accountId), createdAt: ctx.now, lastStep: null };
  const made = await inAccount(ctx.db, accountId, (tx) =>
    tx
      .insert(accountTotp)
      .values({ accountId, ...row })
      .onConflictDoUpdate({
        target: accountTotp.accountId,
        set: row,
        setWhere: isNull(accountTotp.confirmedAt),
      })
      .returning({ accountId: accountTotp.accountId }),
  );
  if (made.length === 0) throw new Conflict(IS_ON);
}

export type TotpState =
  | { state: "off" }
  | { state: "on"; since: Date }
  /** `address` is what the QR code says, `key` the same to type. */
  | { state: "pending"; key: string; address: string };

/** Where the authenticator app of an account stands. The key of one being set up is only shown after a fresh proof. */
export async function findTotpState(ctx: AccountCtx): Promise<TotpState> {
  const { accountId, email } = ctx.account;
  const [row] = await inAccount(ctx.db, accountId, (tx) =>
    tx.select().from(accountTotp).where(eq(accountTotp.accountId, accountId)),
  );
  if (!row) return { state: "off" };
  if (row.confirmedAt) return { state: "on", since: row.confirmedAt };
  requireFreshProofOf(ctx.account, ctx.now);
  const key = unsealTotpKey(row.sealed, accountId);
  return { state: "pending", key, address: totpAddress(key, email) };
}

/**
 * Turns the authenticator app on with a code of it. Returns the recovery codes, once, when this is the account's first
 * second factor. Throws Invalid for a wrong code, Conflict when it is on already or was not begun.
 */
export async function turnOnTotp(
  ctx: AccountCtx,
  input: { oneTimeCode: string },
): Promise<{ recoveryCodes: string[] | null }> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId } = ctx.account;
  const code = authenticatorCode(input.oneTimeCode);
  return inAccount(ctx.db, accountId, async (tx) => {
    const mine = eq(accountTotp.accountId, accountId);
    const [row] = await tx.select().from(accountTotp).where(mine).for("update");
    if (!row) throw new Conflict("There is no key to turn on. Start the set-up again.");
    if (row.confirmedAt) throw new Conflict(IS_ON);
    const fits = code && (await takeTotpCode(tx, ctx.now, { accountId, code, isConfirmed: false }));
    if (!fits) {
      throw new Invalid("The authenticator app is not turned on yet.", {
        oneTimeCode: ["This is not the code shown now. Check that the clock of your device is right."],
      });
    }
    await tx.update(accountTotp).set({ confirmedAt: ctx.now }).where(mine);
    return factorAdded(tx, ctx, "totp.turn_on");
  });
}

/** Turns the authenticator app off. Throws Conflict when it is not on. */
export async function turnOffTotp(ctx: AccountCtx): Promise<void> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId } = ctx.account;
  await inAccount(ctx.db, accountId, async (tx) => {
    const removed = await tx
      .delete(accountTotp)
      .where(eq(accountTotp.accountId, accountId))
      .returning({ confirmedAt: accountTotp.confirmedAt });
    if (!removed[0]?.confirmedAt)
      throw new Conflict("No authenticator app is turned on. Nothing was changed.");
    await factorRemoved(tx, ctx, "totp.turn_off");
  });
}
