import { z } from "zod";
import { ADVISORY_SEVERITIES, LARGEST_ADVISORY_FILE } from "#app/domain/advisories/advisory-words.ts";
import { holdsSecret } from "#app/domain/inventory/holds-secret.ts";

const Url = z
  .string()
  .trim()
  .max(2_000, "An address has at most 2,000 characters.")
  .refine(
    (text) => URL.canParse(text) && new URL(text).protocol === "https:",
    "Give an address that begins with https://.",
  )
  .refine(
    (text) => !URL.canParse(text) || (new URL(text).username === "" && new URL(text).password === ""),
    "Leave the name and the password out of the address: it is kept and shown.",
  )
  .refine((text) => !holdsSecret(text), "Leave tokens and keys out of the address: it is kept and shown.");

export const CreateAdvisoryImportInput = z.strictObject({
  /** Made by the form, so that sending it twice makes one import. */
  id: z.uuid().optional(),
  /** One OSV record, a list of them, one a line, or a zip of such files as base64. */
  text: z
    .string()
    .max(LARGEST_ADVISORY_FILE, "A file has at most 15 MB, a zip 11 MB. Split it, or give its address.")
    .optional(),
  /** Of the file. */
  name: z.string().trim().max(200).optional(),
  /** Where such a file is fetched from, over https. */
  url: Url.or(z.literal("")).optional(),
});
export type CreateAdvisoryImportInput = z.infer<typeof CreateAdvisoryImportInput>;

export const AdvisoryFilter = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  severity: z.enum(ADVISORY_SEVERITIES).optional().catch(undefined),
  /** `here`: they concern a release in use; `all` of them. */
  concerns: z.enum(["here", "all"]).optional().catch(undefined),
});
export type AdvisoryFilter = z.infer<typeof AdvisoryFilter>;
