import { uuidv7 } from "uuidv7";
import type { Role } from "#app/domain/permissions.ts";
import type { AttackIds } from "./attack-world.ts";

export type OperationAttack = {
  /** Roles whose key may carry it out on these ids; every other role is refused. */
  allowed: readonly Role[];
  /** A body the operation accepts. */
  body?: (ids: AttackIds) => Record<string, unknown>;
  query?: string;
  /** Bodies that name one row of another organization, each to be a 404. */
  foreignBodies?: (own: AttackIds, foreign: AttackIds) => Record<string, unknown>[];
  /** Queries that name another organization's rows: nothing is found. */
  foreignQueries?: (foreign: AttackIds) => string[];
  /** Path parameters named in turn while the others stay one's own. */
  mixed?: readonly (keyof AttackIds)[];
  /** What an allowed reader gets where it is not 200. */
  answers?: readonly number[];
};

const all: readonly Role[] = ["owner", "admin", "security", "approver", "member", "auditor"];
const acting: readonly Role[] = ["owner", "admin", "security", "approver", "member"];
const guardians: readonly Role[] = ["owner", "admin", "security"];
const administrators: readonly Role[] = ["owner", "admin"];
const deciders: readonly Role[] = ["owner", "admin", "security", "approver"];
const readers: readonly Role[] = ["owner", "admin", "security", "approver", "auditor"];
const watchers: readonly Role[] = ["owner", "admin", "security", "auditor"];
/** Only the person who asked, who is none of the callers. */
const nobody: readonly Role[] = [];

const reason = { reason: "for the attack" };
const asked = { environment: "development", tools: null, endsAt: "2026-12-20", ...reason };
const agent = { name: "Attacker", purpose: "To attack.", environment: "staging", reviewBy: "2026-12-24" };
const manifest = (identity: string) => ({
  identity,
  release: "1.0.0",
  protocolVersion: "2025-06-18",
  tools: [{ name: "search", description: "Searches.", inputSchema: {} }],
  observedBy: "probe",
});

