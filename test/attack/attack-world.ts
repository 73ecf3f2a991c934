import { randomBytes } from "node:crypto";
import type postgres from "postgres";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { createAgent } from "#app/domain/identity/create-agent.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { createMemberImport } from "#app/domain/identity/create-member-import.server.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { setOpenidProvider } from "#app/domain/identity/set-openid-provider.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { acceptFinding } from "#app/domain/inventory/accept-finding.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { ROLES, type Role, SCOPES } from "#app/domain/permissions.ts";
import { createScimToken } from "#app/domain/provisioning/create-scim-token.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { importRecords } from "#test/support/advisory-scenes.ts";
import { placeDeadJob } from "#test/support/dead-job.ts";
import {
  as,
  createMember,
  createOrganization,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, manifestOf, npxEntry, reportOf, toolOf } from "#test/support/inventory-factories.ts";
import { tellAll } from "#test/support/notice-scenes.ts";
import { osvOf } from "#test/support/osv-records.ts";
import { importText, officialEntry, registryOf } from "#test/support/registry-factories.ts";

/** Ids of one organization's rows, one of every noun an address or a body can name. */
export type AttackIds = {
  teamId: string;
  memberId: string;
  invitationId: string;
  agentId: string;
  importId: string;
  /** At an address where nothing answers, read once from a file. */
  registryId: string;
  registryImportId: string;
  listingId: string;
  scimTokenId: string;
  apiKeyId: string;
  deviceId: string;
  installationId: string;
  findingId: string;
  credentialId: string;
  acceptanceId: string;
  serverId: string;
  manifestId: string;
  advisoryId: string;
  advisoryImportId: string;
  requestId: string;
  grantId: string;
  eventId: string;
  /** The reason of a block. */
  textId: string;
  jobId: string;
  /** The owner's own. */
  noticeId: string;
};

export type AttackWorld = {
  org: TestOrganization;
  ids: AttackIds;
  people: Record<Role, TestMember>;
  /** An API key of each person, with every scope. */
  keys: Record<Role, string>;
  /** Of the member whose request and installation `ids` names. */
  askersKey: string;
  removed: { member: TestMember; key: string };
  /** Texts that nobody outside may ever read. */
  canaries: string[];
};

const END = new Date(NOON.getTime() + 30 * 86_400_000);

