import { eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import type { PasskeyAnswer } from "#app/domain/identity/check-passkey.server.ts";
import { passwordFits } from "#app/domain/identity/password.server.ts";
import { findProofWaysIn } from "#app/domain/identity/proof-queries.server.ts";
import { hasSecondFactor, mayProveByPassword } from "#app/domain/identity/proof-rules.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { takeSecondFactor } from "#app/domain/identity/take-second-factor.server.ts";

export type Proof = { password?: string; code?: string; passkey?: PasskeyAnswer };

const WRONG_PASSWORD = "The password is not right. Nothing was changed.";
const WRONG_FACTOR = "The code or passkey is not right, or was used already. Nothing was changed.";

/**
 * Checks that whoever uses this session is still its account's owner: by a second factor where there is one, else by
 * the password. Leaves an account event either way. Throws Invalid when it does not fit.
 */
export async function proveAccount(ctx: AccountCtx, proof: Proof): Promise<void> {
  const { accountId } = ctx.account;
  const result = await inAccount(ctx.db, accountId, async (tx) => {
    const ways = await findProofWaysIn(tx, accountId);
    const fits = hasSecondFactor(ways)
      ? await takeSecondFactor(tx, ctx, accountId, proof)
      : mayProveByPassword(ways) && (await ownPasswordFits(tx, accountId, proof.password ?? ""));
    await recordAccountEvent(tx, ctx, { accountId, kind: fits ? "proof.give" : "proof.refuse" });
    return { fits, wrong: hasSecondFactor(ways) ? WRONG_FACTOR : WRONG_PASSWORD };
  });
  if (!result.fits) throw new Invalid(result.wrong);
}

/** Whether this is the account's password, inside a transaction walled to it. */
export async function ownPasswordFits(
  tx: Transaction,
  accountId: string,
  password: string,
): Promise<boolean> {
  const [row] = await tx
    .select({ passwordHash: account.passwordHash })
    .from(account)
    .where(eq(account.id, accountId));
  return passwordFits(row?.passwordHash ?? null, password);
}
