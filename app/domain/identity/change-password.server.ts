import { eq } from "drizzle-orm";
import { inAccount } from "#app/db/transaction.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { hashNewPassword } from "#app/domain/identity/hash-new-password.server.ts";
import { passwordFits } from "#app/domain/identity/password.server.ts";
import type { ChangePasswordInput } from "#app/domain/identity/password-inputs.ts";
import { recordAccountChange } from "#app/domain/identity/record-account-change.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { replacePassword } from "#app/domain/identity/replace-password.server.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";

/**
 * Gives the account another password, for who knows the one of now or has just proven who they are; signs every other
 * browser out. Throws Invalid for a wrong or an unfit password, FreshProofNeeded when neither is given.
 */
export async function changePassword(ctx: AccountCtx, input: ChangePasswordInput): Promise<void> {
  const { accountId, sessionId } = ctx.account;
  if (!input.currentPassword) requireFreshProofOf(ctx.account, ctx.now);
  const passwordHash = await hashNewPassword(input.password, ctx.account);
  const fits = await inAccount(ctx.db, accountId, async (tx) => {
    const [row] = await tx
      .select({ passwordHash: account.passwordHash })
      .from(account)
      .where(eq(account.id, accountId))
      .for("update");
    const current = input.currentPassword;
    if (current && !(await passwordFits(row?.passwordHash ?? null, current))) {
      await recordAccountEvent(tx, ctx, { accountId, kind: "proof.refuse" });
      return false;
    }
    await replacePassword(tx, ctx.now, { accountId, passwordHash, keep: sessionId });
    await recordAccountChange(tx, ctx, { accountId, kind: "password.change" });
    return true;
  });
  if (fits) return;
  throw new Invalid("The password was not changed.", {
    currentPassword: ["This is not your password of now. It may have been changed in another window."],
  });
}
