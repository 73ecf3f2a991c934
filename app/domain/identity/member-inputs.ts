import { z } from "zod";
import { ROLES } from "#app/domain/permissions.ts";

export const ChangeRoleInput = z.strictObject({
  memberId: z.uuid(),
  role: z.enum(ROLES, { error: "Choose a role." }),
});
export type ChangeRoleInput = z.infer<typeof ChangeRoleInput>;

export const EndMemberSessionsInput = z.strictObject({ memberId: z.uuid() });
export type EndMemberSessionsInput = z.infer<typeof EndMemberSessionsInput>;

/** Who takes over what a leaver leaves open; without it somebody is found. */
const fallbackId = z.uuid("Choose an active member.").optional();

export const RemoveMemberInput = z.strictObject({ memberId: z.uuid(), fallbackId });
export type RemoveMemberInput = z.infer<typeof RemoveMemberInput>;

export const EraseMemberInput = z.strictObject({ memberId: z.uuid() });
export type EraseMemberInput = z.infer<typeof EraseMemberInput>;

export const LeaveOrganizationInput = z.strictObject({ fallbackId });
export type LeaveOrganizationInput = z.infer<typeof LeaveOrganizationInput>;
