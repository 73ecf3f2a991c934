const enc = encodeURIComponent;

/** Every address of the product; `org` is the organization's slug. */
export const paths = {
  home: (org: string) => `/${enc(org)}`,
  search: (org: string) => `/${enc(org)}/search`,
  searchFound: (org: string) => `/${enc(org)}/search/found.json`,
  coverageCsv: (org: string) => `/${enc(org)}/coverage.csv`,
  inventory: (org: string) => `/${enc(org)}/inventory`,
  registry: (org: string, id: string) => `/${enc(org)}/settings/registries/${enc(id)}`,
  registryStep: (org: string, id: string, step: "schedule" | "removal") =>
    `/${enc(org)}/settings/registries/${enc(id)}/${step}`,
  registryImportCancellation: (org: string, registryId: string, id: string) =>
    `/${enc(org)}/settings/registries/${enc(registryId)}/imports/${enc(id)}/cancellation`,
  registryImport: (org: string, registryId: string, id: string) =>
    `/${enc(org)}/settings/registries/${enc(registryId)}/imports/${enc(id)}`,
  scan: (org: string) => `/${enc(org)}/inventory/scan`,
  inventoryCsv: (org: string) => `/${enc(org)}/inventory/export.csv`,
  installation: (org: string, id: string) => `/${enc(org)}/inventory/installations/${enc(id)}`,
  findings: (org: string) => `/${enc(org)}/findings`,
  finding: (org: string, id: string) => `/${enc(org)}/findings/${enc(id)}`,
  credentials: (org: string) => `/${enc(org)}/credentials`,
  credential: (org: string, id: string) => `/${enc(org)}/credentials/${enc(id)}`,
  acceptanceWithdrawal: (org: string, id: string) => `/${enc(org)}/findings/${enc(id)}/withdrawal`,
  catalog: (org: string) => `/${enc(org)}/servers`,
  toolRules: (org: string) => `/${enc(org)}/tool-rules`,
  listings: (org: string) => `/${enc(org)}/servers/listed`,
  listing: (org: string, id: string) => `/${enc(org)}/servers/listed/${enc(id)}`,
  compareListings: (org: string) => `/${enc(org)}/servers/listed/comparison`,
  server: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}`,
  serverDrift: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/drift`,
  askServer: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/look`,
  block: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/block`,
  zoneRule: (org: string) => `/${enc(org)}/settings/zones/rule`,
  removeZoneRule: (org: string) => `/${enc(org)}/settings/zones/removal`,
  connectionLook: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/connection-look`,
  liftBlock: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/block/lift`,
  publisher: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/publisher`,
  withdrawPublisher: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/publisher/withdrawal`,
  manifest: (org: string, serverId: string, id: string) =>
    `/${enc(org)}/servers/${enc(serverId)}/manifests/${enc(id)}/confirmation`,
  packageLook: (org: string, id: string) => `/${enc(org)}/servers/${enc(id)}/package-look`,
  repositoryTokens: (org: string) => `/${enc(org)}/settings/repository-tokens`,
  forgetRepositoryToken: (org: string, host: string) =>
    `/${enc(org)}/settings/repository-tokens/${enc(host)}/removal`,
  repositoryFacts: (org: string) => `/${enc(org)}/repository-facts`,
  advisories: (org: string) => `/${enc(org)}/advisories`,
  advisory: (org: string, id: string) => `/${enc(org)}/advisories/${enc(id)}`,
  advisoryImports: (org: string) => `/${enc(org)}/advisories/imports`,
  advisoryImport: (org: string, id: string) => `/${enc(org)}/advisories/imports/${enc(id)}`,
  requests: (org: string) => `/${enc(org)}/requests`,
  newRequest: (org: string) => `/${enc(org)}/requests/new`,
  request: (org: string, id: string) => `/${enc(org)}/requests/${enc(id)}`,
  requestStep: (org: string, id: string, step: RequestStep) => `/${enc(org)}/requests/${enc(id)}/${step}`,
  approvals: (org: string) => `/${enc(org)}/approvals`,
  access: (org: string) => `/${enc(org)}/access`,
  grants: (org: string) => `/${enc(org)}/grants`,
  grant: (org: string, id: string) => `/${enc(org)}/grants/${enc(id)}`,
  grantStep: (org: string, id: string, step: GrantStep) => `/${enc(org)}/grants/${enc(id)}/${step}`,
  agents: (org: string) => `/${enc(org)}/agents`,
  newAgent: (org: string) => `/${enc(org)}/agents/new`,
  agent: (org: string, id: string) => `/${enc(org)}/agents/${enc(id)}`,
  agentStep: (org: string, id: string, step: AgentStep) => `/${enc(org)}/agents/${enc(id)}/${step}`,
  notices: (org: string) => `/${enc(org)}/notices`,
  /** Marks it as read and leads on to what it is about. */
  notice: (org: string, id: string) => `/${enc(org)}/notices/${enc(id)}`,
  readNotice: (org: string, id: string) => `/${enc(org)}/notices/${enc(id)}/reading`,
  readNotices: (org: string) => `/${enc(org)}/notices/reading`,
  liftMailRefusal: (org: string, memberId: string) =>
    `/${enc(org)}/settings/notices/refusals/${enc(memberId)}/lift`,
  audit: (org: string) => `/${enc(org)}/audit`,
  auditExport: (org: string) => `/${enc(org)}/audit/export.jsonl`,
  twoFactors: (org: string) => `/${enc(org)}/settings/organization/two-factors`,
  driftClassification: (org: string) => `/${enc(org)}/settings/drift/classification`,
  settings: (org: string, part: SettingsPart = "organization") => `/${enc(org)}/settings/${part}`,
  leave: (org: string) => `/${enc(org)}/settings/departure`,
  /** What its members use; `team` is where it is managed. */
  teamPage: (org: string, id: string) => `/${enc(org)}/teams/${enc(id)}`,
  team: (org: string, id: string) => `/${enc(org)}/settings/teams/${enc(id)}`,
  teamMember: (org: string, teamId: string, id: string) =>
    `/${enc(org)}/settings/teams/${enc(teamId)}/members/${enc(id)}`,
  teamStep: (org: string, id: string, step: TeamStep) => `/${enc(org)}/settings/teams/${enc(id)}/${step}`,
  renameDevice: (org: string, id: string) => `/${enc(org)}/settings/devices/${enc(id)}/name`,
  deleteOrganization: (org: string, step?: DeletionStep) =>
    `/${enc(org)}/settings/organization/deletion${step ? `/${step}` : ""}`,
  exportOrganization: (org: string) => `/${enc(org)}/settings/data/export`,
  organizationArchive: (org: string) => `/${enc(org)}/settings/data/export.tar.gz`,
  retention: (org: string, noun: string) => `/${enc(org)}/settings/data/retention/${enc(noun)}`,
  member: (org: string, id: string) => `/${enc(org)}/settings/members/${enc(id)}`,
  formerMembers: (org: string) => `/${enc(org)}/settings/members/former`,
  eraseMember: (org: string, id: string) => `/${enc(org)}/settings/members/${enc(id)}/erasure`,
  endEverybodysSessions: (org: string) => `/${enc(org)}/settings/members/session-end`,
  endMemberSessions: (org: string, id: string) => `/${enc(org)}/settings/members/${enc(id)}/session-end`,
  unlinkOpenid: (org: string, id: string) => `/${enc(org)}/settings/members/${enc(id)}/unlinking`,
  memberImports: (org: string) => `/${enc(org)}/settings/members/imports`,
  memberImport: (org: string, id: string) => `/${enc(org)}/settings/members/imports/${enc(id)}`,
  withdrawMemberImport: (org: string, id: string) =>
    `/${enc(org)}/settings/members/imports/${enc(id)}/withdrawal`,
  removeMember: (org: string, id: string) => `/${enc(org)}/settings/members/${enc(id)}/removal`,
  withdrawInvitation: (org: string, id: string) => `/${enc(org)}/settings/invitations/${enc(id)}/withdrawal`,
  revokeScimToken: (org: string, id: string) => `/${enc(org)}/settings/provisioning/${enc(id)}/revocation`,
  renewInvitation: (org: string, id: string) => `/${enc(org)}/settings/invitations/${enc(id)}/renewal`,
  revokeApiKey: (org: string, id: string) => `/${enc(org)}/settings/api-keys/${enc(id)}/revocation`,
  revokeDevice: (org: string, id: string) => `/${enc(org)}/settings/devices/${enc(id)}/revocation`,
  replayJob: (org: string, id: string) => `/${enc(org)}/settings/operations/jobs/${enc(id)}/replay`,
  signIn: (to?: string) => (to ? `/sign-in?to=${enc(to)}` : "/sign-in"),
  openidSignIn: (org: string, to?: string) => `/sign-in/${enc(org)}${to ? `?to=${enc(to)}` : ""}`,
  openidOrganization: (to?: string) => (to ? `/auth/organization?to=${enc(to)}` : "/auth/organization"),
  openidStep: (org: string, step: OpenidStep) => `/sign-in/${enc(org)}/${step}`,
  openidProof: (org: string, to: string) => `/sign-in/${enc(org)}/start?for=proof&to=${enc(to)}`,
  openidSettings: (org: string, step: "requirement" | "removal") => `/${enc(org)}/settings/sign-in/${step}`,
  signOut: "/sign-out",
  secondFactor: (to?: string) => (to ? `/sign-in/second-factor?to=${enc(to)}` : "/sign-in/second-factor"),
  forgotPassword: "/forgot-password",
  resetPassword: (token: string) => `/reset-password/${enc(token)}`,
  verifyAddress: (token: string) => `/verify-address/${enc(token)}`,
  account: (part?: AccountPart) => (part ? `/account/${part}` : "/account"),
  /** `org`: the organization that asks for a second factor. */
  secondFactors: (org?: string) => `/account/second-factors${org ? `?for=${enc(org)}` : ""}`,
  ownPasskey: (id: string) => `/account/passkeys/${enc(id)}`,
  endOwnSession: (id: string) => `/account/sessions/${enc(id)}/end`,
  proof: (to?: string) => (to ? `/account/proof?to=${enc(to)}` : "/account/proof"),
  invitation: (token: string) => `/invitations/${enc(token)}`,
  preferences: "/preferences",
  apiDocs: "/api/v1/docs",
  apiOperation: (operation: string) => `/api/v1/docs/${enc(operation)}`,
  openApi: "/api/v1/openapi.json",
} as const;

