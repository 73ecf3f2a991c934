import { z } from "zod";

export const AskPackageLookInput = z.strictObject({ serverId: z.uuid() });
export type AskPackageLookInput = z.infer<typeof AskPackageLookInput>;
