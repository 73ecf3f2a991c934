import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { noteMailOutcome } from "#app/domain/identity/note-mail-outcome.server.ts";
import type { Deliver, Mail } from "#app/domain/mail.ts";

/** How mail leaves, and the origin of links in it. */
export type Post = { deliver: Deliver; publicUrl: string };
export type Outcome = "sent" | "refused" | "not_set_up";

/** Another run may be between handing a mail over and noting it; after this long it is taken for dead. */
export const HAND_OVER_MS = 3 * 60_000;

/**
 * Hands a mail over that its row says is being sent, and notes what became of it. A passing fault gives it back, so that
 * the job's next try sends it, and is thrown. SMTP cannot be asked whether it took a mail: a process that dies between
 * the receiving side's yes and our note sends it again, under the same Message-ID.
 * @param note writes the outcome, or `waiting` again, into the rows the mail is about
 */
export async function handOverMail(
  ctx: Ctx,
  { mail, post }: { mail: Mail; post: Post },
  note: (tx: Transaction, state: Outcome | "waiting") => Promise<void>,
): Promise<Outcome> {
  const delivery = await post.deliver(mail).catch(async (error: unknown) => {
    await inTransaction(ctx, (tx) => note(tx, "waiting"));
    throw error;
  });
  const state = delivery.outcome === "accepted" ? "sent" : delivery.outcome;
  await inTransaction(ctx, async (tx) => {
    await noteMailOutcome(tx, ctx, mail.to, delivery);
    await note(tx, state);
  });
  return state;
}
