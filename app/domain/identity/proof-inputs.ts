import { z } from "zod";
import { jsonField, SignedChallenge } from "#app/domain/identity/passkey-inputs.ts";

/** Whichever the account has; the names are such that no form ever gives them back. */
export const ProofInput = z.strictObject({
  password: z.string().max(256).optional(),
  /** Of an authenticator app, or a recovery code. */
  oneTimeCode: z.string().trim().max(100).optional(),
  passkey: jsonField(SignedChallenge).optional(),
  /** Where the person was going. */
  to: z.string().max(2_000).optional(),
});
export type ProofInput = z.output<typeof ProofInput>;

/** The second half of signing in. */
export const SecondFactorInput = ProofInput.omit({ password: true });
