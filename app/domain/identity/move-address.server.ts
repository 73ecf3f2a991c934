import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx, MemberActor } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { memberTerms } from "#app/domain/identity/member-terms.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import {
  inEachOrganization,
  recordAccountChange,
} from "#app/domain/identity/record-account-change.server.ts";
import { supersedeLinks } from "#app/domain/identity/replace-password.server.ts";
import { searchTerm } from "#app/domain/identity/search-tables.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";

type Move = { linkId: string; from: string; to: string };

/**
 * Gives an account another address, here and in each organization of the person, inside the transaction that used the
 * link up. Throws Conflict when the address has an account already.
 */
export async function moveAddress(
  tx: Transaction,
  ctx: AccountCtx,
  { linkId, from, to }: Move,
): Promise<void> {
  const { accountId } = ctx.account;
  await takeAddress(tx, accountId, to);
  await tx
    .update(accountLink)
    .set({ formerEmail: from })
    .where(and(eq(accountLink.accountId, accountId), eq(accountLink.id, linkId)));
  // Whoever reads mail at the old address could set the password otherwise.
  await supersedeLinks(tx, ctx.now, accountId, "reset_password");
  await inEachOrganization(tx, ctx, accountId, (here) => renewMemberCard(tx, here, { email: to }));
  await recordAccountChange(tx, ctx, { accountId, kind: "address.change" });
  await enqueue(tx, "mail_former_address", { accountId, linkId });
}

/** The only place where another account's address can be run into; a savepoint keeps the transaction usable. */
async function takeAddress(tx: Transaction, accountId: string, email: string): Promise<void> {
  try {
    await tx.transaction((inner) => inner.update(account).set({ email }).where(eq(account.id, accountId)));
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Conflict("This address has an account of its own already. Nothing was changed.");
  }
}

function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && error.code === "23505") return true;
  return isUniqueViolation(error.cause);
}

/** What an organization sees of a person, and the words it finds them by. */
export async function renewMemberCard(
  tx: Transaction,
  ctx: Ctx<MemberActor>,
  change: { name?: string; email?: string },
): Promise<void> {
  const id = ctx.actor.memberId;
  const [row] = await tx
    .update(member)
    .set(change)
    .where(and(inOrg(ctx, member), eq(member.id, id)))
    .returning({ name: member.name, email: member.email });
  if (!row) return;
  await tx
    .delete(searchTerm)
    .where(and(inOrg(ctx, searchTerm), eq(searchTerm.kind, "member"), eq(searchTerm.subjectId, id)));
  const terms = memberTerms(row).map((term) => ({
    orgId: ctx.orgId,
    kind: "member" as const,
    term,
    subjectId: id,
  }));
  await tx.insert(searchTerm).values(terms);
}
