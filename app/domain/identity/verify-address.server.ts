import { and, eq, ne, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { Conflict, Forbidden, Invalid, LinkWithoutUse } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import {
  ADDRESS_LINK_HOURS,
  DEAD_ADDRESS_LINK,
  type LinkState,
  linkState,
} from "#app/domain/identity/account-link-rules.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { moveAddress } from "#app/domain/identity/move-address.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { supersedeLinks } from "#app/domain/identity/replace-password.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";

type Edge = { db: Database; now: Date };

/** Mails a link to verify the account's own address; nothing when it is verified already. */
export async function askAddressProof(edge: Edge, accountId: string): Promise<void> {
  await inAccount(edge.db, accountId, async (tx) => {
    const [row] = await tx.select().from(account).where(eq(account.id, accountId)).for("no key update");
    if (!row || row.emailVerifiedAt) return;
    await openLink(tx, edge.now, accountId, row.email);
  });
}

/**
 * Mails a link to another address, which becomes the account's when it is opened; until then nothing changes. Whether
 * somebody has the address already is only told to who reads its mail. Throws Invalid for the address of now.
 */
export async function askAddressChange(ctx: AccountCtx, input: { email: string }): Promise<void> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId } = ctx.account;
  await inAccount(ctx.db, accountId, async (tx) => {
    const [row] = await tx.select().from(account).where(eq(account.id, accountId)).for("no key update");
    if (row?.email === input.email) {
      throw new Invalid("Nothing was changed.", { email: ["This is your address already."] });
    }
    await openLink(tx, ctx.now, accountId, input.email);
    await recordAccountEvent(tx, ctx, { accountId, kind: "address.ask_change" });
  });
}

async function openLink(tx: Transaction, now: Date, accountId: string, email: string): Promise<void> {
  await supersedeLinks(tx, now, accountId, "verify_address");
  const linkId = uuidv7();
  const expiresAt = new Date(now.getTime() + ADDRESS_LINK_HOURS * 3_600_000);
  await tx
    .insert(accountLink)
    .values({ id: linkId, accountId, kind: "verify_address", email, createdAt: now, expiresAt });
  await enqueue(tx, "mail_address_proof", { accountId, linkId });
}

/** The link a token opens, for the account that is signed in; "foreign" for another account's, undefined for none. */
export async function findAddressLink(
  ctx: AccountCtx,
  token: string,
): Promise<{ linkId: string; email: string; isChange: boolean; state: LinkState } | "foreign" | undefined> {
  const [found] = await ctx.db.execute<{ account_id: string; link_id: string }>(
    sql`select account_id, link_id from lookup_account_link(${hashSecret(token)})`,
  );
  if (!found) return undefined;
  const { accountId } = ctx.account;
  if (found.account_id !== accountId) return "foreign";
  const [row] = await inAccount(ctx.db, accountId, (tx) => tx.select().from(accountLink).where(mine(found)));
  if (!row) return undefined;
  const isChange = row.email !== ctx.account.email;
  return { linkId: row.id, email: row.email, isChange, state: linkState(row, ctx.now) };
}

/**
 * Verifies the address a link was mailed to, once, in a browser signed in to the account; a new one takes the place of
 * the old, which is told. Throws NotFound, Forbidden for another account's link, Conflict for one that does nothing any
 * more or when somebody has the address meanwhile.
 */
export async function verifyAddress(ctx: AccountCtx, token: string): Promise<{ email: string }> {
  const found = await findAddressLink(ctx, token);
  if (!found) throw new LinkWithoutUse();
  if (found === "foreign")
    throw new Forbidden("This link belongs to another account. Sign in to that one first.");
  const { accountId } = ctx.account;
  return inAccount(ctx.db, accountId, async (tx) => {
    const here = mine({ account_id: accountId, link_id: found.linkId });
    const [link] = await tx.select().from(accountLink).where(here).for("update");
    const state = link ? linkState(link, ctx.now) : "superseded";
    if (!link || state !== "open")
      throw new Conflict(DEAD_ADDRESS_LINK[state === "open" ? "superseded" : state]);
    await tx.update(accountLink).set({ usedAt: ctx.now }).where(here);
    const moved = await tx
      .select({ email: account.email })
      .from(account)
      .where(and(eq(account.id, accountId), ne(account.email, link.email)));
    if (moved[0]) await moveAddress(tx, ctx, { linkId: link.id, from: moved[0].email, to: link.email });
    else await recordAccountEvent(tx, ctx, { accountId, kind: "address.verify" });
    await tx.update(account).set({ emailVerifiedAt: ctx.now }).where(eq(account.id, accountId));
    return { email: link.email };
  });
}

function mine(found: { account_id: string; link_id: string }) {
  return and(
    eq(accountLink.accountId, found.account_id),
    eq(accountLink.id, found.link_id),
    eq(accountLink.kind, "verify_address"),
  );
}
