import { z } from "zod";
import { ADVISORY_SEVERITIES, MATCH_ANSWERS } from "#app/domain/advisories/advisory-words.ts";

/** Of the package itself; what comes with it was not looked at. `isLooked` false: none found proves nothing. */
export const Concerns = z.object({
  isLooked: z.boolean(),
  concerns: z.array(
    z.object({
      advisoryId: z.uuid(),
      osvId: z.string(),
      severity: z.enum(ADVISORY_SEVERITIES),
      isMalicious: z.boolean(),
      answer: z.enum(MATCH_ANSWERS),
    }),
  ),
  total: z.number(),
});
export const NOT_LOOKED = { isLooked: false, concerns: [], total: 0 };
