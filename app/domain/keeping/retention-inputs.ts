import { z } from "zod";
import { LONGEST_DAYS, RETENTION_NOUNS } from "./retention-words.ts";

/** Days; null keeps for ever. */
export const RetentionDays = z
  .int("Write a whole number of days.")
  .min(1, "Write at least one day, or nothing to keep for ever.")
  .max(LONGEST_DAYS, `Write at most ${LONGEST_DAYS} days, or nothing to keep for ever.`)
  .nullable();

export const SetRetentionInput = z.strictObject({ noun: z.enum(RETENTION_NOUNS), days: RetentionDays });
export type SetRetentionInput = z.infer<typeof SetRetentionInput>;
