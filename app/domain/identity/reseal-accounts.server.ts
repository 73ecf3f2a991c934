import { eq, sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { sealingKeyId } from "#app/db/seal.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { accountTotp } from "#app/domain/identity/sign-in-tables.server.ts";
import { sealTotpKey, unsealTotpKey } from "#app/domain/identity/totp.server.ts";

/**
 * Seals the authenticator keys of at most `limit` accounts anew, with the key of now; accounts belong to no organization,
 * so this is the sweep's own work. Returns how many still wait with a former key.
 */
export async function resealAccounts(db: Database, limit: number): Promise<{ left: number }> {
  for (const accountId of await findSealedOtherwise(db, limit)) {
    await inAccount(db, accountId, async (tx) => {
      const mine = eq(accountTotp.accountId, accountId);
      const [row] = await tx
        .select({ sealed: accountTotp.sealed })
        .from(accountTotp)
        .where(mine)
        .for("update");
      if (!row) return;
      const sealed = sealTotpKey(unsealTotpKey(row.sealed, accountId), accountId);
      await tx.update(accountTotp).set({ sealed }).where(mine);
    });
  }
  return { left: (await findSealedOtherwise(db, limit)).length };
}

/** At most `limit` accounts with an authenticator key that a former key seals. */
export async function findSealedOtherwise(db: Database, limit: number): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select id from lookup_accounts_sealed_otherwise(${`v1.${sealingKeyId()}.`}, ${limit}) as id`,
  );
  return [...rows].map((row) => row.id);
}
