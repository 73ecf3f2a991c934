import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { and, asc, count, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inAccount } from "#app/db/transaction.server.ts";
import { Conflict, Invalid, NotFound } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import type { PasskeySite } from "#app/domain/identity/check-passkey.server.ts";
import type { NewCredential } from "#app/domain/identity/passkey-inputs.ts";
import { recordAccountChange } from "#app/domain/identity/record-account-change.server.ts";
import { factorAdded, factorRemoved } from "#app/domain/identity/second-factor-changes.server.ts";
import { passkey } from "#app/domain/identity/sign-in-tables.server.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";

const MOST = 20;
const REFUSED = "The passkey was not added. Your browser's answer does not fit what was asked. Try again.";

type NewPasskey = {
  name: string;
  credential: NewCredential | undefined;
  /** Taken from the step that asked for it; undefined when there is none any more. */
  challenge: string | undefined;
  site: PasskeySite;
};

/**
 * Keeps a passkey an authenticator has just made for this site and this account. Returns the recovery codes, once, when
 * it is the account's first second factor. Throws Invalid when it answers another challenge or comes from another site,
 * Conflict when the passkey is kept already, by whomever, or there are 20.
 */
export async function addPasskey(
  ctx: AccountCtx,
  { name, credential, challenge, site }: NewPasskey,
): Promise<{ recoveryCodes: string[] | null }> {
  requireFreshProofOf(ctx.account, ctx.now);
  if (!credential || !challenge) throw new Invalid(REFUSED);
  const { registrationInfo: made } = await verifyRegistrationResponse({
    response: credential,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: false,
    // The library refuses by throwing; whatever was wrong, the sentence is the same.
  }).catch(() => ({ registrationInfo: undefined }));
  if (!made) throw new Invalid(REFUSED);
  const { accountId } = ctx.account;
  return inAccount(ctx.db, accountId, async (tx) => {
    const [{ kept } = { kept: 0 }] = await tx
      .select({ kept: count() })
      .from(passkey)
      .where(eq(passkey.accountId, accountId));
    if (kept >= MOST) throw new Conflict(`You have ${MOST} passkeys. Remove one first.`);
    const added = await tx
      .insert(passkey)
      .values({
        id: uuidv7(),
        accountId,
        name,
        credentialId: made.credential.id,
        publicKey: Buffer.from(made.credential.publicKey).toString("base64url"),
        transports: credential.response.transports,
        counter: made.credential.counter,
        isSynced: made.credentialDeviceType === "multiDevice",
        isBackedUp: made.credentialBackedUp,
        createdAt: ctx.now,
      })
      .onConflictDoNothing()
      .returning({ id: passkey.id });
    if (added.length === 0) throw new Conflict("This passkey is kept already. Nothing was changed.");
    return factorAdded(tx, ctx, "passkey.add");
  });
}

/** The passkeys of this account, the oldest first; at most 20, as there are no more. */
export function listPasskeys(ctx: AccountCtx) {
  const { accountId } = ctx.account;
  const { id, name, isSynced, isBackedUp, createdAt, lastUsedAt } = passkey;
  return inAccount(ctx.db, accountId, (tx) =>
    tx
      .select({ id, name, isSynced, isBackedUp, createdAt, lastUsedAt })
      .from(passkey)
      .where(eq(passkey.accountId, accountId))
      .orderBy(asc(passkey.id))
      .limit(MOST),
  );
}

/** Throws NotFound, also for somebody else's. */
export async function renamePasskey(
  ctx: AccountCtx,
  input: { passkeyId: string; name: string },
): Promise<void> {
  const { accountId } = ctx.account;
  await inAccount(ctx.db, accountId, async (tx) => {
    const renamed = await tx
      .update(passkey)
      .set({ name: input.name })
      .where(and(eq(passkey.accountId, accountId), eq(passkey.id, input.passkeyId)))
      .returning({ id: passkey.id });
    if (renamed.length === 0) throw new NotFound("passkey");
    await recordAccountChange(tx, ctx, { accountId, kind: "passkey.rename" });
  });
}

/** A removed passkey opens nothing from now on. Throws NotFound, also for somebody else's. */
export async function removePasskey(ctx: AccountCtx, input: { passkeyId: string }): Promise<void> {
  requireFreshProofOf(ctx.account, ctx.now);
  const { accountId } = ctx.account;
  await inAccount(ctx.db, accountId, async (tx) => {
    const removed = await tx
      .delete(passkey)
      .where(and(eq(passkey.accountId, accountId), eq(passkey.id, input.passkeyId)))
      .returning({ id: passkey.id });
    if (removed.length === 0) throw new NotFound("passkey");
    await factorRemoved(tx, ctx, "passkey.remove");
  });
}
