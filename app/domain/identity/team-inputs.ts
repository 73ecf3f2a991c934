import { z } from "zod";
import { isVisibleName, VISIBLE_ONLY } from "./visible-name.ts";

const TeamName = z
  .string()
  .trim()
  .min(1, "Give the team a name.")
  .max(80, "A team's name has at most 80 characters.")
  .refine(isVisibleName, VISIBLE_ONLY);

export const CreateTeamInput = z.strictObject({
  /** Made by the form, so that sending it twice makes one team. */
  id: z.uuid().optional(),
  name: TeamName,
});
export type CreateTeamInput = z.infer<typeof CreateTeamInput>;

export const SetTeamMemberInput = z.strictObject({
  teamId: z.uuid(),
  memberId: z.uuid("Choose a member."),
  isLead: z.boolean().default(false),
});
export type SetTeamMemberInput = z.infer<typeof SetTeamMemberInput>;

export const RemoveTeamMemberInput = z.strictObject({ teamId: z.uuid(), memberId: z.uuid() });
export type RemoveTeamMemberInput = z.infer<typeof RemoveTeamMemberInput>;

export const RenameTeamInput = z.strictObject({ teamId: z.uuid(), name: TeamName });
export type RenameTeamInput = z.infer<typeof RenameTeamInput>;

/** Which team to archive, take back or delete. */
export const OneTeamInput = z.strictObject({ teamId: z.uuid() });
export type OneTeamInput = z.infer<typeof OneTeamInput>;
