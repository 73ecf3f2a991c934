import { z } from "zod";
import { EmailAddress } from "#app/domain/identity/email-address.ts";
import { PersonName } from "#app/domain/identity/person-name.ts";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";

const OrganizationName = z
  .string()
  .trim()
  .min(1, "Give the organization a name.")
  .max(80, "An organization's name has at most 80 characters.")
  .refine(isVisibleName, VISIBLE_ONLY);

/** A name of the time zone database, never an offset, which knows no summer time. */
const TimeZone = z
  .string()
  .trim()
  .max(64)
  .refine(isTimeZone, "Write a time zone such as Europe/Vienna or UTC.");

export const CreateOrganizationInput = z.strictObject({
  name: OrganizationName,
  ownerEmail: EmailAddress,
  /** The part of the address before the @ when absent. */
  ownerName: PersonName.optional(),
  timeZone: TimeZone.default("UTC"),
  isDemo: z.boolean().default(false),
});
export type CreateOrganizationInput = z.infer<typeof CreateOrganizationInput>;

const DAY_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const TIME = "Write a time such as 09:00.";

/** As the form sends it: every field is there, so that no day ticked is an answer too. */
export const OrganizationSettings = z.strictObject({
  name: OrganizationName,
  timeZone: TimeZone,
  /** ISO weekdays: 1 is Monday. */
  workingDays: z
    .array(z.int().min(1).max(7), { error: "Choose at least one day." })
    .min(1, "Choose at least one day.")
    .transform((days) => [...new Set(days)].sort()),
  worksFrom: z.string().regex(DAY_TIME, TIME),
  /** 24:00 is midnight at the end of the day. */
  worksTo: z.string().refine((text) => text === "24:00" || DAY_TIME.test(text), TIME),
});

/** What is absent stays as it is. */
export const ChangeOrganizationInput = OrganizationSettings.partial();
export type ChangeOrganizationInput = z.infer<typeof ChangeOrganizationInput>;

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

export const RequireTwoFactorsInput = z.strictObject({
  needed: z.enum(["yes", "no"], { error: "Choose whether a second factor is needed." }),
});
export type RequireTwoFactorsInput = z.infer<typeof RequireTwoFactorsInput>;