export type AccountPart =
  | "address"
  | "password"
  | "second-factors"
  | "authenticator"
  | "authenticator/removal"
  | "recovery-codes"
  | "passkeys/new"
  | "sessions"
  | "events";
export type DeletionStep = "confirmation" | "cancellation";
export type RequestStep = "approval" | "denial" | "question" | "answer" | "withdrawal" | "checklist";
export type OpenidStep = "start" | "callback" | "link";
export type AgentStep = "details" | "handover" | "acceptance" | "refusal" | "review" | "retirement" | "keys";
export type GrantStep = "suspension" | "resumption" | "revocation";
export type TeamStep = "name" | "archival" | "restoration" | "deletion";
export type SettingsPart =
  | "registries"
  | "notices"
  | "operations"
  | "data"
  | "drift"
  | "sign-in"
  | "organization"
  | "teams"
  | "members"
  | "invitations"
  | "provisioning"
  | "api-keys"
  | "devices"
  | "zones";

/** A path and query of this site, or undefined: `to` and `returnTo` come from the address bar. */
export function localPath(text: string | null | undefined): string | undefined {
  if (!text || text.length > 2_000 || !/^\/(?![/\\])/.test(text)) return undefined;
  const origin = "http://castellan.invalid";
  if (!URL.canParse(text, origin)) return undefined;
  const url = new URL(text, origin);
  return url.origin === origin && !url.pathname.startsWith("//") ? url.pathname + url.search : undefined;
}
