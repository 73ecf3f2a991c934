import { and, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { RESET_LINK_MINUTES } from "#app/domain/identity/account-link-rules.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { supersedeLinks } from "#app/domain/identity/replace-password.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";

/**
 * A link by which the person behind the account's address sets a new password; earlier ones stop working. Undefined
 * when there is no such account or it is disabled.
 */
export async function makeResetLink(
  edge: { db: Database; now: Date; from: string | null; requestId: string },
  accountId: string,
): Promise<{ email: string; token: string } | undefined> {
  return inAccount(edge.db, accountId, async (tx) => {
    const [person] = await tx
      .select({ email: account.email })
      .from(account)
      .where(and(eq(account.id, accountId), isNull(account.disabledAt)))
      .for("no key update");
    if (!person) return undefined;
    await supersedeLinks(tx, edge.now, accountId, "reset_password");
    const { secret: token, hash: tokenHash } = makeSecret("rst_");
    await tx.insert(accountLink).values({
      id: uuidv7(),
      accountId,
      kind: "reset_password",
      email: person.email,
      tokenHash,
      createdAt: edge.now,
      expiresAt: new Date(edge.now.getTime() + RESET_LINK_MINUTES * 60_000),
    });
    await recordAccountEvent(tx, edge, { accountId, kind: "password.ask_reset" });
    return { email: person.email, token };
  });
}
