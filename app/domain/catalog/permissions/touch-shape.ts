import { z } from "zod";
import { TOOL_CLASSES } from "../catalog-words.ts";

/** One class a tool touches. `by` is the hint that declares it or the id of the rule that infers it. */
export const TouchShape = z.object({
  class: z.enum(TOOL_CLASSES).exclude(["undeclared"]),
  source: z.enum(["declared", "inferred"]),
  by: z.string(),
  /** The hint that claims the opposite: the more powerful one counts. */
  against: z.enum(["readOnlyHint", "destructiveHint", "openWorldHint"]).optional(),
});
export type Touch = z.infer<typeof TouchShape>;
