import { z } from "zod";
import { ROLES } from "#app/domain/permissions.ts";

export const ChangeRoleInput = z.strictObject({
  memberId: z.uuid(),
  role: z.enum(ROLES, { error: "Choose a role." }),
});
export type ChangeRoleInput = z.infer<typeof ChangeRoleInput>;

export const EndMemberSessionsInput = z.strictObject({ memberId: z.uuid() });
export type EndMemberSessionsInput = z.infer<typeof EndMemberSessionsInput>;

export const RemoveMemberInput = z.strictObject({ memberId: z.uuid() });
export type RemoveMemberInput = z.infer<typeof RemoveMemberInput>;
