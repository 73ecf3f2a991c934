import { z } from "zod";
import { PersonName } from "#app/domain/identity/person-name.ts";

/** Name and password are asked for only where the invitation makes an account or sets its first password. */
export const AcceptInvitationInput = z.strictObject({
  name: PersonName.optional(),
  password: z
    .string()
    // NIST SP 800-63B-4, section 3.1.1.2: length, no rules of composition. The end keeps hashing from being a load.
    .min(12, "Use at least 12 characters. A few words in a row are easy to remember.")
    .max(256, "Use at most 256 characters.")
    .optional(),
});
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;
