import { z } from "zod";

export const AskConnectionLookInput = z.strictObject({ serverId: z.uuid() });
export type AskConnectionLookInput = z.infer<typeof AskConnectionLookInput>;
