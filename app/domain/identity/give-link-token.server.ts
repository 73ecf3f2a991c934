import { and, eq, gt, isNull } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";

/**
 * Makes the token of a link that is about to be mailed; only its hash is stored, so sending again makes a new one and
 * the earlier mail's link stops working. Undefined when the link was used, superseded or has ended.
 */
export async function giveLinkToken(
  edge: { db: Database; now: Date },
  { accountId, linkId }: { accountId: string; linkId: string },
): Promise<{ email: string; token: string } | undefined> {
  const { secret: token, hash: tokenHash } = makeSecret("adr_");
  const [row] = await inAccount(edge.db, accountId, (tx) =>
    tx
      .update(accountLink)
      .set({ tokenHash })
      .where(
        and(
          eq(accountLink.accountId, accountId),
          eq(accountLink.id, linkId),
          isNull(accountLink.usedAt),
          isNull(accountLink.supersededAt),
          gt(accountLink.expiresAt, edge.now),
        ),
      )
      .returning({ email: accountLink.email }),
  );
  return row && { email: row.email, token };
}
