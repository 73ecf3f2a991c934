import { and, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { Conflict, Forbidden, LinkWithoutUse } from "#app/domain/errors.ts";
import { DEAD_RESET_LINK, type LinkState, linkState } from "#app/domain/identity/account-link-rules.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { hashNewPassword } from "#app/domain/identity/hash-new-password.server.ts";
import { recordAccountChange } from "#app/domain/identity/record-account-change.server.ts";
import { replacePassword } from "#app/domain/identity/replace-password.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };

/**
 * Asks for a mail with a link to set a new password. Whether anybody has the address changes neither the answer nor the
 * work: the job finds out.
 * @param email as `EmailAddress` made it
 */
export async function askPasswordReset(edge: Edge, email: string): Promise<void> {
  const { requestId } = edge;
  await edge.db.transaction(async (tx) => {
    const [found] = await tx.execute<{ id: string }>(sql`select id from lookup_account(${email})`);
    // An id nobody has: the job that follows does nothing.
    await enqueue(tx, "mail_password_reset", { accountId: found?.id ?? uuidv7(), requestId });
  });
}

export type ResetLink = { linkId: string; accountId: string; email: string; name: string; state: LinkState };

/** The link a token opens, whatever its state; undefined when no link looks like this. Looking uses nothing up. */
export async function findResetLink(edge: Edge, token: string): Promise<ResetLink | undefined> {
  const [found] = await edge.db.execute<{ account_id: string; link_id: string }>(
    sql`select account_id, link_id from lookup_account_link(${hashSecret(token)})`,
  );
  if (!found) return undefined;
  const { account_id: accountId, link_id: linkId } = found;
  const row = await inAccount(edge.db, accountId, (tx) => loadLink(tx, accountId, linkId));
  if (!row) return undefined;
  return { linkId, accountId, email: row.email, name: row.name, state: linkState(row, edge.now) };
}

/**
 * Sets a new password by a mailed link, once, and signs every browser out. Second factors stay: they are asked for at
 * the next sign-in. Throws NotFound for an unknown link, Conflict for one that does nothing any more, Forbidden in a
 * browser signed in to another account, Invalid for an unfit password.
 * @param input.signedInAs the account this browser is signed in to
 */
export async function resetPassword(
  edge: Edge,
  input: { token: string; password: string; signedInAs: string | null },
): Promise<void> {
  const link = await findResetLink(edge, input.token);
  if (!link) throw new LinkWithoutUse();
  const { accountId, linkId } = link;
  if (input.signedInAs !== null && input.signedInAs !== accountId) {
    throw new Forbidden("You are signed in to another account. Sign out, then open the link again.");
  }
  if (link.state !== "open") throw new Conflict(DEAD_RESET_LINK[link.state]);
  const passwordHash = await hashNewPassword(input.password, link);
  await inAccount(edge.db, accountId, async (tx) => {
    const row = await loadLink(tx, accountId, linkId, true);
    const state = row ? linkState(row, edge.now) : "superseded";
    if (state !== "open") throw new Conflict(DEAD_RESET_LINK[state]);
    await tx
      .update(accountLink)
      .set({ usedAt: edge.now })
      .where(and(eq(accountLink.accountId, accountId), eq(accountLink.id, linkId)));
    await replacePassword(tx, edge.now, { accountId, passwordHash, keep: null });
    await tx
      .update(account)
      .set({ emailVerifiedAt: sql`coalesce(${account.emailVerifiedAt}, ${edge.now.toISOString()})` })
      .where(eq(account.id, accountId));
    await recordAccountChange(tx, edge, { accountId, kind: "password.reset" });
  });
}

async function loadLink(tx: Transaction, accountId: string, linkId: string, lock = false) {
  const query = tx
    .select({
      email: account.email,
      name: account.name,
      expiresAt: accountLink.expiresAt,
      usedAt: accountLink.usedAt,
      supersededAt: accountLink.supersededAt,
    })
    .from(accountLink)
    .innerJoin(account, eq(account.id, accountLink.accountId))
    .where(
      and(
        eq(accountLink.accountId, accountId),
        eq(accountLink.id, linkId),
        eq(accountLink.kind, "reset_password"),
      ),
    );
  const [row] = await (lock ? query.for("update") : query);
  return row;
}
