import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { Forbidden, Invalid } from "#app/domain/errors.ts";
import { wayIn } from "#app/domain/identity/invitation-rules.ts";
import { findAccount } from "#app/domain/identity/place-account.server.ts";
import { setPassword } from "#app/domain/identity/set-password.server.ts";

type Edge = { now: Date; requestId: string; from: string | null };
type Person = { accountId: string; name: string };
type Accepting = {
  name?: string | undefined;
  passwordHash: string | undefined;
  byMail: boolean;
  signedInAs: string | null;
};

/**
 * The account that accepts an invitation, made or given its first password where the way in allows it, inside the
 * verb's transaction. Throws Forbidden when the address's account must sign in first, Invalid without a password.
 */
export async function placeAcceptingPerson(
  tx: Transaction,
  edge: Edge,
  row: { email: string; name: string; invitedBy: string | null },
  input: Accepting,
): Promise<Person> {
  const account = await findAccount(tx, row.email);
  const { signedInAs, byMail } = input;
  const way = wayIn({ account, madeByOperator: row.invitedBy === null, byMail, signedInAs });
  if (way === "confirm" && account) return { accountId: account.id, name: account.name };
  if (way === "sign_in") throw new Forbidden(`${row.email} has an account. Sign in to it first.`);
  if (way === "wrong_account") {
    throw new Forbidden(`This invitation is for ${row.email}. Sign out and open the link again.`);
  }
  if (input.passwordHash === undefined) {
    throw new Invalid("Your account was not made.", { password: ["Choose a password."] });
  }
  const name = input.name ?? account?.name ?? row.name;
  const accountId = account?.id ?? uuidv7();
  await setPassword(tx, edge, { accountId, email: row.email, name, passwordHash: input.passwordHash });
  return { accountId, name };
}
