import { inAccount } from "#app/db/transaction.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { findProofWaysIn } from "#app/domain/identity/proof-queries.server.ts";
import { hasSecondFactor } from "#app/domain/identity/proof-rules.ts";
import { recordAccountChange } from "#app/domain/identity/record-account-change.server.ts";
import { replaceRecoveryCodes } from "#app/domain/identity/recovery-codes.server.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";

/** Ten new recovery codes, shown once; the earlier ones stop working. Throws Conflict without a second factor. */
export async function makeRecoveryCodes(ctx: AccountCtx): Promise<{ recoveryCodes: string[] }> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId } = ctx.account;
  return inAccount(ctx.db, accountId, async (tx) => {
    if (!hasSecondFactor(await findProofWaysIn(tx, accountId))) {
      throw new Conflict(
        "Recovery codes stand for a second factor, and this account has none yet. Nothing was made.",
      );
    }
    await recordAccountChange(tx, ctx, { accountId, kind: "recovery_codes.make" });
    return { recoveryCodes: await replaceRecoveryCodes(tx, ctx, accountId) };
  });
}
