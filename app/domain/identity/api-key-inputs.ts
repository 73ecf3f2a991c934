import { z } from "zod";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { SCOPES } from "#app/domain/permissions.ts";
import { isVisibleName, VISIBLE_ONLY } from "./visible-name.ts";

export const LONGEST_KEY_DAYS = 365;

const days = `A key works for 1 to ${LONGEST_KEY_DAYS} days.`;

export const CreateApiKeyInput = z.strictObject({
  /** Made by the form, so that sending it twice makes one key. */
  id: z.uuid().optional(),
  name: z
    .string()
    .trim()
    .min(1, "Say what the key is for.")
    .max(80, "A key's name has at most 80 characters.")
    .refine(isVisibleName, VISIBLE_ONLY),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, "Choose at least one scope.")
    .max(SCOPES.length, "Name each scope once.")
    .transform((scopes) => [...new Set(scopes)]),
  days: z.coerce.number(days).int(days).min(1, days).max(LONGEST_KEY_DAYS, days).default(90),
  /** What a gateway with this key speaks for; null: the key decides calls only for installations. */
  environment: z.enum(ENVIRONMENTS, { error: "Choose an environment or none." }).nullable().default(null),
});
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>;

export const RevokeApiKeyInput = z.strictObject({ apiKeyId: z.uuid() });
export type RevokeApiKeyInput = z.infer<typeof RevokeApiKeyInput>;
