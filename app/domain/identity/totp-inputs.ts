import { z } from "zod";

/** The name is such that no form ever gives the code back. */
export const TotpInput = z.strictObject({
  oneTimeCode: z.string().trim().min(1, "Write the six digits the app shows.").max(20).optional(),
});
