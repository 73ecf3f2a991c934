import { and, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { Forbidden, Invalid } from "#app/domain/errors.ts";
import { account as accountTable } from "#app/domain/identity/account-tables.server.ts";
import { wayIn } from "#app/domain/identity/invitation-rules.ts";
import { asAccount, findAccount } from "#app/domain/identity/place-account.server.ts";
import { setPassword } from "#app/domain/identity/set-password.server.ts";

type Edge = { now: Date; requestId: string; from: string | null };
type Person = { accountId: string; name: string };
type Invited = { email: string; name: string; invitedBy: string | null };
type Accepting = {
  name?: string | undefined;
  passwordHash: string | undefined;
  byMail: boolean;
  signedInAs: string | null;
};

/**
 * The account that accepts an invitation, made or given its first password where the way in allows it, inside the
 * verb's transaction. Whoever came by the mailed link has read that mailbox, so the address is verified with it. Throws
 * Forbidden when the address's account must sign in first, Invalid without a password.
 */
export async function placeAcceptingPerson(
  tx: Transaction,
  edge: Edge,
  row: Invited,
  input: Accepting,
): Promise<Person> {
  const person = await place(tx, edge, row, input);
  if (input.byMail) await noteVerified(tx, edge, person.accountId);
  return person;
}

async function place(tx: Transaction, edge: Edge, row: Invited, input: Accepting): Promise<Person> {
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

async function noteVerified(tx: Transaction, edge: Edge, accountId: string): Promise<void> {
  await asAccount(tx, accountId, async () => {
    const unverified = and(eq(accountTable.id, accountId), isNull(accountTable.emailVerifiedAt));
    await tx.update(accountTable).set({ emailVerifiedAt: edge.now }).where(unverified);
  });
}
