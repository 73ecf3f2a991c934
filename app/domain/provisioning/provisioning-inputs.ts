import { z } from "zod";
import { EmailAddress } from "#app/domain/identity/email-address.ts";
import { PersonName } from "#app/domain/identity/person-name.ts";
import { CreateTeamInput } from "#app/domain/identity/team-inputs.ts";
import { isVisibleName, VISIBLE_ONLY } from "#app/domain/identity/visible-name.ts";

export const CreateScimTokenInput = z.strictObject({
  /** Made by the form, so that sending it twice makes one token. */
  id: z.uuid().optional(),
  name: z
    .string()
    .trim()
    .min(1, "Say which provider uses it.")
    .max(80, "A token's name has at most 80 characters.")
    .refine(isVisibleName, VISIBLE_ONLY),
});
export type CreateScimTokenInput = z.infer<typeof CreateScimTokenInput>;

export const RevokeScimTokenInput = z.strictObject({ scimTokenId: z.uuid() });
export type RevokeScimTokenInput = z.infer<typeof RevokeScimTokenInput>;

const shortText = z.string().trim().max(255).refine(isVisibleName, VISIBLE_ONLY);

/** A person as an identity provider describes them. */
export const ProvisionedPerson = z.strictObject({
  userName: shortText.min(1, "userName is missing."),
  email: EmailAddress,
  name: PersonName,
  givenName: shortText.nullable(),
  familyName: shortText.nullable(),
  externalId: shortText.nullable(),
  active: z.boolean(),
});
export type ProvisionedPerson = z.infer<typeof ProvisionedPerson>;

const MOST_GROUP_MEMBERS = 5_000;

/** A group as an identity provider describes it; `personIds` are those of people. */
export const ProvisionedGroup = z.strictObject({
  name: CreateTeamInput.shape.name,
  externalId: shortText.nullable(),
  personIds: z.array(z.string().max(100)).max(MOST_GROUP_MEMBERS, "A group has at most 5,000 members here."),
});
export type ProvisionedGroup = z.infer<typeof ProvisionedGroup>;
