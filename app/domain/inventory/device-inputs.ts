import { z } from "zod";

export const RevokeDeviceInput = z.strictObject({ deviceId: z.uuid() });
export type RevokeDeviceInput = z.infer<typeof RevokeDeviceInput>;

/** An enrollment code ends this many minutes after it was shown. */
export const ENROLLMENT_CODE_MINUTES = 10;
