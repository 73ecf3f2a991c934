import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";

export const DeviceName = z
  .string()
  .trim()
  .min(1, "Give the device a name.")
  .max(128, "A device's name has at most 128 characters.")
  .refine(isVisibleName, VISIBLE_ONLY);

export const RevokeDeviceInput = z.strictObject({ deviceId: z.uuid() });
export type RevokeDeviceInput = z.infer<typeof RevokeDeviceInput>;

export const RenameDeviceInput = z.strictObject({ deviceId: z.uuid(), name: DeviceName });
export type RenameDeviceInput = z.infer<typeof RenameDeviceInput>;

/** An enrollment code ends this many minutes after it was shown. */
export const ENROLLMENT_CODE_MINUTES = 10;
