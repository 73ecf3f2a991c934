import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import type { PasskeyAnswer } from "#app/domain/identity/check-passkey.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { signInStep } from "#app/domain/identity/sign-in-tables.server.ts";
import { takeSecondFactor } from "#app/domain/identity/take-second-factor.server.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };
type Given = { accountId: string; secret: string; code?: string; passkey?: PasskeyAnswer };

export const STEP_IS_OVER =
  "This sign-in has ended or was finished elsewhere. Start again with your password.";
const WRONG = "The code or passkey is not right, or was used already. Nothing was changed. Try again.";

/**
 * The second half of signing in: uses up the step that the password began, together with the code or passkey; of two
 * tabs with one step, one gets in. Throws Invalid when the factor does not fit, Conflict when the step is over: it took
 * too long, was used, or the password was changed or the account disabled meanwhile.
 */
export async function passSecondFactor(edge: Edge, given: Given): Promise<void> {
  const { accountId } = given;
  const mine = and(
    eq(signInStep.accountId, accountId),
    eq(signInStep.idHash, hashSecret(given.secret)),
    eq(signInStep.kind, "second_factor"),
    gt(signInStep.expiresAt, edge.now),
  );
  const fits = await inAccount(edge.db, accountId, async (tx) => {
    const [person] = await tx
      .select({ id: account.id })
      .from(account)
      .where(and(eq(account.id, accountId), isNull(account.disabledAt)))
      .for("share");
    const [step] = await tx.select({ idHash: signInStep.idHash }).from(signInStep).where(mine).for("update");
    if (!person || !step) throw new Conflict(STEP_IS_OVER);
    const right = await takeSecondFactor(tx, edge, accountId, given);
    if (right) await tx.delete(signInStep).where(mine);
    else await recordAccountEvent(tx, edge, { accountId, kind: "second_factor.refuse" });
    return right;
  });
  if (!fits) throw new Invalid(WRONG);
}
