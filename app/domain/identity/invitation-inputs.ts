import { z } from "zod";
import { EmailAddress } from "#app/domain/identity/email-address.ts";
import { PersonName } from "#app/domain/identity/person-name.ts";
import { ROLES } from "#app/domain/permissions.ts";

export const CreateInvitationInput = z.strictObject({
  /** Made by the form, so that sending it twice makes one invitation. */
  id: z.uuid().optional(),
  email: EmailAddress,
  name: PersonName,
  role: z.enum(ROLES, { error: "Choose a role." }).default("member"),
  teamIds: z.array(z.uuid()).max(50, "Choose at most 50 teams.").default([]),
});
export type CreateInvitationInput = z.infer<typeof CreateInvitationInput>;

export const RenewInvitationInput = z.strictObject({ invitationId: z.uuid() });
export type RenewInvitationInput = z.infer<typeof RenewInvitationInput>;

export const RevokeInvitationInput = z.strictObject({ invitationId: z.uuid() });
export type RevokeInvitationInput = z.infer<typeof RevokeInvitationInput>;
