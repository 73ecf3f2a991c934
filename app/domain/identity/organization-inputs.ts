import { z } from "zod";
import { EmailAddress } from "#app/domain/identity/email-address.ts";
import { PersonName } from "#app/domain/identity/person-name.ts";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";

export const CreateOrganizationInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Give the organization a name.")
    .max(80, "An organization's name has at most 80 characters.")
    .refine(isVisibleName, VISIBLE_ONLY),
  ownerEmail: EmailAddress,
  /** The part of the address before the @ when absent. */
  ownerName: PersonName.optional(),
  timeZone: z.string().refine(isTimeZone, "Write a time zone such as Europe/Vienna or UTC.").default("UTC"),
  isDemo: z.boolean().default(false),
});
export type CreateOrganizationInput = z.infer<typeof CreateOrganizationInput>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
