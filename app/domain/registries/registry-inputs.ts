import { z } from "zod";
import { holdsSecret } from "#app/domain/inventory/holds-secret.ts";
import { LARGEST_UPLOAD, REGISTRY_KINDS, SCHEDULES } from "./registry-words.ts";

const address = z
  .url({ protocol: /^https?$/, error: "Begin it with https://." })
  .max(1_000)
  .refine((text) => !URL.canParse(text) || (!new URL(text).username && !new URL(text).password), {
    error: "Leave out user and password: an address is shown to everybody here.",
  })
  .refine((text) => !holdsSecret(text), {
    error: "Leave out tokens and keys: an address is shown to everybody here.",
  });

export const CreateRegistryInput = z
  .strictObject({
    /** Made by the form, so that sending it twice makes one registry. */
    id: z.uuid().optional(),
    name: z.string().trim().min(1, "Give it a name.").max(80),
    kind: z.enum(REGISTRY_KINDS),
    /** Where it is asked; without it, it is given as files. */
    address: z.preprocess((value) => (value === "" ? undefined : value), address.optional()),
    schedule: z.enum(SCHEDULES).default("by_hand"),
  })
  .refine(({ address: at, schedule }) => at !== undefined || schedule === "by_hand", {
    path: ["schedule"],
    error: "Only a registry at an address is asked by a schedule.",
  });
export type CreateRegistryInput = z.infer<typeof CreateRegistryInput>;

export const OneRegistryInput = z.strictObject({ registryId: z.uuid() });
export type OneRegistryInput = z.infer<typeof OneRegistryInput>;

export const RegistryScheduleInput = z.strictObject({ registryId: z.uuid(), schedule: z.enum(SCHEDULES) });
export type RegistryScheduleInput = z.infer<typeof RegistryScheduleInput>;

export const OneRegistryImportInput = z.strictObject({
  /** In an address of a page, where it is looked up by the import alone. */
  registryId: z.uuid().optional(),
  registryImportId: z.uuid(),
});
export type OneRegistryImportInput = z.infer<typeof OneRegistryImportInput>;

/** A file as text, by a page or the API. */
export const RegistryTextInput = z.strictObject({
  registryId: z.uuid(),
  fileName: z.string().trim().max(200).default(""),
  text: z
    .string()
    .min(1, "Choose a file, or paste what it holds.")
    .max(LARGEST_UPLOAD, "A file given here has at most 8 MB. The command line takes larger ones."),
});

export const RegistryFileInput = z.strictObject({
  registryId: z.uuid(),
  /** Shown with the import; what the file was called. */
  fileName: z.string().trim().max(200).default(""),
});
export type RegistryFileInput = z.input<typeof RegistryFileInput>;
