import type { Role } from "#app/domain/permissions.ts";
import type { AttackIds } from "./attack-world.ts";

export type PageAttack = {
  /** Roles that may open it; every other role is refused. */
  allowed: readonly Role[];
  /** What they get where it is not 200. */
  answer?: number;
  /** The fields of its form; without it the page takes no post, or is not tried. */
  form?: Record<string, string>;
  /** Roles whose form would be carried out on these ids; every other role is refused. */
  mayPost?: readonly Role[];
  /** Queries that name another organization's rows, with what they are answered by. */
  queries?: (foreign: AttackIds) => Record<string, number>;
  /** Path parameters named in turn while the others stay one's own. */
  mixed?: readonly (keyof AttackIds)[];
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

/** Every address below an organization, by its path in routes.ts. One that is missing here fails the test. */
export const PAGE_ATTACKS: Record<string, PageAttack> = {
  "": { allowed: all },
  "coverage.csv": { allowed: watchers, queries: ({ teamId }) => ({ [`team=${teamId}`]: 404 }) },
  settings: { allowed: all, answer: 302 },
  "settings/organization/two-factors": { allowed: ["owner"], form: { needed: "yes" }, mayPost: ["owner"] },
  "settings/organization/deletion": {
    allowed: ["owner"],
    form: { name: "Attacked" },
    mayPost: ["owner"],
  },
  "settings/organization/deletion/confirmation": {
    allowed: ["owner"],
    form: { deletionId: "01a219e4-47e9-791d-b40d-51ef70c2431b" },
    mayPost: ["owner"],
  },
  "settings/organization/deletion/cancellation": {
    allowed: ["owner"],
    form: { deletionId: "01a219e4-47e9-791d-b40d-51ef70c2431b" },
    mayPost: ["owner"],
  },
  "settings/organization": {
    allowed: all,
    form: { name: "Attacked", timeZone: "UTC", workingDays: "1", worksFrom: "09:00", worksTo: "10:00" },
    mayPost: administrators,
  },
  "settings/departure": { allowed: all, form: { fallbackId: "x" }, mayPost: all },
  "settings/teams": { allowed: guardians, form: { name: "Attackers" }, mayPost: administrators },
  "settings/teams/:teamId": { allowed: guardians },
  "settings/teams/:teamId/members/:memberId": {
    allowed: guardians,
    form: {},
    mayPost: administrators,
    mixed: ["teamId", "memberId"],
  },
  "settings/teams/:teamId/name": {
    allowed: administrators,
    form: { name: "Attacked" },
    mayPost: administrators,
  },
  "settings/teams/:teamId/archival": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/teams/:teamId/restoration": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/teams/:teamId/deletion": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/members": { allowed: guardians },
  "settings/members/former": { allowed: ["owner"] },
  "settings/members/:memberId/erasure": { allowed: ["owner"], form: {}, mayPost: ["owner"] },
  "settings/members/imports": {
    allowed: administrators,
    form: { text: "email,name\nnew@example.test,New" },
    mayPost: administrators,
  },
  "servers/listed": { allowed: all },
  "servers/listed/comparison": { allowed: all },
  "servers/listed/:listingId": { allowed: all },
  "settings/registries": {
    allowed: watchers,
    form: { name: "Attackers", kind: "official", address: "", schedule: "by_hand" },
    mayPost: guardians,
  },
  "settings/repository-tokens": {
    allowed: administrators,
    form: { host: "github", secret: "attacked-token" },
    mayPost: administrators,
  },
  "settings/repository-tokens/:host/removal": { allowed: administrators, answer: 404, form: {}, mayPost: [] },
  "settings/registries/:registryId": { allowed: watchers, form: { text: "[]" }, mayPost: guardians },
  "settings/registries/:registryId/schedule": {
    allowed: watchers,
    form: { schedule: "weekly" },
    mayPost: guardians,
  },
  "settings/registries/:registryId/removal": { allowed: watchers, form: {}, mayPost: guardians },
  "settings/registries/:registryId/imports/:registryImportId/cancellation": {
    allowed: watchers,
    form: {},
    mayPost: guardians,
    mixed: ["registryId", "registryImportId"],
  },
  "settings/registries/:registryId/imports/:registryImportId": {
    allowed: watchers,
    mixed: ["registryId", "registryImportId"],
  },
  "settings/members/imports/:importId": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/members/imports/:importId/withdrawal": {
    allowed: administrators,
    form: {},
    mayPost: administrators,
  },
  "settings/members/session-end": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/members/:memberId": { allowed: guardians, form: { role: "admin" }, mayPost: administrators },
  "settings/members/:memberId/session-end": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/members/:memberId/unlinking": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/members/:memberId/removal": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/invitations": {
    allowed: administrators,
    form: { email: "new@example.test", name: "New", role: "member" },
    mayPost: administrators,
  },
  "settings/invitations/:invitationId/withdrawal": {
    allowed: administrators,
    form: {},
    mayPost: administrators,
  },
  "settings/provisioning": { allowed: administrators, form: { name: "Attackers" }, mayPost: ["owner"] },
  "settings/provisioning/:scimTokenId/revocation": {
    allowed: administrators,
    form: {},
    mayPost: administrators,
  },
  "settings/invitations/:invitationId/renewal": {
    allowed: administrators,
    form: {},
    mayPost: administrators,
  },
  "settings/sign-in": {
    allowed: administrators,
    form: { issuer: "https://login.example.test", clientId: "castellan", clientSecret: "secret" },
    mayPost: administrators,
  },
  "settings/sign-in/requirement": {
    allowed: ["owner"],
    form: { isRequired: "true" },
    mayPost: ["owner"],
  },
  "settings/sign-in/removal": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/api-keys": { allowed: all },
  "settings/api-keys/:apiKeyId/revocation": { allowed: administrators, form: {}, mayPost: administrators },
  "settings/devices": { allowed: all },
  "settings/devices/:deviceId/revocation": { allowed: guardians, form: {}, mayPost: guardians },
  "settings/operations": { allowed: ["owner"] },
  "settings/operations/jobs/:jobId/replay": { allowed: nobody, form: {}, mayPost: ["owner"] },
  search: { allowed: all },
  "search/found.json": { allowed: all },
  "settings/devices/:deviceId/name": { allowed: guardians, form: { name: "attacked" }, mayPost: guardians },
  "settings/drift": { allowed: watchers, form: { removed: "block" }, mayPost: guardians },
  "settings/drift/classification": { allowed: nobody, form: {}, mayPost: guardians },
  "settings/data": { allowed: watchers },
  "settings/data/export": { allowed: ["owner"] },
  "settings/data/export.tar.gz": { allowed: nobody, form: {}, mayPost: ["owner"] },
  "settings/data/retention/:noun": {
    allowed: administrators,
    form: { days: "900" },
    mayPost: administrators,
  },
  "servers/:serverId/package-look": { allowed: nobody, form: {}, mayPost: guardians },
  "repository-facts": {
    allowed: guardians,
    form: {
      text: '{"identity":"pypi:a","repository":"https://github.com/example/a","lookedAt":"2026-01-01T00:00:00Z"}',
    },
    mayPost: guardians,
  },
  advisories: { allowed: all },
  "advisories/imports": { allowed: guardians, form: { text: "{}" }, mayPost: guardians },
  "advisories/imports/:advisoryImportId": { allowed: guardians },
  "advisories/:advisoryId": { allowed: all },
  inventory: {
    allowed: all,
    queries: ({ serverId, memberId, teamId }) => ({
      [`server=${serverId}`]: 200,
      [`member=${memberId}`]: 200,
      [`team=${teamId}`]: 200,
    }),
  },
  "inventory/export.csv": { allowed: all, queries: ({ serverId }) => ({ [`server=${serverId}`]: 200 }) },
  "inventory/installations/:installationId": {
    allowed: watchers,
    form: { environment: "production" },
    mayPost: guardians,
  },
  "inventory/scan": { allowed: all },
  findings: { allowed: all },
  "findings/:findingId": {
    allowed: watchers,
    form: { endsAt: "2026-12-20", ...reason },
    mayPost: guardians,
  },
  "findings/:findingId/withdrawal": { allowed: guardians, form: {}, mayPost: guardians },
  credentials: { allowed: watchers, queries: ({ memberId }) => ({ [`holder=${memberId}`]: 200 }) },
  "credentials/:credentialId": { allowed: watchers },
  servers: { allowed: all },
  "tool-rules": { allowed: all },
  "servers/:serverId": { allowed: all },
  "settings/zones": { allowed: watchers },
  "settings/zones/rule": {
    allowed: administrators,
    form: { kind: "host", pattern: "*.corp", zone: "internal_segment", position: "1", version: "0" },
    mayPost: administrators,
  },
  // there is no rule to remove
  "settings/zones/removal": {
    allowed: administrators,
    answer: 404,
    form: { at: "1", version: "0" },
    mayPost: administrators,
  },
  "servers/:serverId/look": { allowed: nobody, form: {}, mayPost: guardians },
  "servers/:serverId/connection-look": { allowed: nobody, form: {}, mayPost: guardians },
  "servers/:serverId/drift": { allowed: all },
  "servers/:serverId/block": { allowed: guardians, form: reason, mayPost: guardians },
  "servers/:serverId/block/lift": { allowed: guardians, form: reason, mayPost: guardians },
  "servers/:serverId/publisher": {
    allowed: guardians,
    form: { publisher: "Attacker", relation: "official", ...reason },
    mayPost: guardians,
  },
  "servers/:serverId/publisher/withdrawal": { allowed: guardians, form: reason, mayPost: guardians },
  "servers/:serverId/manifests/:manifestId/confirmation": {
    allowed: all,
    form: {},
    mayPost: guardians,
    mixed: ["manifestId"],
  },
  requests: { allowed: all, queries: ({ serverId }) => ({ [`server=${serverId}`]: 200 }) },
  "requests/new": {
    allowed: acting,
    queries: ({ serverId, installationId, agentId, teamId }) => ({
      [`team=${teamId}`]: 200,
      [`server=${serverId}`]: 404,
      [`installation=${installationId}`]: 404,
      [`agent=${agentId}`]: 200,
    }),
  },
  "requests/:requestId": { allowed: readers },
  "requests/:requestId/approval": {
    allowed: readers,
    form: { allTools: "yes", askedEnd: "2026-12-23T12:00:00.000Z" },
    mayPost: deciders,
  },
  "requests/:requestId/denial": { allowed: readers, form: reason, mayPost: deciders },
  "requests/:requestId/question": { allowed: readers, form: { question: "why?" }, mayPost: deciders },
  "requests/:requestId/answer": { allowed: readers, form: { answer: "because" }, mayPost: nobody },
  "requests/:requestId/withdrawal": { allowed: readers, form: {}, mayPost: nobody },
  "requests/:requestId/checklist": {
    allowed: readers,
    form: { item: "isolated", answer: "yes" },
    mayPost: deciders,
  },
  approvals: { allowed: all, queries: ({ requestId }) => ({ [`open=${requestId}`]: 404 }) },
  agents: { allowed: all, queries: ({ memberId }) => ({ [`owner=${memberId}`]: 200 }) },
  "agents/new": {
    allowed: acting,
    form: { name: "Attacker", purpose: "To attack.", environment: "staging", reviewBy: "2026-12-24" },
    mayPost: acting,
  },
  "agents/:agentId": { allowed: readers },
  "agents/:agentId/details": {
    allowed: guardians,
    form: { name: "Attacker", purpose: "To attack.", reviewBy: "2026-12-23" },
    mayPost: guardians,
  },
  "agents/:agentId/handover": {
    allowed: guardians,
    form: { toMemberId: "01a219e4-47e9-791d-b40d-51ef70c2431b" },
    mayPost: guardians,
  },
  "agents/:agentId/acceptance": { allowed: nobody, form: {}, mayPost: nobody },
  "agents/:agentId/refusal": { allowed: nobody, form: {}, mayPost: guardians },
  "agents/:agentId/review": { allowed: guardians, form: { reviewBy: "2026-12-24" }, mayPost: guardians },
  "agents/:agentId/retirement": { allowed: guardians, form: reason, mayPost: guardians },
  "agents/:agentId/keys": { allowed: nobody, form: { name: "key", days: "1" }, mayPost: nobody },
  "teams/:teamId": { allowed: watchers },
  access: { allowed: all },
  grants: { allowed: all },
  "grants/:grantId": { allowed: readers },
  "grants/:grantId/suspension": { allowed: guardians, form: reason, mayPost: guardians },
  "grants/:grantId/resumption": { allowed: readers, form: {}, mayPost: guardians },
  "grants/:grantId/revocation": { allowed: guardians, form: reason, mayPost: guardians },
  notices: { allowed: all },
  "notices/reading": { allowed: nobody, form: { seenAt: "2026-11-23T12:00:00Z" }, mayPost: all },
  // one's own alone
  "notices/:noticeId": { allowed: ["owner"], answer: 302 },
  "notices/:noticeId/reading": { allowed: nobody, form: {}, mayPost: ["owner"] },
  "settings/notices": {
    allowed: all,
    form: { waits_on_me: "none", my_requests: "none", my_access: "none", alerts: "none" },
    mayPost: all,
  },
  "settings/notices/refusals/:memberId/lift": { allowed: nobody, form: {}, mayPost: administrators },
  audit: {
    allowed: watchers,
    queries: ({ eventId, memberId }) => ({ [`event=${eventId}`]: 404, [`actor=${memberId}`]: 200 }),
  },
  // a post without fields, which reads everything one may read
  "audit/export.jsonl": { allowed: nobody, form: {}, mayPost: watchers },
};

/** Addresses outside an organization, which have tests of their own. */
export const OPEN_PAGES = [
  "",
  "sign-in",
  "auth/organization",
  "sign-in/:org",
  "sign-in/:org/start",
  "sign-in/:org/callback",
  "sign-in/:org/link",
  "sign-out",
  "invitations/:token",
  // one's own account, walled on the account: test/http/account-*.test.ts
  "account",
  "account/proof",
  "account/proof/challenge",
  "sign-in/passkey/challenge",
  "forgot-password",
  "reset-password/:token",
  "verify-address/:token",
  "sign-in/second-factor",
  "sign-in/second-factor/challenge",
  "preferences",
  "api/v1/docs",
  "api/v1/docs/:operation",
  "api/v1/*",
  // Knows nobody by cookie: test/http/scim.test.ts.
  "scim/v2/*",
  // Walled as the pages below :org are and absent outside of a measurement: test/routes/floor.test.ts.
  ":org/floor/:page",
  ":org",
  "*",
];
