import { eq } from "drizzle-orm";
import { inAccount } from "#app/db/transaction.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { renewMemberCard } from "#app/domain/identity/move-address.server.ts";
import {
  inEachOrganization,
  recordAccountChange,
} from "#app/domain/identity/record-account-change.server.ts";

/** Calls the person otherwise, here and in each of their organizations. The same name: no change and no event. */
export async function changeName(ctx: AccountCtx, input: { name: string }): Promise<void> {
  const { accountId } = ctx.account;
  if (input.name === ctx.account.name) return;
  await inAccount(ctx.db, accountId, async (tx) => {
    await tx.update(account).set({ name: input.name }).where(eq(account.id, accountId));
    await inEachOrganization(tx, ctx, accountId, (here) => renewMemberCard(tx, here, { name: input.name }));
    await recordAccountChange(tx, ctx, { accountId, kind: "name.change" });
  });
}
