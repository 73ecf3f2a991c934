import { z } from "zod";
import { NewPassword } from "#app/domain/identity/password-inputs.ts";
import { PersonName } from "#app/domain/identity/person-name.ts";

/** Name and password are asked for only where the invitation makes an account or sets its first password. */
export const AcceptInvitationInput = z.strictObject({
  name: PersonName.optional(),
  password: NewPassword.optional(),
});
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;
