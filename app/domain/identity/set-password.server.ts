import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { asAccount } from "#app/domain/identity/place-account.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";

type NewPassword = { accountId: string; email: string; name: string; passwordHash: string };

/**
 * Gives an account its first password, making the account when there is none, inside a verb's transaction. Throws
 * Conflict when the address got an account or a password meanwhile: a password is never replaced here.
 */
export async function setPassword(
  tx: Transaction,
  edge: { now: Date; requestId: string; from: string | null },
  input: NewPassword,
): Promise<void> {
  const { accountId, email, name, passwordHash } = input;
  await asAccount(tx, accountId, async () => {
    const row = { id: accountId, email, name, passwordHash, createdAt: edge.now };
    const [made] = await tx.insert(account).values(row).onConflictDoNothing().returning({ id: account.id });
    const [filled] = made
      ? [made]
      : await tx
          .update(account)
          .set({ name, passwordHash })
          .where(and(eq(account.id, accountId), isNull(account.passwordHash)))
          .returning({ id: account.id });
    if (!filled) throw new Conflict(`${email} has a password already. Sign in with it.`);
    await recordAccountEvent(tx, edge, { accountId, kind: "password.set" });
  });
}