/** What each operation of the API expects from whom. An operation that is missing here fails the test. */
export const OPERATION_ATTACKS: Record<string, OperationAttack> = {
  getCaller: { allowed: all },
  getOrganization: { allowed: all },
  getOperations: { allowed: ["owner"] },
  replayJob: { allowed: ["owner"] },
  changeOrganization: { allowed: administrators, body: () => ({ name: "Attacked" }) },
  // asking for it is an owner's; letting it go takes a fresh proof in the browser
  requireTwoFactors: { allowed: ["owner"], body: () => ({ needed: "yes" }) },
  listRetention: { allowed: all },
  previewRetention: { allowed: administrators },
  setRetention: { allowed: administrators, body: () => ({ days: null }) },
  listMembers: { allowed: all },
  changeRole: { allowed: administrators, body: () => ({ role: "admin" }) },
  endEverybodysSessions: { allowed: administrators },
  endMemberSessions: { allowed: administrators },
  getDeparture: { allowed: administrators },
  removeMember: { allowed: administrators },
  listInvitations: { allowed: administrators },
  createInvitation: {
    allowed: administrators,
    body: () => ({ email: "new@example.test", name: "New", role: "member" }),
    foreignBodies: (_, foreign) => [
      { email: "new@example.test", name: "New", role: "member", teamIds: [foreign.teamId] },
    ],
  },
  renewInvitation: { allowed: administrators },
  revokeInvitation: { allowed: administrators },
  listListings: { allowed: all },
  countListings: { allowed: all },
  getListing: { allowed: all },
  listAlternatives: { allowed: all },
  createRegistry: { allowed: guardians, body: () => ({ name: "Attackers", kind: "official" }) },
  listRegistries: { allowed: watchers },
  getRegistry: { allowed: watchers },
  startRegistryImport: { allowed: guardians },
  setRegistrySchedule: { allowed: guardians, body: () => ({ schedule: "weekly" }) },
  removeRegistry: { allowed: guardians },
  cancelRegistryImport: { allowed: guardians },
  importRegistryFile: { allowed: guardians, body: () => ({ text: "[]" }) },
  listRegistryImports: { allowed: watchers },
  getRegistryImport: { allowed: watchers },
  listOddities: { allowed: watchers },
  createMemberImport: {
    allowed: administrators,
    body: () => ({ text: "email,name\nnew@example.test,New" }),
  },
  listMemberImports: { allowed: administrators },
  getMemberImport: { allowed: administrators },
  listImportLines: { allowed: administrators },
  startMemberImport: { allowed: administrators },
  withdrawMemberImport: { allowed: administrators },
  listScimTokens: { allowed: administrators },
  revokeScimToken: { allowed: administrators },
  listTeams: { allowed: all },
  createTeam: { allowed: administrators, body: () => ({ name: "Attackers" }) },
  getTeam: { allowed: all },
  listTeamServers: { allowed: watchers },
  renameTeam: { allowed: administrators, body: () => ({ name: "Attacked" }) },
  archiveTeam: { allowed: administrators },
  restoreTeam: { allowed: administrators },
  deleteTeam: { allowed: administrators },
  setTeamMember: { allowed: administrators, body: () => ({ isLead: true }), mixed: ["teamId", "memberId"] },
  removeTeamMember: { allowed: administrators, mixed: ["teamId", "memberId"] },
  listAgents: {
    allowed: all,
    foreignQueries: ({ memberId, agentId }) => [`owner=${memberId}`, `owner=${memberId}&cursor=${agentId}`],
  },
  createAgent: { allowed: acting, body: () => agent },
  getAgent: { allowed: readers },
  changeAgent: { allowed: guardians, body: () => ({ name: "Attacker" }) },
  offerAgent: {
    allowed: nobody,
    body: ({ memberId }) => ({ toMemberId: memberId }),
  },
  declineAgent: { allowed: guardians },
  acceptAgent: { allowed: nobody },
  handOverAgent: {
    allowed: guardians,
    body: ({ memberId }) => ({ toMemberId: memberId }),
    foreignBodies: (_, foreign) => [{ toMemberId: foreign.memberId }],
  },
  reviewAgent: { allowed: guardians, body: () => ({ reviewBy: "2026-12-24" }) },
  createAgentKey: { allowed: nobody, body: () => ({ name: "key", days: 1 }) },
  retireAgent: { allowed: guardians, body: () => reason },
  getOpenidProvider: { allowed: administrators },
  // a key cannot move trust to another issuer: that takes a fresh proof in the browser
  setOpenidProvider: {
    allowed: nobody,
    body: () => ({ issuer: "https://evil.example", clientId: "evil", clientSecret: "secret" }),
  },
  listApiKeys: { allowed: all },
  createApiKey: { allowed: all, body: () => ({ name: "key", scopes: ["read"], days: 1 }) },
  revokeApiKey: { allowed: administrators },
  createEnrollmentCode: { allowed: acting },
  listDevices: { allowed: all },
  renameDevice: { allowed: guardians, body: () => ({ name: "attacked" }) },
  revokeDevice: { allowed: guardians },
  recordScan: { allowed: acting, body: () => ({ reportId: uuidv7(), collectorVersion: "0.1.0", files: [] }) },
  listInstallations: {
    allowed: all,
    foreignQueries: ({ serverId, memberId, deviceId, teamId }) => [
      `server=${serverId}`,
      `member=${memberId}`,
      `device=${deviceId}`,
      `team=${teamId}`,
    ],
  },
  getInstallation: { allowed: watchers },
  listFindings: { allowed: all },
  getFinding: { allowed: watchers },
  acceptFinding: { allowed: guardians, body: () => ({ reach: "finding", endsAt: "2026-12-20", ...reason }) },
  withdrawAcceptance: { allowed: guardians },
  listCredentials: { allowed: watchers, foreignQueries: ({ memberId }) => [`holder=${memberId}`] },
  getCredential: { allowed: watchers },
  listCredentialPlaces: { allowed: watchers },
  setInstallationEnvironment: { allowed: guardians, body: () => ({ environment: "production" }) },
  getOverview: { allowed: all },
  getCoverage: { allowed: watchers },
  listServers: { allowed: all },
  getServer: { allowed: all },
  listTools: { allowed: all },
  listToolRules: { allowed: all },
  listLooks: { allowed: all },
  askServer: { allowed: guardians },
  recordLook: { allowed: acting, body: () => ({ identity: "npm:attack", reason: "it did not answer" }) },
  getServerTrust: { allowed: all },
  getConnection: { allowed: all },
  askConnectionLook: { allowed: guardians },
  getZonePolicy: { allowed: watchers },
  previewZonePolicy: { allowed: administrators, body: () => ({ rules: [] }) },
  setZonePolicy: { allowed: administrators, body: () => ({ rules: [], version: 0 }) },
  vouchPublisher: {
    allowed: guardians,
    body: () => ({ publisher: "Attacker", relation: "official", ...reason }),
  },
  withdrawPublisher: { allowed: guardians, query: "reason=for+the+attack" },
  recordManifest: { allowed: acting, body: () => manifest("npm:attack") },
  confirmManifest: { allowed: guardians },
  getServerDrift: { allowed: all },
  listDrifts: { allowed: all },
  getDriftPolicy: { allowed: all },
  setDriftPolicy: { allowed: guardians, body: () => ({ removed: "block" }) },
  previewDriftPolicy: { allowed: all },
  classifyDriftAnew: { allowed: guardians, body: () => ({}) },
  blockServer: { allowed: guardians, body: () => reason },
  unblockServer: { allowed: guardians, query: "reason=attack" },
  getPackage: { allowed: all },
  askPackageLook: { allowed: guardians },
  importRepositoryFacts: {
    allowed: guardians,
    body: () => ({
      repositories: [
        {
          identity: "pypi:a",
          repository: "https://github.com/example/a",
          lookedAt: "2026-01-01T00:00:00Z",
        },
      ],
    }),
  },
  listAdvisories: { allowed: all, foreignQueries: ({ advisoryId }) => [`cursor=${advisoryId}`] },
  getAdvisory: { allowed: all },
  listMatches: {
    allowed: all,
    foreignQueries: ({ serverId, advisoryId }) => [
      `server=${serverId}`,
      `advisory=${advisoryId}`,
      `cursor=${advisoryId}`,
    ],
  },
  createAdvisoryImport: { allowed: guardians, body: () => ({ text: "{}" }) },
  listAdvisoryImports: { allowed: guardians },
  getAdvisoryImport: { allowed: guardians },
  decideCall: {
    allowed: guardians,
    body: ({ serverId, memberId }) => ({ server: serverId, memberId, tool: "search" }),
    foreignBodies: (own, foreign) => [
      { server: foreign.serverId, tool: "search" },
      { server: own.serverId, tool: "search", memberId: foreign.memberId },
      { server: own.serverId, tool: "search", installationId: foreign.installationId },
      { server: own.serverId, tool: "search", agentId: foreign.agentId },
      { server: foreign.serverId, tool: "search", agentId: own.agentId },
    ],
  },
  listRequests: {
    allowed: all,
    foreignQueries: ({ serverId, memberId, agentId }) => [
      `server=${serverId}`,
      `requester=${memberId}`,
      `agent=${agentId}`,
    ],
  },
  listApprovals: { allowed: all },
  createRequest: {
    allowed: acting,
    body: ({ serverId }) => ({ serverId, ...asked }),
    foreignBodies: (own, foreign) => [
      { serverId: foreign.serverId, ...asked },
      { installationId: foreign.installationId, ...asked },
      { serverId: own.serverId, teamId: foreign.teamId, ...asked },
      { serverId: own.serverId, agentId: foreign.agentId, ...asked },
    ],
  },
  previewRequest: {
    allowed: acting,
    body: ({ serverId }) => ({ serverId }),
    foreignBodies: (own, foreign) => [
      { serverId: foreign.serverId },
      { installationId: foreign.installationId },
      { serverId: own.serverId, teamId: foreign.teamId },
      { serverId: own.serverId, agentId: foreign.agentId },
    ],
  },
  getRequest: { allowed: readers },
  getRequestSnippet: { allowed: readers, answers: [200, 409] },
  withdrawRequest: { allowed: nobody },
  answerRequest: { allowed: nobody, body: () => ({ answer: "because" }) },
  approveRequest: { allowed: deciders, body: () => ({}) },
  denyRequest: { allowed: deciders, body: () => reason },
  askRequest: { allowed: deciders, body: () => ({ question: "why?" }) },
  answerChecklist: { allowed: deciders, body: () => ({ answer: "yes" }) },
  listGrants: { allowed: all, foreignQueries: ({ agentId }) => [`agent=${agentId}`] },
  getGrant: { allowed: readers },
  suspendGrant: { allowed: guardians, body: () => reason },
  resumeGrant: { allowed: guardians },
  revokeGrant: { allowed: guardians, body: () => reason },
  getText: { allowed: watchers },
  listAuditEvents: {
    allowed: watchers,
    foreignQueries: ({ memberId, serverId, eventId }) => [
      `actor=${memberId}`,
      `target=${serverId}`,
      `cursor=${eventId}&target=${serverId}`,
    ],
  },
  listNotices: { allowed: all },
  readNotice: { allowed: ["owner"] },
  readNotices: { allowed: all, body: () => ({ seenAt: "2026-11-23T12:00:00Z" }) },
  getNoticePreferences: { allowed: all },
  changeNoticePreferences: {
    allowed: all,
    body: () => ({ waits_on_me: "none", my_requests: "none", my_access: "none", alerts: "none" }),
  },
  liftMailRefusal: { allowed: administrators },
  exportAuditEvents: { allowed: watchers, foreignQueries: ({ memberId }) => [`actor=${memberId}`] },
};

/** Operations anybody may call, which know the caller by a secret in the body. */
export const OPEN_OPERATIONS = ["enrollDevice"];
