import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { inAccount } from "#app/db/transaction.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";

/** What a person sees of their own account, and the address that waits for its link, if any. */
export async function getProfile(ctx: AccountCtx) {
  const { accountId, email, name } = ctx.account;
  return inAccount(ctx.db, accountId, async (tx) => {
    const [row] = await tx
      .select({ verifiedAt: account.emailVerifiedAt, hash: account.passwordHash })
      .from(account)
      .where(eq(account.id, accountId));
    const [link] = await tx
      .select({ email: accountLink.email, until: accountLink.expiresAt })
      .from(accountLink)
      .where(
        and(
          eq(accountLink.accountId, accountId),
          eq(accountLink.kind, "verify_address"),
          isNull(accountLink.usedAt),
          isNull(accountLink.supersededAt),
          gt(accountLink.expiresAt, ctx.now),
        ),
      )
      .orderBy(desc(accountLink.id))
      .limit(1);
    const hasPassword = row?.hash !== undefined && row.hash !== null;
    return { email, name, verifiedAt: row?.verifiedAt ?? null, hasPassword, waiting: link ?? null };
  });
}
