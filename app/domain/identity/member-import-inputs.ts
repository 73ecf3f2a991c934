import { z } from "zod";
import { LARGEST_FILE, LINE_OUTCOMES } from "#app/domain/identity/member-import-words.ts";

export const CreateMemberImportInput = z.strictObject({
  /** Made by the form, so that sending it twice makes one import. */
  id: z.uuid().optional(),
  /** A table as text, its first line naming the columns: commas, semicolons or tabs between them. */
  text: z
    .string()
    .min(1, "Choose a file, or paste its lines.")
    .max(LARGEST_FILE, "A file has at most 4 MB. Split it."),
});
export type CreateMemberImportInput = z.infer<typeof CreateMemberImportInput>;

export const OneMemberImportInput = z.strictObject({ importId: z.uuid() });
export type OneMemberImportInput = z.infer<typeof OneMemberImportInput>;

export const ImportLineFilter = z.strictObject({ outcome: z.enum(LINE_OUTCOMES).optional() });
export type ImportLineFilter = z.infer<typeof ImportLineFilter>;
