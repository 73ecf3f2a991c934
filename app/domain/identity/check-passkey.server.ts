import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { SignedChallenge } from "#app/domain/identity/passkey-inputs.ts";
import { passkey } from "#app/domain/identity/sign-in-tables.server.ts";

/** Where passkeys of this installation belong: its origin, and the host name they are bound to. */
export type PasskeySite = { origin: string; host: string };

/** What an authenticator signed, with the challenge it was given: one that was taken from a step, so it counts once. */
export type PasskeyAnswer = { signed: SignedChallenge; challenge: string; site: PasskeySite };

/**
 * Whether the answer was signed by a passkey of this account, for this site and this challenge; keeps the new count of
 * signatures and where copies are. In a transaction walled to the account.
 * @param input.mustVerifyUser the authenticator itself has checked who holds it (PIN, finger, face)
 */
export async function checkPasskey(
  tx: Transaction,
  edge: { now: Date },
  input: { accountId: string; answer: PasskeyAnswer; mustVerifyUser: boolean },
): Promise<boolean> {
  const { signed, challenge, site } = input.answer;
  const mine = and(eq(passkey.accountId, input.accountId), eq(passkey.credentialId, signed.id));
  const [row] = await tx.select().from(passkey).where(mine).for("update");
  if (!row) return false;
  const { verified, authenticationInfo: found } = await verifyAuthenticationResponse({
    response: signed,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: input.mustVerifyUser,
    credential: {
      id: row.credentialId,
      publicKey: new Uint8Array(Buffer.from(row.publicKey, "base64url")),
      counter: row.counter,
    },
    // The library refuses by throwing: another origin, another challenge, a count that went back, a broken signature.
  }).catch(() => ({ verified: false, authenticationInfo: undefined }));
  if (!verified || !found) return false;
  await tx
    .update(passkey)
    .set({ counter: found.newCounter, isBackedUp: found.credentialBackedUp, lastUsedAt: edge.now })
    .where(mine);
  return true;
}
