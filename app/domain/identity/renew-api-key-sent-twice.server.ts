import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { isSameWish } from "#app/domain/identity/api-key-rules.ts";
import { apiKey } from "#app/domain/identity/organization-tables.server.ts";
import { isFormSentTwice } from "#app/domain/identity/sent-twice-rules.ts";

/** A browser shows only the answer to the last send, so the key of that answer is the one that works. */
export async function renewApiKeySentTwice(
  tx: Transaction,
  ctx: Ctx,
  wanted: Parameters<typeof isSameWish>[1] & {
    id: string;
    memberId: string;
    prefix: string;
    keyHash: string;
  },
): Promise<boolean> {
  const its = and(inOrg(ctx, apiKey), eq(apiKey.id, wanted.id));
  const [made] = await tx.select().from(apiKey).where(its).for("update");
  if (!made) return false;
  const sent = { id: wanted.id, author: wanted.memberId };
  const again = isFormSentTwice({ ...made, author: made.memberId }, sent, ctx.now);
  if (!again || !isSameWish(made, wanted) || made.revokedAt || made.lastUsedAt) {
    throw new Conflict("This key was made already and shown once. Revoke it and create another.");
  }
  await tx.update(apiKey).set({ prefix: wanted.prefix, keyHash: wanted.keyHash }).where(its);
  return true;
}
