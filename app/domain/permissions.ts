/**
 * Who may do what: the vocabulary, the role matrix and the scope each permission needs from an API key.
 * Pure and shared with the UI. Relations (team lead, holder of a grant) are decided by each noun's rules, not here.
 */
export const ROLES = ["owner", "admin", "security", "approver", "member", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/** What an API key may be limited to. A key acts as its member's role, narrowed to its scopes. */
export const SCOPES = [
  "read",
  "report",
  "request",
  "decide",
  "grant",
  "block",
  "check",
  "audit",
  "admin",
] as const;
export type Scope = (typeof SCOPES)[number];

const everybody = ROLES;
const everybodyActing = ["owner", "admin", "security", "approver", "member"] as const;
const administrators = ["owner", "admin"] as const;
const guardians = ["owner", "admin", "security"] as const;

const MATRIX = {
  "organization.read": { roles: everybody, scope: "read" },
  "organization.manage": { roles: administrators, scope: "admin" },
  "organization.delete": { roles: ["owner"], scope: "admin" },
  "organization.export": { roles: ["owner"], scope: "admin" },
  "organization.secure": { roles: ["owner"], scope: "admin" },
  "member.read": { roles: everybody, scope: "read" },
  "member.invite": { roles: administrators, scope: "admin" },
  "member.manage": { roles: administrators, scope: "admin" },
  "member.erase": { roles: ["owner"], scope: "admin" },
  "sign_in.manage": { roles: administrators, scope: "admin" },
  "sign_in.require": { roles: ["owner"], scope: "admin" },
  "provisioning.manage": { roles: administrators, scope: "admin" },
  // whoever holds a provisioning token removes owners too, so only an owner gives one
  "provisioning.open": { roles: ["owner"], scope: "admin" },
  "team.manage": { roles: administrators, scope: "admin" },
  "agent.read_own": { roles: everybody, scope: "read" },
  "agent.read_all": { roles: ["owner", "admin", "security", "approver", "auditor"], scope: "read" },
  "agent.manage_own": { roles: everybodyActing, scope: "admin" },
  "agent.manage_all": { roles: guardians, scope: "admin" },
  "api_key.manage_own": { roles: everybody, scope: "admin" },
  "api_key.manage_all": { roles: administrators, scope: "admin" },
  "device.enroll": { roles: everybodyActing, scope: "report" },
  "device.manage_all": { roles: guardians, scope: "admin" },
  "inventory.read_own": { roles: everybody, scope: "read" },
  "inventory.read_teams": { roles: ["owner", "admin", "security", "approver", "auditor"], scope: "read" },
  "inventory.read_all": { roles: ["owner", "admin", "security", "auditor"], scope: "read" },
  "inventory.report": { roles: everybodyActing, scope: "report" },
  "inventory.set_environment": { roles: guardians, scope: "grant" },
  "finding.accept": { roles: guardians, scope: "grant" },
  "credential.read": { roles: ["owner", "admin", "security", "auditor"], scope: "read" },
  "catalog.read": { roles: everybody, scope: "read" },
  "registry.read": { roles: ["owner", "admin", "security", "auditor"], scope: "read" },
  "registry.manage": { roles: guardians, scope: "admin" },
  "package.look": { roles: guardians, scope: "report" },
  "repository.import": { roles: guardians, scope: "admin" },
  "repository_token.manage": { roles: administrators, scope: "admin" },
  "advisory.import": { roles: guardians, scope: "admin" },
  // the worker goes out to an address for it
  "server.ask": { roles: guardians, scope: "report" },
  "manifest.record": { roles: everybodyActing, scope: "report" },
  "manifest.confirm": { roles: guardians, scope: "report" },
  "zone.read": { roles: ["owner", "admin", "security", "auditor"], scope: "read" },
  "zone.manage": { roles: administrators, scope: "admin" },
  "connection.look": { roles: guardians, scope: "report" },
  "drift.manage": { roles: guardians, scope: "admin" },
  "server.block": { roles: guardians, scope: "block" },
  "publisher.vouch": { roles: guardians, scope: "admin" },
  "request.create": { roles: everybodyActing, scope: "request" },
  "request.read_own": { roles: everybody, scope: "read" },
  "request.read_all": { roles: ["owner", "admin", "security", "approver", "auditor"], scope: "read" },
  "request.decide": { roles: ["owner", "admin", "security", "approver"], scope: "decide" },
  "grant.read_own": { roles: everybody, scope: "read" },
  "grant.read_all": { roles: ["owner", "admin", "security", "approver", "auditor"], scope: "read" },
  "grant.manage": { roles: guardians, scope: "grant" },
  "call.check_own": { roles: everybodyActing, scope: "check" },
  "call.check_any": { roles: guardians, scope: "check" },
  "operations.read": { roles: ["owner"], scope: "admin" },
  "operations.replay": { roles: ["owner"], scope: "admin" },
  "notice.read_own": { roles: everybody, scope: "read" },
  "notice.manage_own": { roles: everybody, scope: "admin" },
  "audit.read": { roles: ["owner", "admin", "security", "auditor"], scope: "audit" },
} as const satisfies Record<string, { roles: readonly Role[]; scope: Scope }>;

export type Permission = keyof typeof MATRIX;

/** `scopes` is null for a person signed in: nothing narrows their role. */
export type Capability = { role: Role; scopes: readonly Scope[] | null };

export function can(who: Capability, permission: Permission): boolean {
  const { roles, scope } = MATRIX[permission];
  return (roles as readonly Role[]).includes(who.role) && hasScope(who, scope);
}

export function hasScope(who: Capability, scope: Scope): boolean {
  return who.scopes === null || who.scopes.includes(scope);
}

export function rolesWith(permission: Permission): readonly Role[] {
  return MATRIX[permission].roles;
}

/** An admin manages everybody but owners; only an owner makes or removes an owner. */
export function mayAssignRole(assigner: Role, role: Role): boolean {
  return assigner === "owner" || (assigner === "admin" && role !== "owner");
}
