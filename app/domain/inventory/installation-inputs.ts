import { z } from "zod";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";

export const SetInstallationEnvironmentInput = z.strictObject({
  installationId: z.uuid(),
  environment: z.enum(ENVIRONMENTS),
});
export type SetInstallationEnvironmentInput = z.infer<typeof SetInstallationEnvironmentInput>;