/** A small whole organization, made by the verbs, with one of everything. */
export async function makeAttackWorld(db: Database, admin: postgres.Sql): Promise<AttackWorld> {
  const org = await createOrganization(db);
  // letters only: a random-looking text would be refused as an unredacted secret
  const canary = `canary-${[...randomBytes(8)].map((byte) => "bcdfghjklmnprstv"[byte % 16]).join("")}`;
  const owner = as(org, org.owner);
  const people: Record<Role, TestMember> = {
    owner: org.owner,
    admin: await createMember(org, "admin"),
    security: await createMember(org, "security"),
    approver: await createMember(org, "approver"),
    member: await createMember(org, "member"),
    auditor: await createMember(org, "auditor"),
  };
  const asker = await createMember(org, "member");
  const gone = await createMember(org, "member");
  const keyOf = async (member: TestMember) =>
    createApiKey(as(org, member), {
      name: `${canary} key`,
      scopes: [...SCOPES],
      days: 30,
      environment: null,
    });
  const made = await Promise.all(ROLES.map((role) => keyOf(people[role])));
  const [ownerKey, adminKey, securityKey, approverKey, memberKey, auditorKey] = made.map(({ key }) => key);
  const keys: Record<Role, string> = {
    owner: ownerKey ?? "",
    admin: adminKey ?? "",
    security: securityKey ?? "",
    approver: approverKey ?? "",
    member: memberKey ?? "",
    auditor: auditorKey ?? "",
  };
  const goneKey = (await keyOf(gone)).key;
  const askersKey = await keyOf(asker);
  await removeMember(owner, { memberId: gone.id });
  const team = await createTeam(owner, { name: `${canary} team` });
  await setTeamMember(owner, { teamId: team.id, memberId: asker.id, isLead: false });
  const agent = await createAgent(as(org, asker), {
    name: `${canary} agent`,
    purpose: `${canary} purpose`,
    environment: "development",
    reviewBy: END,
  });
  const invitation = await createInvitation(owner, {
    email: `${canary}@example.test`,
    name: "Guest",
    role: "member",
    teamIds: [team.id],
  });
  const memberImport = await createMemberImport(owner, {
    text: `email,name\n${canary}-imported@example.test,${canary} imported`,
  });
  const { registryId, registryImportId } = await readRegistry(org, canary);
  const scimToken = await createScimToken(owner, { name: `${canary} provider` });
  const identity = `npm:@${canary}/server`;
  await recordScan(as(org, asker), {
    deviceName: `${canary} laptop`,
    report: reportOf([
      fileOf([
        npxEntry(`${canary}-name`, `@${canary}/server`, {
          env: [{ name: `${canary}_TOKEN`, value: { kind: "reference", text: "${env:WORK_TOKEN}" } }],
        }),
        npxEntry("other", `@${canary}/other`),
      ]),
    ]),
  });
  const manifest = await recordManifest(
    as(org, people.member),
    manifestOf(identity, [toolOf("search", { description: `${canary} tool` })]),
  );
  const { rows } = await listInstallations(owner, {}, { page: 1, perPage: 50, sort: "seen" });
  const installation = rows.find((row) => row.identity === identity);
  const other = rows.find((row) => row.identity !== identity);
  if (!installation || !other) throw new Error("The scan left no installations.");
  const ask = async (serverId: string) => {
    const id = uuidv7();
    const terms = {
      environment: "development",
      tools: null,
      endsAt: END,
      reason: `${canary} reason`,
    } as const;
    await createRequest(as(org, asker), { id, serverId, ...terms });
    return id;
  };
  const { grantId } = await approveRequest(owner, { requestId: await ask(other.serverId) });
  const requestId = await ask(installation.serverId);
  await blockServer(owner, { serverId: other.serverId, reason: `${canary} block` });
  await setOpenidProvider(
    owner,
    SetOpenidProviderInput.parse({
      issuer: "https://login.example.test",
      clientId: `${canary} client`,
      clientSecret: `${canary} secret`,
      groups: [{ name: `${canary} group`, role: "approver", teamId: team.id }],
    }),
  );
  const advisoryImportId = await importRecords(org, [osvOf("GHSA-canary", `@${canary}/server`)]);
  const [advisory] = await admin<{ id: string }[]>`select id from advisory where org_id = ${org.id} limit 1`;
  const [finding, accepted] = await admin<{ id: string }[]>`
    select f.id from finding f join installation i on i.org_id = f.org_id and i.id = f.installation_id
    where f.org_id = ${org.id} order by i.id <> ${installation.id}`;
  const acceptance = await acceptFinding(owner, {
    findingId: accepted?.id ?? "",
    reach: "finding",
    reason: `${canary} acceptance`,
    endsAt: END,
  });
  const [event] = await admin<{ id: string }[]>`select id from audit_event where org_id = ${org.id} limit 1`;
  const jobId = await placeDeadJob(admin, org.id);
  await tellAll(admin, org);
  const [ownersNotice] = await admin<{ id: string }[]>`
    select id from notice where org_id = ${org.id} and member_id = ${org.owner.id} limit 1`;
  const [credential] = await admin<
    { id: string }[]
  >`select id from credential where org_id = ${org.id} limit 1`;
  const [listing] = await admin<{ id: string }[]>`select id from listing where org_id = ${org.id} limit 1`;
  const [text] = await admin<{ id: string }[]>`select id from free_text where org_id = ${org.id} limit 1`;
  return {
    org,
    people,
    keys,
    askersKey: askersKey.key,
    removed: { member: gone, key: goneKey },
    ids: {
      teamId: team.id,
      memberId: asker.id,
      invitationId: invitation.id,
      agentId: agent.id,
      importId: memberImport.id,
      registryId,
      registryImportId,
      listingId: listing?.id ?? "",
      scimTokenId: scimToken.id,
      apiKeyId: askersKey.id,
      deviceId: installation.deviceId,
      installationId: installation.id,
      findingId: finding?.id ?? "",
      credentialId: credential?.id ?? "",
      acceptanceId: acceptance.acceptanceId,
      serverId: installation.serverId,
      manifestId: manifest.manifestId,
      advisoryId: advisory?.id ?? "",
      advisoryImportId,
      requestId,
      grantId,
      eventId: event?.id ?? "",
      textId: text?.id ?? "",
      jobId,
      noticeId: ownersNotice?.id ?? "",
    },
    canaries: [canary, asker.name, ...Object.values(people).map((person) => person.name)],
  };
}

/** A registry with a listing and something odd. */
async function readRegistry(org: TestOrganization, canary: string) {
  const registryId = await registryOf(org, "official", {
    name: `${canary} registry`,
    address: "https://registry.example.test",
  });
  const entry = officialEntry(`io.github.${canary}/listed`, { description: `${canary} listed` });
  const { id } = await importText(org, registryId, JSON.stringify([entry, { description: canary }]));
  return { registryId, registryImportId: id };
}

/** One hash over every row of the organization, so that an attack that changed anything is seen. */
export async function stateOf(admin: postgres.Sql, orgId: string): Promise<Record<string, string>> {
  const tables = await admin<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`;
  const state: Record<string, string> = {};
  for (const { name } of tables) {
    // when a key was last used changes with every call of it
    const row = name === "api_key" ? "(to_jsonb(t) - 'last_used_at')::text" : "t::text";
    const [found] = await admin.unsafe<{ hash: string }[]>(
      `select md5(coalesce(string_agg(${row}, '|' order by t::text), '')) as hash from ${name} t where org_id = $1`,
      [orgId],
    );
    state[name] = found?.hash ?? "";
  }
  return state;
}
