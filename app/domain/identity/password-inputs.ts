import { z } from "zod";
import { EmailAddress } from "#app/domain/identity/email-address.ts";
import { PersonName } from "#app/domain/identity/person-name.ts";

/** Length and content are judged by `whyNotPassword`, which knows whose it will be; this bounds what is looked at. */
export const NewPassword = z.string().min(1, "Choose a password.").max(1_000, "Use at most 256 characters.");

export const AskPasswordResetInput = z.strictObject({ email: EmailAddress });

export const ResetPasswordInput = z.strictObject({ password: NewPassword });

export const ChangePasswordInput = z.strictObject({
  currentPassword: z.string().max(1_000).optional(),
  password: NewPassword,
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

export const ChangeNameInput = z.strictObject({ name: PersonName });

export const ChangeAddressInput = z.strictObject({ email: EmailAddress });
