import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import type { ProofWays } from "#app/domain/identity/proof-rules.ts";
import { accountTotp, passkey, recoveryCode } from "#app/domain/identity/sign-in-tables.server.ts";

/** How whoever has this account can prove it. */
export function findProofWays(db: Database, accountId: string): Promise<ProofWays> {
  return inAccount(db, accountId, (tx) => findProofWaysIn(tx, accountId));
}

/** The same inside a transaction walled to the account. */
export async function findProofWaysIn(tx: Transaction, accountId: string): Promise<ProofWays> {
  const has = (query: { getSQL: () => ReturnType<typeof sql> }) => sql<boolean>`exists (${query})`;
  const [row] = await tx
    .select({
      password: sql<boolean>`${account.passwordHash} is not null`,
      authenticator: has(
        tx
          .select({ one: sql`1` })
          .from(accountTotp)
          .where(and(eq(accountTotp.accountId, accountId), isNotNull(accountTotp.confirmedAt))),
      ),
      passkey: has(tx.select({ one: sql`1` }).from(passkey).where(eq(passkey.accountId, accountId))),
      recoveryCodes: sql<number>`(${tx
        .select({ left: sql`count(*)::int` })
        .from(recoveryCode)
        .where(and(eq(recoveryCode.accountId, accountId), isNull(recoveryCode.usedAt)))})`,
    })
    .from(account)
    .where(eq(account.id, accountId));
  return row ?? { password: false, authenticator: false, passkey: false, recoveryCodes: 0 };
}
