import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { describe, expect, test } from "vitest";
import { Conflict } from "#app/domain/errors.ts";
import { acceptAgent } from "#app/domain/identity/accept-agent.server.ts";
import { listApiKeys, listKeysOfAgent } from "#app/domain/identity/api-key-queries.server.ts";
import { createAgentKey } from "#app/domain/identity/create-agent-key.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { offerAgent } from "#app/domain/identity/offer-agent.server.ts";
import { retireAgent } from "#app/domain/identity/retire-agent.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { placeAgent } from "#test/support/agent-factories.ts";
import { write } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function scene() {
  const org = await createOrganization(database.db);
  const owner = await createMember(org, "member");
  const agent = await placeAgent(org, owner, { environment: "staging" });
  const wish = { agentId: agent.id, name: "Runner", days: 30 };
  const made = async () => createAgentKey(as(org, owner), wish);
  return { org, owner, agent, wish, made };
}

/** What a request with this key is taken for, before anybody knows the organization. */
const lookUp = async (key: string) => {
  const rows = await database.db.execute<{ agent_id: string; scopes: string[]; revoked_at: string | null }>(
    sql`select agent_id, scopes, revoked_at from lookup_api_key(${hashSecret(key)})`,
  );
  return rows[0];
};

describe("a key of an agent", () => {
  test("is made by its owner only, acts as the agent, and may only check", async () => {
    const { org, owner, agent, wish } = await scene();
    const ctx = as(org, owner);
    const { key, expiresAt } = await expectOneEvent(org, ctx, "api_key.create", () =>
      createAgentKey(ctx, wish),
    );
    expect(await lookUp(key)).toMatchObject({ agent_id: agent.id, scopes: ["check"] });
    expect(expiresAt).toEqual(later(30));
    const colleague = await createMember(org, "member");
    await expectNotFound(org, () => createAgentKey(as(org, colleague), wish));
    await createTeamOf(org, [{ member: owner }, { member: colleague }]);
    for (const who of [colleague, org.owner]) {
      await expectForbidden(org, () => createAgentKey(as(org, who), wish));
    }
    const other = await createOrganization(database.db);
    await expectNotFound(other, () => createAgentKey(as(other, other.owner), wish));
  });

  test("is listed with the agent, among its owner's keys and on the agent's page", async () => {
    const { org, owner, agent, made } = await scene();
    const { id } = await made();
    const listed = { id, agent: { id: agent.id, name: agent.name }, member: { id: owner.id } };
    const own = await listApiKeys(as(org, owner), { page: 1, perPage: 25 });
    expect(own.rows).toMatchObject([listed]);
    expect(await listKeysOfAgent(as(org, owner), agent.id)).toMatchObject([listed]);
    expect(await listKeysOfAgent(as(org, await createMember(org, "member")), agent.id)).toEqual([]);
  });

  test("can never be given more than checking, not even by a statement of our own", async () => {
    const { org, made } = await scene();
    const { id } = await made();
    const widen = write(org, (tx) =>
      tx.execute(sql`update api_key set scopes = '{check,admin}' where org_id = ${org.id} and id = ${id}`),
    );
    await expect(widen).rejects.toThrow();
  });

  test("makes no key, and is made by no key without the scope, for longer, or for elsewhere", async () => {
    const { org, owner, agent, wish } = await scene();
    const via = (apiKeyId: string) => ({ via: "api_key" as const, apiKeyId });
    const itself = as(org, owner, { ...via(agent.id), scopes: ["check"], agentId: agent.id });
    await expectForbidden(org, () => createAgentKey(itself, wish));
    const admin = { name: "Admin", scopes: ["admin" as const], days: 10, environment: null };
    await expectForbidden(org, () => createApiKey(itself, { ...admin, scopes: ["check"] }));
    const maker = await createApiKey(as(org, owner), { ...admin, scopes: ["admin", "check"] });
    const key = as(org, owner, { ...via(maker.id), scopes: ["admin", "check"] });
    expect((await createAgentKey(key, wish)).expiresAt).toEqual(later(10));
    await expectForbidden(org, () =>
      createAgentKey(as(org, owner, { ...via(maker.id), scopes: ["admin"] }), wish),
    );
    const elsewhere = { ...via(maker.id), scopes: ["admin" as const, "check" as const] };
    await expectForbidden(org, () =>
      createAgentKey(
        as(org, owner, { ...elsewhere, scopes: ["admin", "check"], keyEnvironment: "development" }),
        wish,
      ),
    );
  });

  test("sent twice is one key, the last shown one; the same form for another agent is refused", async () => {
    const { org, owner, wish } = await scene();
    const sent = { ...wish, id: uuidv7() };
    const [first, second] = [
      await createAgentKey(as(org, owner), sent),
      await createAgentKey(as(org, owner), sent),
    ];
    expect(await lookUp(first.key)).toBeUndefined();
    expect(await lookUp(second.key)).toBeDefined();
    const other = await placeAgent(org, owner, { environment: "staging" });
    await expect(createAgentKey(as(org, owner), { ...sent, agentId: other.id })).rejects.toBeInstanceOf(
      Conflict,
    );
  });

  test("stops when the agent is handed over, also one that was not revoked with it, and when it is retired", async () => {
    const { org, owner, agent, made } = await scene();
    const { key, id } = await made();
    const next = await createMember(org, "member");
    await offerAgent(as(org, owner), { agentId: agent.id, toMemberId: next.id });
    await acceptAgent(as(org, next), { agentId: agent.id });
    expect(await lookUp(key)).toBeUndefined();
    const [listed] = await listKeysOfAgent(as(org, next), agent.id);
    expect(listed).toMatchObject({ id, state: "revoked" });
    const fresh = await createAgentKey(as(org, next), { agentId: agent.id, name: "New", days: 1 });
    expect(await lookUp(fresh.key)).toBeDefined();
    await retireAgent(as(org, next), { agentId: agent.id, reason: "done" });
    expect(await lookUp(fresh.key)).toBeUndefined();
    const late = createAgentKey(as(org, next), { agentId: agent.id, name: "Late", days: 1 });
    await expect(late).rejects.toBeInstanceOf(Conflict);
  });

  test("stops with the membership of whoever answers for the agent", async () => {
    const { org, owner, made } = await scene();
    const { key } = await made();
    await write(org, (tx) =>
      tx.execute(sql`update member set removed_at = ${NOON.toISOString()} where id = ${owner.id}`),
    );
    expect(await lookUp(key)).toBeUndefined();
  });
});
