import { and, eq, exists, isNotNull, isNull, or } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { asAccount } from "#app/domain/identity/place-account.server.ts";
import { passkey } from "#app/domain/identity/sign-in-tables.server.ts";

/**
 * Whoever was shown the link of an invitation may have made an account with any address: while nobody has proved that the
 * mailbox is theirs, no provider's word gives that account anything it did not have here before.
 */
export async function refuseUnproved(tx: Transaction, ctx: Ctx, accountId: string): Promise<void> {
  const opened = or(
    isNotNull(account.passwordHash),
    exists(tx.select().from(passkey).where(eq(passkey.accountId, account.id))),
  );
  const unproved = and(eq(account.id, accountId), isNull(account.emailVerifiedAt), opened);
  const found = await asAccount(tx, accountId, () =>
    tx.select({ id: account.id }).from(account).where(unproved),
  );
  if (found.length === 0) return;
  const before = and(inOrg(ctx, member), eq(member.accountId, accountId));
  if ((await tx.select({ id: member.id }).from(member).where(before).limit(1)).length > 0) return;
  throw new Conflict(
    "Somebody made an account with this address and has not proved that it is theirs. Nobody was added. Ask them to verify it, or to reset the password by mail.",
  );
}
