import { generateAuthenticationOptions, generateRegistrationOptions } from "@simplewebauthn/server";
import { eq } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import type { PasskeySite } from "#app/domain/identity/check-passkey.server.ts";
import { beginStep } from "#app/domain/identity/sign-in-step.server.ts";
import { passkey } from "#app/domain/identity/sign-in-tables.server.ts";

type Edge = { db: Database; now: Date };

const TIMEOUT_MS = 120_000;

/** What a browser asks any passkey of this site to sign, to find out whose it is; `secret` names the step. */
export async function offerPasskeySignIn(edge: Edge, site: PasskeySite) {
  const options = await generateAuthenticationOptions({
    rpID: site.host,
    timeout: TIMEOUT_MS,
    userVerification: "required",
  });
  const step = { kind: "passkey_sign_in", accountId: null, challenge: options.challenge } as const;
  return { options, secret: await beginStep(edge, step) };
}

/** The same for the passkeys of one account, as its second factor or as a proof. */
export async function offerPasskeyProof(edge: Edge, accountId: string, site: PasskeySite) {
  const options = await generateAuthenticationOptions({
    rpID: site.host,
    timeout: TIMEOUT_MS,
    userVerification: "preferred",
    allowCredentials: await credentialsOf(edge.db, accountId),
  });
  const step = { kind: "passkey_proof", accountId, challenge: options.challenge } as const;
  return { options, secret: await beginStep(edge, step) };
}

/** What a browser asks an authenticator to make: a passkey that can be found without a name where it can be. */
export async function offerNewPasskey(ctx: AccountCtx, site: PasskeySite) {
  const { accountId, email, name } = ctx.account;
  const options = await generateRegistrationOptions({
    rpName: "Castellan",
    rpID: site.host,
    userName: email,
    userDisplayName: name,
    userID: new Uint8Array(Buffer.from(accountId)),
    timeout: TIMEOUT_MS,
    attestationType: "none",
    authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    excludeCredentials: await credentialsOf(ctx.db, accountId),
  });
  const step = { kind: "passkey_add", accountId, challenge: options.challenge } as const;
  return { options, secret: await beginStep(ctx, step) };
}

function credentialsOf(db: Database, accountId: string) {
  return inAccount(db, accountId, (tx) =>
    tx
      .select({ id: passkey.credentialId, transports: passkey.transports })
      .from(passkey)
      .where(eq(passkey.accountId, accountId)),
  );
}
