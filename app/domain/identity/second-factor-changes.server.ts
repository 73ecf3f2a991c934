import { eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { deleteOtherSessions } from "#app/domain/identity/end-own-sessions.server.ts";
import { findProofWaysIn } from "#app/domain/identity/proof-queries.server.ts";
import { hasSecondFactor } from "#app/domain/identity/proof-rules.ts";
import { recordAccountChange } from "#app/domain/identity/record-account-change.server.ts";
import { replaceRecoveryCodes } from "#app/domain/identity/recovery-codes.server.ts";
import { recoveryCode } from "#app/domain/identity/sign-in-tables.server.ts";

/**
 * What follows from a new second factor: an account that had none gets recovery codes, and browsers that were signed in
 * without one are signed out.
 */
export async function factorAdded(
  tx: Transaction,
  ctx: AccountCtx,
  kind: "totp.turn_on" | "passkey.add",
): Promise<{ recoveryCodes: string[] | null }> {
  const { accountId, sessionId } = ctx.account;
  await recordAccountChange(tx, ctx, { accountId, kind });
  const { recoveryCodes: left } = await findProofWaysIn(tx, accountId);
  if (left > 0) return { recoveryCodes: null };
  await deleteOtherSessions(tx, accountId, sessionId);
  return { recoveryCodes: await replaceRecoveryCodes(tx, ctx, accountId) };
}

/** What follows when one is gone: with the last one the recovery codes go too, since they stand for nothing then. */
export async function factorRemoved(
  tx: Transaction,
  ctx: AccountCtx,
  kind: "totp.turn_off" | "passkey.remove",
): Promise<void> {
  const { accountId } = ctx.account;
  await recordAccountChange(tx, ctx, { accountId, kind });
  if (hasSecondFactor(await findProofWaysIn(tx, accountId))) return;
  await tx.delete(recoveryCode).where(eq(recoveryCode.accountId, accountId));
}
