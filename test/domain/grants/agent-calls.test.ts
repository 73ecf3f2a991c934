import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Invalid } from "#app/domain/errors.ts";
import { callFactsSql } from "#app/domain/grants/call-queries.server.ts";
import type { CallReason } from "#app/domain/grants/call-reasons.ts";
import type { DecideCallInput } from "#app/domain/grants/grant-inputs.ts";
import { type CallDecision, mayCall } from "#app/domain/grants/may-call.server.ts";
import { placeAgent } from "#test/support/agent-factories.ts";
import {
  DAY,
  later,
  placeBlock,
  placeDevice,
  placeGrant,
  placeInstallation,
  placeServer,
  write,
} from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { expectForbidden, expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

/** A developer who answers for an agent, in a team, and a server nobody has looked at. */
async function scene(agentRow: Parameters<typeof placeAgent>[2] = {}) {
  const org = await createOrganization(database.db);
  const owner = await createMember(org, "member");
  const team = await createTeamOf(org, [{ member: owner }]);
  const server = await placeServer(org);
  const agent = await placeAgent(org, owner, agentRow);
  const grant = (row: Partial<Parameters<typeof placeGrant>[1]> = {}) =>
    placeGrant(org, { serverId: server.id, grantedBy: org.owner.id, agentId: agent.id, ...row });
  const asked = { server: server.id, tool: "search", agentId: agent.id };
  const call = (input: Partial<DecideCallInput> = {}) => mayCall(as(org, owner), { ...asked, ...input });
  /** As the agent itself, with a key of its own. */
  const key = as(org, owner, { via: "api_key", apiKeyId: agent.id, scopes: ["check"], agentId: agent.id });
  return { org, owner, team, server, agent, grant, asked, call, key };
}
type Scene = Awaited<ReturnType<typeof scene>>;

const expectReason = async (decision: Promise<CallDecision>, reason: CallReason) => {
  const answer = await decision;
  expect(answer.reason).toBe(reason);
  expect(answer.allowed).toBe(reason === "allowed");
  expect(answer.grantId !== null).toBe(reason === "allowed");
};

const setMember = (org: TestOrganization, id: string) =>
  write(org, (tx) =>
    tx.execute(
      sql`update member set removed_at = ${NOON.toISOString()} where org_id = ${org.id} and id = ${id}`,
    ),
  );

test("a call of an agent is allowed by a grant of the agent, in the environment of its row", async () => {
  const s = await scene({ environment: "production" });
  await expectReason(s.call(), "no_grant");
  const grantId = await s.grant({ environment: "production" });
  await expect(s.call()).resolves.toMatchObject({ allowed: true, grantId, environment: "production" });
  const { agentId: _named, ...unnamed } = s.asked;
  await expect(mayCall(s.key, unnamed)).resolves.toMatchObject({ allowed: true, grantId });
});

describe("no grant of somebody else serves an agent", () => {
  test("neither its owner's, nor their team's, nor another agent's", async () => {
    const s = await scene();
    await s.grant({ agentId: null, memberId: s.owner.id });
    await s.grant({ agentId: null, teamId: s.team.id });
    await s.grant({ agentId: (await placeAgent(s.org, s.owner)).id });
    await expectReason(s.call(), "no_grant");
    await expectReason(mayCall(s.key, s.asked), "no_grant");
  });

  test("and the agent's serves nobody else: not its owner, not their installation", async () => {
    const s = await scene();
    await s.grant();
    const deviceId = await placeDevice(s.org, s.owner.id);
    const installationId = await placeInstallation(s.org, {
      deviceId,
      memberId: s.owner.id,
      serverId: s.server.id,
    });
    const own = { server: s.server.id, tool: "search", installationId };
    await expectReason(mayCall(as(s.org, s.owner), own), "no_grant");
    await expectReason(s.call({ agentId: (await placeAgent(s.org, s.owner)).id }), "no_grant");
    await expectReason(s.call({ installationId }), "installation_mismatch");
  });
});

describe("the environment of an agent", () => {
  test("is never widened: a grant elsewhere does not count, a key for elsewhere disagrees", async () => {
    const s = await scene();
    await s.grant({ environment: "production" });
    await expectReason(s.call(), "environment_not_granted");
    await s.grant();
    await expectReason(s.call(), "allowed");
    const gateway = (keyEnvironment: string) =>
      as(s.org, s.org.owner, { via: "api_key", apiKeyId: s.agent.id, scopes: ["check"], keyEnvironment });
    await expectReason(mayCall(gateway("production"), s.asked), "environment_conflict");
    await expectReason(mayCall(gateway("development"), s.asked), "allowed");
  });
});

describe("an agent stops", () => {
  const cases: [CallReason, (s: Scene) => Promise<unknown>][] = [
    [
      "agent_retired",
      (s) =>
        write(s.org, (tx) =>
          tx.execute(sql`update agent set retired_at = ${NOON.toISOString()} where id = ${s.agent.id}`),
        ),
    ],
    ["agent_owner_gone", (s) => setMember(s.org, s.owner.id)],
    ["agent_blocked", (s) => placeBlock(s.org, "agent", s.agent.id, s.org.owner.id)],
    ["agent_owner_blocked", (s) => placeBlock(s.org, "member", s.owner.id, s.org.owner.id)],
    ["agent_owner_blocked", (s) => placeBlock(s.org, "team", s.team.id, s.org.owner.id)],
    ["organization_blocked", (s) => placeBlock(s.org, "organization", s.org.id, s.org.owner.id)],
    ["server_blocked", (s) => placeBlock(s.org, "server", s.server.id, s.org.owner.id)],
    ["tool_blocked", (s) => placeBlock(s.org, "tool", `${s.server.id} search`, s.org.owner.id)],
  ];
  test.each(cases)("%s, from the next call on", async (reason, stop) => {
    const s = await scene();
    await s.grant();
    await expectReason(mayCall(as(s.org, s.org.owner), s.asked), "allowed");
    await stop(s);
    await expectReason(mayCall(as(s.org, s.org.owner), s.asked), reason);
  });

  test("and a block of an agent stops neither its owner nor their other agents", async () => {
    const s = await scene();
    await placeBlock(s.org, "agent", s.agent.id, s.org.owner.id);
    const other = await placeAgent(s.org, s.owner);
    await s.grant({ agentId: other.id });
    await expectReason(s.call({ agentId: other.id }), "allowed");
  });

  test("by its grant's terms: narrowed tools, end, suspension, release", async () => {
    const s = await scene();
    await s.grant({ tools: ["read"] });
    await expectReason(s.call(), "tool_not_granted");
    await expectReason(s.call({ tool: "read" }), "allowed");
    const rows: [CallReason, Partial<Parameters<typeof placeGrant>[1]>][] = [
      ["grant_ended", { endsAt: NOON }],
      ["grant_revoked", { revokedAt: NOON }],
      ["grant_suspended", { suspendedAt: NOON }],
      ["release_not_granted", { release: "1.0.0" }],
    ];
    for (const [reason, row] of rows) {
      const one = await scene();
      await one.grant(row);
      await expectReason(one.call(), reason);
    }
  });

  test("but not by a review that is past its date: that is shown, and every grant has an end of its own", async () => {
    const s = await scene({ reviewBy: later(-DAY) });
    await s.grant();
    await expectReason(s.call(), "allowed");
  });
});

describe("who asks for an agent", () => {
  test("its owner, its own key and guardians; nobody else, not even to learn whether it exists", async () => {
    const s = await scene();
    await s.grant();
    await expectReason(s.call(), "allowed");
    await expectReason(mayCall(as(s.org, s.org.owner), s.asked), "allowed");
    const colleague = await createMember(s.org, "member");
    const elsewhere = await scene();
    for (const agentId of [s.agent.id, elsewhere.agent.id, s.server.id]) {
      await expectForbidden(s.org, () => mayCall(as(s.org, colleague), { ...s.asked, agentId }));
    }
  });

  test("a key of an agent asks for that agent only, even in an owner's hands", async () => {
    const s = await scene();
    const mine = await placeAgent(s.org, s.org.owner);
    const own = { via: "api_key", apiKeyId: mine.id, scopes: ["check" as const], agentId: mine.id } as const;
    const key = as(s.org, s.org.owner, { ...own, scopes: ["check"] });
    await expectForbidden(s.org, () => mayCall(key, s.asked));
    const { agentId: _named, ...call } = s.asked;
    await expectForbidden(s.org, () => mayCall(key, { ...call, memberId: s.org.owner.id }));
    await expectForbidden(s.org, () => mayCall(key, { ...call, memberId: s.owner.id }));
    await expectReason(mayCall(key, call), "no_grant");
    await expectForbidden(s.org, () => mayCall(as(s.org, s.org.owner, { ...own, scopes: ["read"] }), call));
  });

  test("a device's key never, and nobody for a member and an agent at once", async () => {
    const s = await scene();
    const device = as(s.org, s.owner, { via: "device_key", deviceId: s.agent.id, scopes: ["check"] });
    await expectForbidden(s.org, () => mayCall(device, s.asked));
    const both = { ...s.asked, memberId: s.owner.id };
    await expect(mayCall(as(s.org, s.org.owner), both)).rejects.toBeInstanceOf(Invalid);
  });

  test("an agent, a server or an installation of another organization looks like one of none", async () => {
    const s = await scene();
    const other = await scene();
    await other.grant();
    const guardian = as(s.org, s.org.owner);
    await expectNotFound(s.org, () => mayCall(guardian, { ...s.asked, agentId: other.agent.id }));
    await expectNotFound(s.org, () => s.call({ server: other.server.id }));
    await expectNotFound(s.org, () => mayCall(s.key, { ...s.asked, server: other.server.id }));
    await expectNotFound(s.org, () => s.call({ installationId: other.agent.id }));
  });
});

const world = fc.record({
  environment: fc.constantFrom("development" as const, "production" as const),
  isRetired: fc.boolean(),
  ownerLeft: fc.boolean(),
  grants: fc.array(
    fc.record({
      to: fc.constantFrom("agent", "agent", "owner", "team", "other"),
      environment: fc.constantFrom("development" as const, "production" as const),
      tools: fc.option(fc.subarray(["search", "remove"])),
      isRevoked: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  blocks: fc.subarray(["agent", "member", "team"] as const),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Whether the world allows the agent's call of "search", told once more and as plainly as possible. */
function plainTwin(w: World): boolean {
  if (w.isRetired || w.ownerLeft || w.blocks.length > 0) return false;
  return w.grants.some(
    (g) =>
      g.to === "agent" &&
      g.environment === w.environment &&
      !g.isRevoked &&
      (g.tools === null || g.tools.includes("search")),
  );
}

test("the one read and the rules agree with a plain telling of the rules, on random worlds of agents", async () => {
  const org = await createOrganization(database.db);
  await fc.assert(
    fc.asyncProperty(world, async (w) => {
      const owner = await createMember(org, "member");
      const team = await createTeamOf(org, [{ member: owner }]);
      const server = await placeServer(org);
      const agent = await placeAgent(org, owner, {
        environment: w.environment,
        retiredAt: w.isRetired ? NOON : null,
      });
      const other = await placeAgent(org, owner, { environment: w.environment });
      const holders = {
        agent: { agentId: agent.id },
        owner: { memberId: owner.id },
        team: { teamId: team.id },
        other: { agentId: other.id },
      };
      for (const { to, isRevoked, ...terms } of w.grants) {
        const holder = Object.entries(holders).find(([name]) => name === to)?.[1];
        const revokedAt = isRevoked ? NOON : null;
        await placeGrant(org, {
          serverId: server.id,
          grantedBy: org.owner.id,
          ...holder,
          ...terms,
          revokedAt,
        });
      }
      const subjects = { agent: agent.id, member: owner.id, team: team.id };
      for (const kind of w.blocks) await placeBlock(org, kind, subjects[kind], org.owner.id);
      if (w.ownerLeft) await setMember(org, owner.id);
      const asked = { server: server.id, tool: "search", agentId: agent.id };
      const answer = await mayCall(as(org, org.owner), asked);
      expect({ allowed: answer.allowed }).toEqual({ allowed: plainTwin(w) });
    }),
    { numRuns: 80 },
  );
}, 120_000);

test("an agent's call is decided by indexes only, as the runtime role, in a tenant of many rows", async () => {
  const s = await scene();
  await s.grant();
  const org = s.org.id;
  await database.admin.unsafe(`
    insert into agent (org_id, id, name, purpose, owner_id, environment, review_by, created_at, created_by)
      select '${org}', gen_random_uuid(), 'filler ' || n, 'x', '${s.owner.id}', 'development', '2027-01-01',
        '2026-01-01', '${s.owner.id}' from generate_series(1, 20000) n;
    insert into access_grant (org_id, id, server_id, agent_id, environment, starts_at, ends_at, created_at, granted_by)
      select '${org}', gen_random_uuid(), '${s.server.id}', a.id, 'development', '2026-01-01', '2027-01-01',
        '2026-01-01', '${s.org.owner.id}' from agent a where a.org_id = '${org}' and a.id <> '${s.agent.id}';
    analyze;`);
  const plan = await write(s.org, async (tx) => {
    const caller = { agentId: s.agent.id };
    const rows = await tx.execute<{ "QUERY PLAN": string }>(
      sql`explain (costs off) ${callFactsSql(as(s.org, s.owner), caller, s.asked)}`,
    );
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
  expect(plan.match(/Seq Scan on (?:agent|access_grant)\b/g), plan).toBeNull();
  await expectReason(s.call(), "allowed");
});
