import { inTransaction } from "#app/db/transaction.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import { mailRefusal } from "#app/domain/identity/mail-refusal-tables.server.ts";
import { listMembersAfter } from "#app/domain/identity/member-queries.server.ts";
import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { setOpenidProvider } from "#app/domain/identity/set-openid-provider.server.ts";
import { setRetention } from "#app/domain/keeping/set-retention.server.ts";
import type { AttackWorld } from "#test/attack/attack-world.ts";
import type { openTestApp } from "#test/support/app.ts";
import { as, NOON, type TestOrganization } from "#test/support/factories.ts";

type App = ReturnType<typeof openTestApp>;
type Scene = { key?: string; ids?: Record<string, string> };

/** What has to have happened before an example can run, told through the API itself; most need nothing. */
export const EXAMPLE_SCENES: Record<string, (world: AttackWorld, app: App) => Promise<Scene>> = {
  answerRequest: async (world, app) => {
    await post(app, world.keys.owner, `/requests/${world.ids.requestId}/question`, { question: "Why?" });
    return { key: world.askersKey };
  },
  withdrawRequest: async (world) => ({ key: world.askersKey }),
  getRequestSnippet: async (world, app) => {
    await post(app, world.keys.owner, `/requests/${world.ids.requestId}/approval`, {});
    return { key: world.askersKey };
  },
  resumeGrant: async (world, app) => {
    await post(app, world.keys.owner, `/grants/${world.ids.grantId}/suspension`, { reason: "A look" });
    return {};
  },
  unblockServer: async (world, app) => {
    await post(app, world.keys.owner, `/servers/${world.ids.serverId}/block`, { reason: "A look" });
    return {};
  },
  askConnectionLook: ({ org }) => remoteServer(org),
  askServer: ({ org }) => remoteServer(org),
  cancelRegistryImport: async (world, app) => {
    const { id } = await post(app, world.keys.owner, `/registries/${world.ids.registryId}/imports`, {});
    return { ids: { registryImportId: String(id) } };
  },
  withdrawPublisher: async (world, app) => {
    const word = { publisher: "Vendor", relation: "third_party", reason: "A look" };
    await post(app, world.keys.owner, `/servers/${world.ids.serverId}/publisher-word`, word);
    return {};
  },
  previewRetention: async () => ({ ids: { noun: "scans" } }),
  // a shorter period needs a fresh proof, which a key cannot give: the example makes it longer
  setRetention: async (world) => {
    await setRetention(as(world.org, world.org.owner), { noun: "scans", days: 400 });
    return { ids: { noun: "scans" } };
  },
  // whom Castellan trusts is set in the browser; a key sends the same again with other groups
  setOpenidProvider: async ({ org }) => {
    const known = { issuer: "https://login.example.com", clientId: "castellan", clientSecret: "a secret" };
    await setOpenidProvider(as(org, org.owner), SetOpenidProviderInput.parse(known));
    return {};
  },
  createAgentKey: async (world) => ({ key: world.askersKey }),
  offerAgent: async (world) => ({ key: world.askersKey, ids: { toMemberId: world.people.security.id } }),
  handOverAgent: async (world) => ({ ids: { toMemberId: world.people.security.id } }),
  acceptAgent: offeredToOwner,
  declineAgent: offeredToOwner,
  restoreTeam: async (world, app) => {
    const { id } = await post(app, world.keys.owner, "/teams", { name: "Old team" });
    await carryOut(app, world.keys.owner, "PUT", `/teams/${id}/archival`);
    return { ids: { teamId: String(id) } };
  },
  liftMailRefusal: async (world) => {
    const { db, id: orgId } = world.org;
    const [asker] = await listMembersAfter(as(world.org, world.org.owner), { limit: 200 }).then(({ rows }) =>
      rows.filter((row) => row.id === world.ids.memberId),
    );
    const row = { orgId, address: asker?.email ?? "", why: "SMTP 550", refusedAt: NOON };
    await inTransaction({ db, orgId }, (tx) => tx.insert(mailRefusal).values(row));
    return {};
  },
  enrollDevice: async (world, app) => {
    const made = await post(app, world.keys.owner, "/enrollment-codes", {});
    return { ids: { code: String(made.code) } };
  },
};

async function offeredToOwner(world: AttackWorld, app: App): Promise<Scene> {
  const toMemberId = world.people.owner.id;
  await post(app, world.askersKey, `/agents/${world.ids.agentId}/offer`, { toMemberId });
  return {};
}

function post(app: App, key: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  return carryOut(app, key, "POST", path, body);
}

async function carryOut(
  app: App,
  key: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await app.api(key).send(method, path, body);
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return answer.json as Record<string, unknown>;
}

async function remoteServer(org: TestOrganization) {
  const ctx = as(org, org.owner);
  const identity = "remote:https://mcp.example.com/mcp";
  const made = await inTransaction(ctx, (tx) => ensureServers(tx, ctx, [identity]));
  return { ids: { serverId: made.get(identity) ?? "" } };
}
