import { inTransaction } from "#app/db/transaction.server.ts";
import { listAdvisoryImports } from "#app/domain/advisories/advisory-import-queries.server.ts";
import { listAdvisories } from "#app/domain/advisories/advisory-queries.server.ts";
import { listAlternatives } from "#app/domain/advisories/alternative-queries.server.ts";
import { listDueReleases } from "#app/domain/advisories/due-queries.server.ts";
import { listListedConcerns } from "#app/domain/advisories/listed-concern-queries.server.ts";
import { listMatches } from "#app/domain/advisories/match-queries.server.ts";
import { listAuditEvents } from "#app/domain/audit/audit-queries.server.ts";
import { listTexts } from "#app/domain/audit/free-text-queries.server.ts";
import { listDrifts } from "#app/domain/catalog/drift-queries.server.ts";
import { listHidden } from "#app/domain/catalog/hidden-queries.server.ts";
import { listLooks } from "#app/domain/catalog/look-queries.server.ts";
import { listManifests } from "#app/domain/catalog/manifest-queries.server.ts";
import { listTouched } from "#app/domain/catalog/touch-queries.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { listGrants, listGrantsOfActor, listGrantsOfTeam } from "#app/domain/grants/grant-queries.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { listMembershipsOf } from "#app/domain/identity/account-queries.server.ts";
import { listAgents, listAgentsAfter } from "#app/domain/identity/agent-queries.server.ts";
import {
  listApiKeys,
  listApiKeysAfter,
  listKeysOfAgent,
} from "#app/domain/identity/api-key-queries.server.ts";
import { listFallbacks } from "#app/domain/identity/fallback-queries.server.ts";
import { listFormerMembers } from "#app/domain/identity/former-member-queries.server.ts";
import { listInvitations, listInvitationsAfter } from "#app/domain/identity/invitation-queries.server.ts";
import {
  listImportLines,
  listImportLinesAfter,
  listMemberImports,
} from "#app/domain/identity/member-import-queries.server.ts";
import { listMemberNames } from "#app/domain/identity/member-name-queries.server.ts";
import { listMembers, listMembersAfter } from "#app/domain/identity/member-queries.server.ts";
import { listAccountEvents, listSessions } from "#app/domain/identity/session-queries.server.ts";
import { listTeams, listTeamsAfter, listTeamsOf } from "#app/domain/identity/team-queries.server.ts";
import {
  listCredentialEvents,
  listCredentialPlaces,
  listCredentials,
  listCredentialsAfter,
} from "#app/domain/inventory/credential-queries.server.ts";
import {
  listDevices,
  listPastedDeviceNames,
  listSilentDevices,
} from "#app/domain/inventory/device-queries.server.ts";
import { listFindings } from "#app/domain/inventory/finding-list-queries.server.ts";
import { listFindingKinds } from "#app/domain/inventory/finding-queries.server.ts";
import {
  listInstallations,
  listInstallationsAfter,
  listServersInUse,
  listTeamsInUse,
} from "#app/domain/inventory/inventory-queries.server.ts";
import {
  listDriftedInstallations,
  listLaunchDrifts,
} from "#app/domain/inventory/launch-drift-queries.server.ts";
import { listServers, listTools } from "#app/domain/inventory/server-queries.server.ts";
import { listServerFindings } from "#app/domain/inventory/server-use-queries.server.ts";
import { listRetention } from "#app/domain/keeping/retention-queries.server.ts";
import { listMailRefusals } from "#app/domain/notifications/notice-preference-queries.server.ts";
import { listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { listCoverageDays } from "#app/domain/overview/coverage-queries.server.ts";
import { listTeamServers, listTeamServersAfter } from "#app/domain/overview/team-page-queries.server.ts";
import { listRepositoryTokens } from "#app/domain/packages/repository/repository-token-queries.server.ts";
import { listGroups } from "#app/domain/provisioning/group-queries.server.ts";
import { listPersons } from "#app/domain/provisioning/person-queries.server.ts";
import { listScimTokens } from "#app/domain/provisioning/scim-token-queries.server.ts";
import {
  getListing,
  listListingDetails,
  listListings,
} from "#app/domain/registries/listing-queries.server.ts";
import {
  listFileParts,
  listOddities,
  listRegistries,
  listRegistryImports,
  listRegistryNames,
} from "#app/domain/registries/registry-queries.server.ts";
import { listAgentsToAskFor } from "#app/domain/requests/asked-for-queries.server.ts";
import { listDeciders } from "#app/domain/requests/decider-queries.server.ts";
import { listLaunchesToPin } from "#app/domain/requests/launch-evidence-queries.server.ts";
import { listQueue, listRequests } from "#app/domain/requests/request-queries.server.ts";
import { listFound } from "#app/domain/requests/search-queries.server.ts";
import { listServerEvents } from "#app/domain/requests/server-page-queries.server.ts";
import { listTargetNames } from "#app/domain/requests/target-name-queries.server.ts";
import { listFactsOfMany } from "#app/domain/trust/listing-queries.server.ts";

/** Two readers of a full tenant, and ids to filter by. */
export type ListWorld = {
  owner: MemberCtx;
  member: MemberCtx;
  serverId: string;
  memberId: string;
  teamId: string;
  deviceId: string;
  agentId: string;
  requestId: string;
  grantId: string;
  credentialId: string;
  targetId: string;
  cursor: string;
};

type List = {
  calls: ((world: ListWorld) => Promise<unknown>)[];
  /** Why this one must look at all of a tenant's rows: a count or an order over all of them. */
  readsTenant?: string;
};

/** The same person outside of any organization. */
function accountOf({ db, now, requestId, from, actor }: MemberCtx): AccountCtx {
  const { accountId, name } = actor;
  const session = { sessionId: "none", createdAt: now, endsAt: now, provedAt: now, byProvider: null };
  return { db, now, requestId, from, account: { accountId, name, email: "nobody@example.test", ...session } };
}

const FIRST = { page: 1, perPage: 50 } as const;
const COUNTS = "says of how many, and orders by a name that changes";
const LAST = { page: 400, perPage: 50 } as const;

/** Every list of the domain, called the ways pages and the API call it. */
export const LISTS: Record<string, List> = {
  listFound: {
    calls: [({ owner }) => listFound(owner, "mcp"), ({ member }) => listFound(member, "mcp serv")],
    readsTenant: "teams are few and have no search terms",
  },
  listSessions: { calls: [({ owner }) => listSessions(accountOf(owner))] },
  listAccountEvents: { calls: [({ owner }) => listAccountEvents(accountOf(owner))] },
  listAuditEvents: {
    calls: [
      ({ owner }) => listAuditEvents(owner, {}, { limit: 50 }),
      ({ owner, cursor }) => listAuditEvents(owner, {}, { limit: 50, cursor }),
      ({ owner, memberId }) => listAuditEvents(owner, { actor: memberId }, { limit: 50 }),
      ({ owner }) => listAuditEvents(owner, { verb: "team.create" }, { limit: 50 }),
      ({ owner, targetId }) => listAuditEvents(owner, { target: targetId }, { limit: 50 }),
      ({ owner }) =>
        listAuditEvents(owner, { from: "2026-11-22T00:00:00Z", to: "2026-11-23T00:00:00Z" }, { limit: 50 }),
    ],
  },
  listFallbacks: {
    calls: [({ owner, memberId }) => listFallbacks(owner, memberId)],
    readsTenant: "owners and admins are found among all members, for a page that is opened once per leaver",
  },
  listTexts: { calls: [({ owner, targetId }) => listTexts(owner, [targetId])] },
  listDrifts: { calls: [({ owner, serverId }) => listDrifts(owner, serverId)] },
  listRepositoryTokens: { calls: [({ owner }) => listRepositoryTokens(owner)] },
  listScimTokens: { calls: [({ owner }) => listScimTokens(owner)] },
  listMemberImports: { calls: [({ owner }) => listMemberImports(owner)], readsTenant: COUNTS },
  listImportLines: {
    calls: [({ owner, targetId }) => listImportLines(owner, { importId: targetId, outcome: "ready" }, FIRST)],
  },
  listRegistryNames: { calls: [({ owner }) => listRegistryNames(owner)] },
  listListings: {
    calls: [
      ({ owner }) => listListings(owner, {}, { limit: 50 }),
      ({ owner }) => listListings(owner, { q: "search" }, { limit: 50, offset: 0 }),
    ],
    readsTenant: "how listings stand here is known from the servers the organization has met",
  },
  listListingDetails: {
    calls: [({ owner, targetId }) => listListingDetails(owner, [targetId])],
    readsTenant: "as for the list",
  },
  listListedConcerns: {
    calls: [
      ({ owner, targetId }) =>
        listListedConcerns(owner, [
          { id: targetId, places: [{ identity: "npm:@example/pkg-1", release: "1.0.0" }] },
        ]).then(Object.values),
    ],
  },
  listAlternatives: {
    calls: [
      async ({ owner }) => {
        const [one] = await listListings(owner, {}, { limit: 1 });
        return one ? listAlternatives(owner, await getListing(owner, one.id)) : [];
      },
    ],
    readsTenant: "as for the list",
  },
  listRegistries: { calls: [({ owner }) => listRegistries(owner)] },
  listRegistryImports: { calls: [({ owner, targetId }) => listRegistryImports(owner, targetId)] },
  listOddities: {
    calls: [
      ({ owner, targetId }) => listOddities(owner, { importId: targetId }, { limit: 50 }),
      ({ owner, targetId }) =>
        listOddities(owner, { importId: targetId, isRefusal: true }, { limit: 50, after: 9 }),
    ],
  },
  listFileParts: { calls: [({ owner, targetId }) => listFileParts(owner, targetId, -1)] },
  listImportLinesAfter: {
    calls: [({ owner, targetId }) => listImportLinesAfter(owner, { importId: targetId }, { limit: 50 })],
  },
  listPersons: {
    calls: [({ owner }) => listPersons(owner, { userName: "nobody" }, { offset: 0, limit: 50 })],
    readsTenant: COUNTS,
  },
  listGroups: {
    calls: [({ owner }) => listGroups(owner, {}, { offset: 0, limit: 50, members: true })],
    readsTenant: COUNTS,
  },
  listMemberNames: { calls: [({ owner }) => listMemberNames(owner)], readsTenant: COUNTS },
  listFormerMembers: { calls: [({ owner }) => listFormerMembers(owner, FIRST)], readsTenant: COUNTS },
  listMembers: {
    calls: [
      ({ owner }) => listMembers(owner, FIRST),
      ({ owner }) => listMembers(owner, { ...FIRST, search: "term777" }),
    ],
    readsTenant: COUNTS,
  },
  listMembersAfter: {
    calls: [
      ({ owner }) => listMembersAfter(owner, { limit: 50 }),
      ({ owner, cursor }) => listMembersAfter(owner, { limit: 50, cursor }),
    ],
  },
  listAdvisoryImports: { calls: [({ owner }) => listAdvisoryImports(owner)], readsTenant: COUNTS },
  listAdvisories: {
    calls: [
      ({ owner }) => listAdvisories(owner, {}, { limit: 50, offset: 0 }),
      ({ owner, targetId }) => listAdvisories(owner, {}, { limit: 50, cursor: targetId }),
      ({ owner }) => listAdvisories(owner, { q: "term777", concerns: "here" }, { limit: 50, offset: 0 }),
    ],
    readsTenant: COUNTS,
  },
  listMatches: {
    calls: [
      ({ owner, serverId }) => listMatches(owner, { server: serverId }, { limit: 50 }),
      ({ member, targetId }) => listMatches(member, { advisory: targetId }, { limit: 50, cursor: targetId }),
    ],
  },
  listDueReleases: {
    calls: [({ owner }) => inTransaction(owner, (tx) => listDueReleases(tx, owner, { limit: 20 }))],
    readsTenant: "the sweep goes through all releases in use",
  },
  listRetention: { calls: [({ owner }) => listRetention(owner)] },
  listTeams: { calls: [({ owner }) => listTeams(owner, FIRST)], readsTenant: COUNTS },
  listTeamsAfter: { calls: [({ owner }) => listTeamsAfter(owner, { limit: 50 })] },
  listTeamsOf: { calls: [({ owner, memberId }) => listTeamsOf(owner, memberId)] },
  listAgents: {
    calls: [
      ({ owner }) => listAgents(owner, {}, FIRST),
      ({ owner, memberId }) => listAgents(owner, { owner: memberId }, FIRST),
      ({ owner }) => listAgents(owner, { view: "review", q: "term777" }, FIRST),
      ({ member }) => listAgents(member, {}, FIRST),
    ],
    readsTenant: COUNTS,
  },
  listAgentsAfter: {
    calls: [
      ({ owner }) => listAgentsAfter(owner, {}, { limit: 50 }),
      ({ owner, cursor }) => listAgentsAfter(owner, {}, { limit: 50, cursor }),
      ({ member }) => listAgentsAfter(member, {}, { limit: 50 }),
    ],
  },
  listAgentsToAskFor: {
    calls: [({ member }) => inTransaction(member, (tx) => listAgentsToAskFor(tx, member))],
  },
  listKeysOfAgent: {
    calls: [
      ({ owner, agentId }) => listKeysOfAgent(owner, agentId),
      ({ member, agentId }) => listKeysOfAgent(member, agentId),
    ],
  },
  listApiKeys: {
    calls: [({ owner }) => listApiKeys(owner, FIRST), ({ member }) => listApiKeys(member, FIRST)],
    readsTenant: COUNTS,
  },
  listApiKeysAfter: {
    calls: [
      ({ owner }) => listApiKeysAfter(owner, { limit: 50 }),
      ({ member }) => listApiKeysAfter(member, { limit: 50 }),
    ],
  },
  listInvitations: { calls: [({ owner }) => listInvitations(owner, FIRST)], readsTenant: COUNTS },
  listInvitationsAfter: { calls: [({ owner }) => listInvitationsAfter(owner, { limit: 50 })] },
  listDevices: {
    calls: [
      ({ owner }) => listDevices(owner, { limit: 50 }),
      ({ member }) => listDevices(member, { limit: 50 }),
    ],
  },
  listSilentDevices: {
    calls: [({ owner }) => listSilentDevices(owner, { limit: 50 })],
    readsTenant: "what is not heard of is found by going through all that could be",
  },
  listServersInUse: {
    calls: [
      ({ owner }) => listServersInUse(owner, {}, { ...FIRST, sort: "need" }),
      ({ owner }) => listServersInUse(owner, {}, { page: 40, perPage: 50, sort: "need" }),
      ({ owner }) => listServersInUse(owner, { standing: "unapproved" }, { ...FIRST, sort: "need" }),
      ({ owner }) => listServersInUse(owner, { client: "cursor" }, { ...FIRST, sort: "server" }),
      ({ member }) => listServersInUse(member, {}, { ...FIRST, sort: "need" }),
      ({ owner }) => listServersInUse(owner, { q: "term778" }, { ...FIRST, sort: "-seen" }),
      ({ owner }) => listServersInUse(owner, { q: "term777" }, { ...FIRST, sort: "need" }),
      ({ owner, teamId }) =>
        listServersInUse(owner, { team: teamId, client: "cursor" }, { ...FIRST, sort: "need" }),
    ],
  },
  listInstallations: {
    calls: [
      ({ owner }) => listInstallations(owner, {}, { ...FIRST, sort: "need" }),
      ({ owner }) => listInstallations(owner, {}, { ...LAST, sort: "need" }),
      ({ owner }) => listInstallations(owner, {}, { ...LAST, sort: "-seen" }),
      ({ owner }) => listInstallations(owner, { standing: "unapproved" }, { ...LAST, sort: "need" }),
      ({ owner }) => listInstallations(owner, { presence: "present" }, { ...FIRST, sort: "-need" }),
      ({ owner }) => listInstallations(owner, {}, { ...FIRST, sort: "server" }),
      ({ owner }) => listInstallations(owner, {}, { ...LAST, sort: "person" }),
      ({ owner }) => listInstallations(owner, { q: "term777" }, { ...FIRST, sort: "need" }),
      ({ owner, serverId }) => listInstallations(owner, { server: serverId }, { ...FIRST, sort: "seen" }),
      ({ owner }) => listInstallations(owner, { finding: "literal-secret" }, { ...FIRST, sort: "need" }),
      ({ owner, teamId }) => listInstallations(owner, { team: teamId }, { ...FIRST, sort: "person" }),
      ({ member }) => listInstallations(member, {}, { ...FIRST, sort: "need" }),
    ],
  },
  listInstallationsAfter: {
    calls: [
      ({ owner }) => listInstallationsAfter(owner, {}, { limit: 200 }),
      ({ owner, cursor }) => listInstallationsAfter(owner, { client: "cursor" }, { limit: 200, cursor }),
    ],
  },
  listTeamsInUse: {
    calls: [
      ({ owner }) => listTeamsInUse(owner, {}, FIRST),
      ({ owner }) => listTeamsInUse(owner, { severity: "medium" }, { page: 40, perPage: 50 }),
      ({ owner, serverId }) => listTeamsInUse(owner, { server: serverId }, FIRST),
      ({ member }) => listTeamsInUse(member, {}, FIRST),
    ],
    readsTenant: COUNTS,
  },
  listServers: {
    calls: [
      ({ owner }) => listServers(owner, {}, { limit: 50, offset: 0 }),
      ({ owner }) => listServers(owner, { q: "term778" }, { limit: 50 }),
    ],
    readsTenant: COUNTS,
  },
  listCredentials: {
    calls: [
      ({ owner }) => listCredentials(owner, {}, FIRST),
      ({ owner }) => listCredentials(owner, { provider: "github", state: "plain" }, { page: 2, perPage: 50 }),
      ({ owner }) => listCredentials(owner, { q: "github", revoked: "interface", spread: "shared" }, FIRST),
      ({ owner, memberId }) => listCredentials(owner, { holder: memberId }, FIRST),
    ],
    readsTenant: COUNTS,
  },
  listCredentialsAfter: {
    calls: [({ owner }) => listCredentialsAfter(owner, {}, { limit: 200 })],
  },
  listCredentialPlaces: {
    calls: [
      ({ owner, credentialId }) => listCredentialPlaces(owner, credentialId, { ...FIRST, past: false }),
      ({ owner, credentialId }) => listCredentialPlaces(owner, credentialId, { ...FIRST, past: true }),
    ],
  },
  listCredentialEvents: {
    calls: [({ owner, credentialId }) => listCredentialEvents(owner, credentialId, FIRST)],
  },
  listFindingKinds: {
    calls: [({ owner }) => listFindingKinds(owner), ({ member }) => listFindingKinds(member)],
    readsTenant: "counts every open finding",
  },
  listLaunchesToPin: {
    calls: [
      ({ owner, serverId }) =>
        inTransaction(owner, (tx) =>
          listLaunchesToPin(tx, owner, {
            ...{ serverId, memberId: owner.actor.memberId, teamId: null, environment: "development" },
            ...{ driftId: null, launchDriftId: null, installationId: null },
          }),
        ),
    ],
  },
  listLaunchDrifts: {
    calls: [
      ({ owner, serverId }) => listLaunchDrifts(owner, serverId),
      ({ member, serverId }) => listLaunchDrifts(member, serverId),
    ],
  },
  listDriftedInstallations: {
    calls: [
      ({ owner, serverId }) => listDriftedInstallations(owner, serverId),
      ({ member, serverId }) => listDriftedInstallations(member, serverId),
    ],
  },
  listFindings: {
    calls: [
      ({ owner }) => listFindings(owner, { state: "open" }, { limit: 50, offset: 0 }),
      ({ member }) => listFindings(member, { state: "open" }, { limit: 50, offset: 0 }),
    ],
    readsTenant: COUNTS,
  },
  listFactsOfMany: {
    calls: [
      ({ owner }) =>
        inTransaction(owner, (tx) => listFactsOfMany(tx, owner, ["npm:server-7", "npm:server-8"])),
    ],
  },
  listGrantsOfTeam: {
    calls: [({ owner, teamId, serverId }) => listGrantsOfTeam(owner, teamId, [serverId])],
  },
  listTeamServers: {
    calls: [({ owner, teamId }) => listTeamServers(owner, teamId, FIRST)],
  },
  listTeamServersAfter: {
    calls: [({ owner, teamId }) => listTeamServersAfter(owner, teamId, { limit: 50 })],
  },
  listCoverageDays: {
    calls: [
      ({ owner }) => listCoverageDays(owner, { from: "2026-08-25", to: "2026-11-22" }),
      ({ owner, teamId }) => listCoverageDays(owner, { from: "2026-08-25", to: "2026-11-22", team: teamId }),
    ],
  },
  listTools: { calls: [({ owner, serverId }) => listTools(owner, serverId)] },
  listTouched: { calls: [({ owner, serverId }) => listTouched(owner, serverId)] },
  listDeciders: {
    calls: [
      ({ owner, memberId }) =>
        inTransaction(owner, (tx) =>
          listDeciders(tx, owner, {
            requester: { memberId: owner.actor.memberId, accountId: owner.actor.accountId },
            grantee: null,
            agentOwner: null,
            leadIds: [memberId],
            teamAccountIds: [],
            holderAccountIds: [],
            isLastResort: false,
          }),
        ),
    ],
    readsTenant: "a role names few of many members and has no index of its own",
  },
  listGrants: {
    calls: [
      ({ owner }) => listGrants(owner, {}, { limit: 50, offset: 0 }),
      ({ owner, cursor }) => listGrants(owner, {}, { limit: 50, cursor }),
      ({ owner, serverId }) => listGrants(owner, { server: serverId }, { limit: 50 }),
      ({ owner, agentId }) => listGrants(owner, { agent: agentId }, { limit: 50 }),
      ({ member }) => listGrants(member, { state: "active" }, { limit: 50 }),
      ({ owner }) => listGrants(owner, { endsWithin: 14 }, { limit: 5, offset: 0 }),
    ],
    readsTenant: COUNTS,
  },
  listGrantsOfActor: { calls: [({ member }) => listGrantsOfActor(member)] },
  listRequests: {
    calls: [
      ({ owner }) => listRequests(owner, {}, { limit: 50, offset: 0 }),
      ({ owner, serverId }) => listRequests(owner, { server: serverId }, { limit: 50 }),
      ({ owner, agentId }) => listRequests(owner, { agent: agentId }, { limit: 50 }),
      ({ member }) => listRequests(member, { open: "yes" }, { limit: 50 }),
      ({ owner, teamId }) => listRequests(owner, { team: teamId, open: "yes" }, { limit: 5, offset: 0 }),
    ],
    readsTenant: COUNTS,
  },
  listQueue: {
    calls: [({ owner }) => listQueue(owner), ({ member }) => listQueue(member)],
    readsTenant: "risk is derived at read and orders the queue",
  },
  listMembershipsOf: { calls: [({ owner }) => listMembershipsOf(owner.db, "nobody@example.test")] },
  listLooks: { calls: [({ owner, serverId }) => listLooks(owner, serverId)] },
  listHidden: { calls: [({ owner, serverId }) => listHidden(owner, serverId)] },
  listManifests: { calls: [({ owner, serverId }) => listManifests(owner, serverId)] },
  listPastedDeviceNames: { calls: [({ member }) => listPastedDeviceNames(member)] },
  listNotices: {
    calls: [
      ({ owner }) => listNotices(owner, {}, { limit: 50 }),
      ({ member, cursor }) => listNotices(member, { state: "unread" }, { limit: 50, cursor }),
      ({ owner }) => listNotices(owner, { group: "alerts" }, { limit: 50 }),
    ],
  },
  listMailRefusals: {
    calls: [({ owner }) => listMailRefusals(owner)],
    readsTenant: "addresses are compared without case, and few refuse mail",
  },
  listServerFindings: {
    calls: [({ owner, serverId }) => listServerFindings(owner, serverId)],
  },
  listServerEvents: {
    calls: [
      ({ owner, serverId }) => listServerEvents(owner, serverId, { limit: 20 }),
      ({ owner, serverId, cursor }) => listServerEvents(owner, serverId, { limit: 20, cursor }),
    ],
  },
  listTargetNames: {
    calls: [
      ({ owner, serverId, memberId, agentId, grantId, requestId }) =>
        listTargetNames(owner, [
          { kind: "server", id: serverId },
          { kind: "member", id: memberId },
          { kind: "agent", id: agentId },
          { kind: "grant", id: grantId },
          { kind: "request", id: requestId },
        ]),
    ],
  },
};
