import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { deleteOtherSessions } from "#app/domain/identity/end-own-sessions.server.ts";
import { accountLink, signInStep } from "#app/domain/identity/sign-in-tables.server.ts";

/**
 * Stores a new password and ends what the old one began: other sessions, sign-ins between password and second factor,
 * and links mailed to reset it. In a transaction walled to the account, which records the event.
 * @param keep the session that goes on; null ends them all
 */
export async function replacePassword(
  tx: Transaction,
  now: Date,
  input: { accountId: string; passwordHash: string; keep: string | null },
): Promise<void> {
  const { accountId, passwordHash, keep } = input;
  await tx.update(account).set({ passwordHash }).where(eq(account.id, accountId));
  await deleteOtherSessions(tx, accountId, keep);
  await tx.delete(signInStep).where(eq(signInStep.accountId, accountId));
  await supersedeLinks(tx, now, accountId, "reset_password");
}

/** Makes the links of one kind that are still open do nothing any more. */
export async function supersedeLinks(
  tx: Transaction,
  now: Date,
  accountId: string,
  kind: "reset_password" | "verify_address",
): Promise<void> {
  await tx
    .update(accountLink)
    .set({ supersededAt: now })
    .where(
      and(
        eq(accountLink.accountId, accountId),
        eq(accountLink.kind, kind),
        isNull(accountLink.usedAt),
        isNull(accountLink.supersededAt),
      ),
    );
}
