import { z } from "zod";
import { ProvenanceAnswer } from "#app/domain/packages/npm/provenance/provenance-facts.ts";

/** What the signatures that lie with an image in its registry prove. */
export const ImageAnswer = z.discriminatedUnion("answer", [
  ...ProvenanceAnswer.options,
  /** No signature lies with it. */
  z.object({ answer: z.literal("none") }),
  /** Nobody could look. `isClaimed`: a registry names who signs it. */
  z.object({ answer: z.literal("unseen"), why: z.string(), isClaimed: z.boolean() }),
]);
export type ImageAnswer = z.infer<typeof ImageAnswer>;
