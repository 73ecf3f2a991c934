import { and, eq } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import type { NoticeFacts } from "#app/domain/identity/account-mail-words.ts";
import { account, accountEvent } from "#app/domain/identity/account-tables.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";

/** What an account's owner is told about one event; undefined when there is no such event of that account. */
export async function findAccountNotice(
  db: Database,
  { accountId, eventId }: { accountId: string; eventId: string },
): Promise<NoticeFacts | undefined> {
  const [row] = await inAccount(db, accountId, (tx) =>
    tx
      .select({
        email: account.email,
        kind: accountEvent.kind,
        at: accountEvent.at,
        from: accountEvent.from,
        browser: accountEvent.browser,
      })
      .from(accountEvent)
      .innerJoin(account, eq(account.id, accountEvent.accountId))
      .where(and(eq(accountEvent.accountId, accountId), eq(accountEvent.id, eventId))),
  );
  return row;
}

/** The address an account had before the link was used, and when that was. */
export async function findFormerAddress(
  db: Database,
  { accountId, linkId }: { accountId: string; linkId: string },
): Promise<{ email: string; at: Date } | undefined> {
  const [row] = await inAccount(db, accountId, (tx) =>
    tx
      .select({ email: accountLink.formerEmail, at: accountLink.usedAt })
      .from(accountLink)
      .where(and(eq(accountLink.accountId, accountId), eq(accountLink.id, linkId))),
  );
  return row?.email && row.at ? { email: row.email, at: row.at } : undefined;
}
