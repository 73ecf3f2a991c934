import { z } from "zod";
import { CREDENTIAL_STATES, PROVIDER_IDS } from "./credential-words.ts";
import { SECRET_KINDS } from "./scan-inputs.ts";

/** Where a credential can be revoked. */
export const REVOKED_BY = ["interface", "hand"] as const;
/** In how many installations one stands, or stood. */
export const SPREADS = ["shared", "single"] as const;

/** What of the credentials a list is about; what is not known is left out. */
export const CredentialFilter = z.object({
  /** Words its names, its kind, its issuer, its servers or its holders begin with. */
  q: z.string().trim().max(200).optional().catch(undefined),
  kind: z.enum(SECRET_KINDS).optional().catch(undefined),
  provider: z.enum(PROVIDER_IDS).optional().catch(undefined),
  state: z.enum(CREDENTIAL_STATES).optional().catch(undefined),
  /** A member in whose files it stands, or stood. */
  holder: z.uuid().optional().catch(undefined),
  spread: z.enum(SPREADS).optional().catch(undefined),
  revoked: z.enum(REVOKED_BY).optional().catch(undefined),
});
export type CredentialFilter = z.infer<typeof CredentialFilter>;
