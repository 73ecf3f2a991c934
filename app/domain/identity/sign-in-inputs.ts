import { z } from "zod";
import { jsonField, SignedChallenge } from "#app/domain/identity/passkey-inputs.ts";

/**
 * Email and password, or a passkey instead. As typed: whether it fits an account is never told apart from whether it has
 * the form of one.
 */
export const SignInInput = z
  .strictObject({
    email: z.string().trim().toLowerCase().max(254).default(""),
    password: z.string().max(256).default(""),
    passkey: jsonField(SignedChallenge).optional(),
    /** Where the person was going. */
    to: z.string().max(2_000).optional(),
  })
  .superRefine(({ email, password, passkey }, context) => {
    if (passkey) return;
    if (!email) context.addIssue({ code: "custom", path: ["email"], message: "Write your email address." });
    if (!password) context.addIssue({ code: "custom", path: ["password"], message: "Write your password." });
  });
