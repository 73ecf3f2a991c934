import { sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { checkPasskey, type PasskeyAnswer } from "#app/domain/identity/check-passkey.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };

const WRONG =
  "This passkey opens no account here. Nothing was changed. Try another one, or sign in with your password.";

/**
 * The account a passkey belongs to, when it signed the challenge it was given for this site and its authenticator has
 * checked who holds it: that is two factors in one. Throws Invalid with the same sentence whatever was wrong.
 */
export async function signInByPasskey(
  edge: Edge,
  answer: PasskeyAnswer | undefined,
): Promise<{ accountId: string }> {
  if (!answer) throw new Invalid(WRONG);
  const [found] = await edge.db.execute<{ account_id: string }>(
    sql`select account_id from lookup_passkey(${answer.signed.id})`,
  );
  if (!found) throw new Invalid(WRONG);
  const accountId = found.account_id;
  const handle = answer.signed.response.userHandle;
  const isTheirs = handle === undefined || Buffer.from(handle, "base64url").toString() === accountId;
  const fits = await inAccount(edge.db, accountId, async (tx) => {
    const right = isTheirs && (await checkPasskey(tx, edge, { accountId, answer, mustVerifyUser: true }));
    if (!right) await recordAccountEvent(tx, edge, { accountId, kind: "second_factor.refuse" });
    return right;
  });
  if (!fits) throw new Invalid(WRONG);
  return { accountId };
}
