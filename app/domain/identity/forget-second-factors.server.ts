import { eq } from "drizzle-orm";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { recordAccountChange } from "#app/domain/identity/record-account-change.server.ts";
import {
  accountTotp,
  passkey,
  recoveryCode,
  signInStep,
} from "#app/domain/identity/sign-in-tables.server.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };

/**
 * Removes every second factor of somebody who lost them all, inside the operator's verb and its transaction, walled to
 * the account; the person is told by mail. A password alone signs in from then on.
 */
export async function forgetSecondFactors(tx: Transaction, edge: Edge, accountId: string): Promise<void> {
  await tx.delete(accountTotp).where(eq(accountTotp.accountId, accountId));
  await tx.delete(passkey).where(eq(passkey.accountId, accountId));
  await tx.delete(recoveryCode).where(eq(recoveryCode.accountId, accountId));
  await tx.delete(signInStep).where(eq(signInStep.accountId, accountId));
  await recordAccountChange(tx, edge, { accountId, kind: "second_factors.forget" });
}
