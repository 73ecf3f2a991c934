import { z } from "zod";
import { DeviceName } from "#app/domain/inventory/device-inputs.ts";

/** The body of `POST /api/v1/device-enrollments`. The code comes from the web page, lives shortly and works once. */
export const DeviceEnrollmentInput = z.strictObject({
  code: z.string().trim().min(8).max(128),
  deviceName: DeviceName,
  platform: z.enum(["darwin", "linux", "win32", "other"]),
});
export type DeviceEnrollmentInput = z.infer<typeof DeviceEnrollmentInput>;

/** The answer: `deviceKey` is the bearer token, shown only here; `fingerprintKey` is 32 bytes in base64. */
export const DeviceEnrollmentAnswer = z.object({
  deviceId: z.string().min(1).max(128),
  deviceKey: z.string().min(16).max(512),
  organization: z.string().min(1).max(256),
  fingerprintKey: z.base64().max(256),
});
export type DeviceEnrollmentAnswer = z.infer<typeof DeviceEnrollmentAnswer>;
