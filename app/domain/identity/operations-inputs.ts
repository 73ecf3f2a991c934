import { z } from "zod";

export const ReplayJobInput = z.strictObject({ jobId: z.uuid() });
export type ReplayJobInput = z.infer<typeof ReplayJobInput>;
