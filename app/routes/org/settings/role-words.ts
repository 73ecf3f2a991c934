import { ROLES, type Role } from "#app/domain/permissions.ts";

export const ROLE_HINTS: Record<Role, string> = {
  owner: "Everything, and makes other owners.",
  admin: "Everything except making or removing owners.",
  security: "Decides requests, blocks servers, revokes grants; sees all.",
  approver: "Decides requests; sees what their teams use.",
  member: "Uses servers and asks for access.",
  auditor: "Reads everything, changes nothing.",
};

export const ROLE_LABELS: Record<Role, string> = {
  owner: "Owner",
  admin: "Admin",
  security: "Security",
  approver: "Approver",
  member: "Member",
  auditor: "Auditor",
};

/** Options for a form, without owner for those who cannot make one. */
export function roleOptions(mayMakeOwners: boolean): { value: Role; label: string }[] {
  return ROLES.filter((role) => mayMakeOwners || role !== "owner").map((role) => ({
    value: role,
    label: `${ROLE_LABELS[role]}: ${ROLE_HINTS[role]}`,
  }));
}
