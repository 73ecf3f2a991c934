import { z } from "zod";

export const RequestDeletionInput = z.strictObject({
  name: z.string("Type the name of the organization.").trim().min(1, "Type the name of the organization."),
});
export type RequestDeletionInput = z.infer<typeof RequestDeletionInput>;

/** Names the deletion that was looked at, so that nobody confirms or cancels another one. */
export const OneDeletionInput = z.strictObject({ deletionId: z.uuid() });
export type OneDeletionInput = z.infer<typeof OneDeletionInput>;
