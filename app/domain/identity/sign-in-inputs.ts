import { z } from "zod";

/** As typed: whether it fits an account is never told apart from whether it has the form of one. */
export const SignInInput = z.strictObject({
  email: z.string().trim().toLowerCase().min(1, "Write your email address.").max(254),
  password: z.string().min(1, "Write your password.").max(256),
  /** Where the person was going. */
  to: z.string().max(2_000).optional(),
});
export type SignInInput = z.infer<typeof SignInInput>;
