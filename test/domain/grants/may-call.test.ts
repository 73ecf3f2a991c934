import { sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NotFound } from "#app/domain/errors.ts";
import { callFactsSql } from "#app/domain/grants/call-queries.server.ts";
import type { CallReason } from "#app/domain/grants/call-reasons.ts";
import type { DecideCallInput } from "#app/domain/grants/grant-inputs.ts";
import { type CallDecision, mayCall } from "#app/domain/grants/may-call.server.ts";
import {
  DAY,
  hashOf,
  later,
  listTools,
  pinAs,
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

/** A developer with a granted, listed and pinned server on their laptop. */
async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const server = await placeServer(org);
  const tools = { search: "search issues", remove: "delete a project" };
  const manifestId = await listTools(org, server.id, org.owner.id, tools);
  await pinAs(org, server.id, manifestId, org.owner.id, tools);
  const deviceId = await placeDevice(org, developer.id);
  const installationId = await placeInstallation(org, {
    deviceId,
    memberId: developer.id,
    serverId: server.id,
    release: "1.0.0",
  });
  const grant = (row: Partial<Parameters<typeof placeGrant>[1]> = {}) =>
    placeGrant(org, { serverId: server.id, grantedBy: org.owner.id, memberId: developer.id, ...row });
  const call = (input: Partial<DecideCallInput> = {}, now = NOON) =>
    mayCall(as(org, developer, { now }), { server: server.id, tool: "search", installationId, ...input });
  return { org, developer, server, tools, manifestId, deviceId, installationId, grant, call };
}
type Scene = Awaited<ReturnType<typeof scene>>;

const expectReason = async (decision: Promise<CallDecision>, reason: CallReason) => {
  const answer = await decision;
  expect(answer.reason).toBe(reason);
  expect(answer.allowed).toBe(reason === "allowed");
  expect(answer.grantId !== null).toBe(reason === "allowed");
};

test("a call is allowed by a grant of the member, by id and by identity, and says which", async () => {
  const s = await scene();
  const grantId = await s.grant();
  const answer = await s.call();
  expect(answer).toMatchObject({ allowed: true, reason: "allowed", grantId, environment: "development" });
  expect(answer.checkedAt).toEqual(NOON);
  await expectReason(s.call({ server: s.server.identity }), "allowed");
});

const blocks: [CallReason, (s: Scene) => [Parameters<typeof placeBlock>[1], string]][] = [
  ["organization_blocked", (s) => ["organization", s.org.id]],
  ["member_blocked", (s) => ["member", s.developer.id]],
  ["device_blocked", (s) => ["device", s.deviceId]],
  ["server_blocked", (s) => ["server", s.server.id]],
  ["release_blocked", (s) => ["release", `${s.server.id} 1.0.0`]],
  ["tool_blocked", (s) => ["tool", `${s.server.id} search`]],
];

describe("a block", () => {
  test.each(blocks)("%s refuses from the next call on, and lifted it does not", async (reason, subject) => {
    const s = await scene();
    await s.grant();
    await placeBlock(s.org, ...subject(s), s.org.owner.id, true);
    await expectReason(s.call(), "allowed");
    await placeBlock(s.org, ...subject(s), s.org.owner.id);
    await expectReason(s.call(), reason);
  });

  test("of another release, tool or server refuses nothing here", async () => {
    const s = await scene();
    await s.grant();
    await placeBlock(s.org, "release", `${s.server.id} 2.0.0`, s.org.owner.id);
    await placeBlock(s.org, "tool", `${s.server.id} remove`, s.org.owner.id);
    await placeBlock(s.org, "server", (await placeServer(s.org)).id, s.org.owner.id);
    await expectReason(s.call(), "allowed");
  });

  test("of any release refuses where the release in use is not known", async () => {
    const s = await scene();
    await s.grant();
    await placeBlock(s.org, "release", `${s.server.id} 2.0.0`, s.org.owner.id);
    const unknown = await placeInstallation(s.org, {
      deviceId: s.deviceId,
      memberId: s.developer.id,
      serverId: s.server.id,
    });
    await expectReason(s.call({ installationId: unknown }), "release_blocked");
  });

  test("of a team refuses its members, and of a key refuses that key only", async () => {
    const s = await scene();
    await s.grant();
    const team = await createTeamOf(s.org, [{ member: s.developer }]);
    await placeBlock(s.org, "token", s.deviceId, s.org.owner.id);
    const key = as(s.org, s.developer, {
      via: "api_key",
      apiKeyId: s.deviceId,
      scopes: ["check"],
      keyEnvironment: "development",
    });
    await expectReason(mayCall(key, { server: s.server.id, tool: "search" }), "token_blocked");
    await expectReason(s.call(), "allowed");
    await placeBlock(s.org, "team", team.id, s.org.owner.id);
    await expectReason(s.call(), "team_blocked");
  });
});

describe("a grant", () => {
  const cases: [CallReason, Partial<Parameters<typeof placeGrant>[1]>][] = [
    ["grant_revoked", { revokedAt: NOON }],
    ["grant_ended", { endsAt: NOON }],
    ["grant_scheduled", { startsAt: later(1) }],
    ["grant_suspended", { suspendedAt: NOON }],
    ["grant_suspended", { suspendedAt: NOON, suspendedUntil: later(1) }],
    ["allowed", { suspendedAt: NOON, suspendedUntil: NOON }],
    ["allowed", { startsAt: NOON, endsAt: later(1) }],
    ["environment_not_granted", { environment: "production" }],
    ["release_not_granted", { release: "0.9.0" }],
    ["allowed", { release: "1.0.0" }],
    ["tool_not_granted", { tools: ["remove"] }],
    ["tool_not_granted", { tools: [] }],
    ["allowed", { tools: ["search"] }],
  ];
  test.each(cases)("%s with %j", async (reason, row) => {
    const s = await scene();
    await expectReason(s.call(), "no_grant");
    await s.grant(row);
    await expectReason(s.call(), reason);
  });

  test("of a team holds for whoever is an active member at the moment of the call", async () => {
    const s = await scene();
    const team = await createTeamOf(s.org, []);
    await s.grant({ memberId: null, teamId: team.id });
    await expectReason(s.call(), "no_grant");
    await write(s.org, (tx) =>
      tx.execute(sql`insert into team_member (org_id, team_id, member_id, is_lead, added_at)
        values (${s.org.id}, ${team.id}, ${s.developer.id}, false, ${NOON.toISOString()})`),
    );
    await expectReason(s.call(), "allowed");
    await write(s.org, (tx) =>
      tx.execute(sql`delete from team_member where org_id = ${s.org.id} and member_id = ${s.developer.id}`),
    );
    await expectReason(s.call(), "no_grant");
  });

  test("stops with the membership", async () => {
    const s = await scene();
    await s.grant();
    await write(s.org, (tx) =>
      tx.execute(sql`update member set removed_at = ${NOON.toISOString()}
        where org_id = ${s.org.id} and id = ${s.developer.id}`),
    );
    await expectReason(s.call(), "member_inactive");
  });

  test("for one release refuses a caller who names another than the installation has", async () => {
    const s = await scene();
    await s.grant({ release: "1.0.0" });
    await expectReason(s.call({ release: "1.0.0" }), "allowed");
    await expectReason(s.call({ release: "2.0.0" }), "release_not_granted");
  });

  test("revoked is refused by the very next call, however many calls run beside it", async () => {
    const s = await scene();
    const grantId = await s.grant();
    let isRevoked = false;
    const calls = Array.from({ length: 20 }, async () => {
      for (let turn = 0; turn < 5; turn += 1) {
        const startedAfter = isRevoked;
        const answer = await s.call();
        if (startedAfter) expect(answer.allowed).toBe(false);
      }
    });
    await write(s.org, (tx) =>
      tx.execute(sql`update access_grant set revoked_at = ${NOON.toISOString()}
        where org_id = ${s.org.id} and id = ${grantId}`),
    );
    isRevoked = true;
    await Promise.all(calls);
    await expectReason(s.call(), "grant_revoked");
  });
});

describe("the pinned tools", () => {
  test("a changed, a new and a vanished tool are refused, the others go on", async () => {
    const s = await scene();
    await s.grant();
    await listTools(s.org, s.server.id, s.org.owner.id, { search: "search issues", added: "new" });
    await expectReason(s.call(), "allowed");
    await expectReason(s.call({ tool: "added" }), "tool_not_pinned");
    await expectReason(s.call({ tool: "remove" }), "tool_not_listed");
    await listTools(s.org, s.server.id, s.org.owner.id, { search: "search and send elsewhere" });
    await expectReason(s.call(), "tool_changed");
  });

  test("a list nobody confirmed changes nothing, but the hash the caller sees does", async () => {
    const s = await scene();
    await s.grant();
    await listTools(s.org, s.server.id, s.developer.id, { search: "other" }, { isConfirmed: false });
    await expectReason(s.call(), "allowed");
    await expectReason(s.call({ toolHash: hashOf("search issues") }), "allowed");
    await expectReason(s.call({ toolHash: hashOf("other") }), "tool_changed");
  });

  test("a server approved before anybody looked is allowed by name until a trusted list exists", async () => {
    const s = await scene();
    const fresh = await placeServer(s.org);
    const place = await placeInstallation(s.org, {
      deviceId: s.deviceId,
      memberId: s.developer.id,
      serverId: fresh.id,
    });
    await s.grant({ serverId: fresh.id, tools: ["search"] });
    const call = (tool: string) => s.call({ server: fresh.id, installationId: place, tool });
    await expectReason(call("search"), "allowed");
    await expectReason(call("remove"), "tool_not_granted");
    await listTools(s.org, fresh.id, s.developer.id, { search: "x" }, { isConfirmed: false });
    await expectReason(call("search"), "allowed");
    await listTools(s.org, fresh.id, s.org.owner.id, { search: "x" });
    await expectReason(call("search"), "tool_not_pinned");
  });
});

describe("the environment", () => {
  test("comes from the installation or the key, both must agree, and neither means no", async () => {
    const s = await scene();
    const grantId = await s.grant();
    await expectReason(s.call({ installationId: undefined }), "environment_unknown");
    const key = (keyEnvironment: string | null) =>
      as(s.org, s.developer, { via: "api_key", apiKeyId: s.deviceId, scopes: ["check"], keyEnvironment });
    const asked = { server: s.server.id, tool: "search" };
    await expectReason(mayCall(key(null), asked), "environment_unknown");
    await expectReason(mayCall(key("development"), asked), "allowed");
    await expectReason(mayCall(key("production"), asked), "environment_not_granted");
    await expectReason(
      mayCall(key("production"), { ...asked, installationId: s.installationId }),
      "environment_conflict",
    );
    expect((await mayCall(key("development"), asked)).grantId).toBe(grantId);
  });

  test("a device's key finds it by the server on that device, when it is one", async () => {
    const s = await scene();
    await s.grant();
    const device = (deviceId: string) =>
      as(s.org, s.developer, { via: "device_key", deviceId, scopes: ["check"] });
    const asked = { server: s.server.id, tool: "search" };
    await expectReason(mayCall(device(s.deviceId), asked), "allowed");
    const other = await placeDevice(s.org, s.developer.id);
    await expectReason(mayCall(device(other), asked), "environment_unknown");
    await expectReason(
      mayCall(device(other), { ...asked, installationId: s.installationId }),
      "installation_mismatch",
    );
    await placeInstallation(s.org, {
      deviceId: s.deviceId,
      memberId: s.developer.id,
      serverId: s.server.id,
      environment: "production",
    });
    await expectReason(mayCall(device(s.deviceId), asked), "environment_unknown");
  });

  test("an installation of somebody else, of another server or removed is no proof of a place", async () => {
    const s = await scene();
    await s.grant();
    const colleague = await createMember(s.org, "member");
    const theirs = { deviceId: s.deviceId, memberId: colleague.id, serverId: s.server.id };
    const own = { ...theirs, memberId: s.developer.id };
    for (const row of [
      theirs,
      { ...own, serverId: (await placeServer(s.org)).id },
      { ...own, removedAt: NOON },
    ]) {
      const installationId = await placeInstallation(s.org, row);
      await expectReason(s.call({ installationId }), "installation_mismatch");
    }
  });
});

test("who may ask about whom: guardians about anybody, everybody else about themselves", async () => {
  const s = await scene();
  await s.grant();
  const asked = { server: s.server.id, tool: "search", installationId: s.installationId };
  const about = { ...asked, memberId: s.developer.id };
  await expectReason(mayCall(as(s.org, s.org.owner), about), "allowed");
  const colleague = await createMember(s.org, "member");
  await expectForbidden(s.org, () => mayCall(as(s.org, colleague), about));
  await expectForbidden(s.org, () => mayCall(as(s.org, s.developer, { scopes: ["read"] }), asked));
  const ownersLaptop = as(s.org, s.org.owner, { via: "device_key", deviceId: s.deviceId });
  await expectForbidden(s.org, () => mayCall(ownersLaptop, about));
  await expectReason(mayCall(as(s.org, colleague), asked), "installation_mismatch");
});

test("ids of another organization look like ids of none; an unknown identity is an answer", async () => {
  const s = await scene();
  await s.grant();
  const other = await scene();
  await expectNotFound(s.org, () => s.call({ server: other.server.id }));
  await expectNotFound(s.org, () => s.call({ installationId: other.installationId }));
  await expectNotFound(s.org, () =>
    mayCall(as(s.org, s.org.owner), { server: s.server.id, tool: "search", memberId: other.developer.id }),
  );
  await expect(s.call({ server: other.server.identity })).resolves.toMatchObject({
    allowed: false,
    reason: "server_unknown",
  });
  await expect(s.call({ server: other.server.id })).rejects.toBeInstanceOf(NotFound);
});

const DAYS = [-2, -1, 0, 1, 2];
/** Suspended until somebody resumes it. */
const NEVER = 99;
const world = fc.record({
  environments: fc.constantFrom("development", "production"),
  tool: fc.constantFrom("a", "b"),
  grants: fc.array(
    fc.record({
      toTeam: fc.boolean(),
      environment: fc.constantFrom("development" as const, "production" as const),
      tools: fc.option(fc.subarray(["a", "b"])),
      release: fc.option(fc.constantFrom("1", "2")),
      starts: fc.constantFrom(...DAYS),
      length: fc.constantFrom(1, 2),
      revoked: fc.boolean(),
      suspended: fc.option(fc.constantFrom(NEVER, ...DAYS)),
    }),
    { maxLength: 4 },
  ),
  inTeam: fc.boolean(),
  isRemoved: fc.boolean(),
  pinned: fc.subarray(["a", "b"]),
  listed: fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom("same", "changed"), {
    noNullPrototype: true,
  }),
  isConfirmed: fc.boolean(),
  release: fc.option(fc.constantFrom("1", "2")),
  blocks: fc.subarray(["server", "member", "tool a", "release 1"]),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

/** Whether the world allows the call, told once more and as plainly as possible. */
function plainTwin(w: World): boolean {
  if (w.isRemoved || w.blocks.includes("server") || w.blocks.includes("member")) return false;
  if (w.blocks.includes(`tool ${w.tool}`)) return false;
  if (w.blocks.includes("release 1") && w.release !== "2") return false;
  const isGranted = w.grants.some(
    (g) =>
      (!g.toTeam || w.inTeam) &&
      g.environment === w.environments &&
      g.starts <= 0 &&
      g.starts + g.length > 0 &&
      !g.revoked &&
      (g.suspended === null || g.suspended <= 0) &&
      (g.tools === null || g.tools.includes(w.tool)) &&
      (g.release === null || g.release === w.release),
  );
  if (!isGranted) return false;
  if (w.pinned.length === 0) return !w.isConfirmed;
  if (!w.pinned.includes(w.tool)) return false;
  return !w.isConfirmed || w.listed[w.tool] === "same";
}

test("the one read and the rules agree with a plain telling of the rules, on random worlds", async () => {
  const org = await createOrganization(database.db);
  await fc.assert(
    fc.asyncProperty(world, async (w) => {
      const answer = await play(org, w);
      expect({ allowed: answer.allowed }).toEqual({ allowed: plainTwin(w) });
    }),
    { numRuns: 150 },
  );
}, 120_000);

async function play(org: TestOrganization, w: World): Promise<CallDecision> {
  const developer = await createMember(org, "member");
  const team = await createTeamOf(org, w.inTeam ? [{ member: developer }] : []);
  const server = await placeServer(org);
  const listed = Object.fromEntries(
    Object.entries(w.listed).map(([name, state]) => [name, `${name} ${state}`]),
  );
  const manifestId = await listTools(org, server.id, org.owner.id, listed, { isConfirmed: w.isConfirmed });
  const pinned = Object.fromEntries(w.pinned.map((name) => [name, `${name} same`]));
  await pinAs(org, server.id, manifestId, org.owner.id, pinned);
  const installationId = await placeInstallation(org, {
    deviceId: await placeDevice(org, developer.id),
    memberId: developer.id,
    serverId: server.id,
    environment: w.environments === "production" ? "production" : "development",
    release: w.release,
  });
  for (const g of w.grants) {
    await placeGrant(org, {
      serverId: server.id,
      grantedBy: org.owner.id,
      ...(g.toTeam ? { teamId: team.id } : { memberId: developer.id }),
      environment: g.environment,
      tools: g.tools,
      release: g.release,
      startsAt: later(g.starts * DAY),
      endsAt: later((g.starts + g.length) * DAY),
      revokedAt: g.revoked ? NOON : null,
      suspendedAt: g.suspended === null ? null : NOON,
      suspendedUntil: g.suspended === null || g.suspended === NEVER ? null : later(g.suspended * DAY),
    });
  }
  const keys: Record<string, [Parameters<typeof placeBlock>[1], string]> = {
    server: ["server", server.id],
    member: ["member", developer.id],
    "tool a": ["tool", `${server.id} a`],
    "release 1": ["release", `${server.id} 1`],
  };
  for (const name of w.blocks) {
    const subject = keys[name];
    if (subject) await placeBlock(org, ...subject, org.owner.id);
  }
  if (w.isRemoved) {
    await write(org, (tx) =>
      tx.execute(sql`update member set removed_at = ${NOON.toISOString()}
        where org_id = ${org.id} and id = ${developer.id}`),
    );
  }
  return mayCall(as(org, developer), { server: server.id, tool: w.tool, installationId });
}

test("the read uses indexes only, as the runtime role, in a tenant of many rows", async () => {
  const s = await scene();
  await s.grant();
  const org = s.org.id;
  const other = await createOrganization(database.db);
  await database.admin.unsafe(`
    insert into server (org_id, id, identity, kind, first_seen_at)
      select '${org}', gen_random_uuid(), 'npm:filler-' || n, 'npm', '2026-01-01' from generate_series(1, 20000) n;
    insert into access_grant (org_id, id, server_id, member_id, environment, starts_at, ends_at, created_at, granted_by)
      select '${org}', gen_random_uuid(), s.id, '${s.developer.id}', 'development', '2026-01-01', '2027-01-01',
        '2026-01-01', '${s.org.owner.id}' from server s where s.org_id = '${org}';
    insert into pin (org_id, server_id, tool_name, tool_hash, manifest_id, pinned_at, pinned_by)
      select '${org}', s.id, 'search', 'x', '${s.manifestId}', '2026-01-01', '${s.org.owner.id}' from server s
        where s.org_id = '${org}' and s.id <> '${s.server.id}';
    insert into pinned_list (org_id, server_id, pinned_at, pinned_by)
      select '${org}', s.id, '2026-01-01', '${s.org.owner.id}' from server s where s.org_id = '${org}';
    insert into tool_drift (org_id, server_id, tool_name, fate, class, changes)
      select '${org}', s.id, 'search', 'changed', 'note', '[]' from server s where s.org_id = '${org}';
    insert into tool (org_id, server_id, name, hash, class, description, position, manifest_id)
      select '${org}', s.id, 'search', 'x', 'read', '', 0, '${s.manifestId}' from server s
        where s.org_id = '${org}' and s.id <> '${s.server.id}';
    insert into installation (org_id, id, device_id, member_id, server_id, client, scope, path, name, launch,
      launch_hash, transport, is_enabled, environment, first_seen_at, last_seen_at)
      select '${org}', gen_random_uuid(), '${s.deviceId}', '${s.developer.id}', s.id, 'cursor', 'user', s.identity,
        'x', '{}', 'x', 'stdio', true, 'development', '2026-01-01', '2026-01-01' from server s
        where s.org_id = '${org}';
    insert into block (org_id, id, subject_kind, subject_key, blocked_at, blocked_by)
      select '${org}', gen_random_uuid(), 'server', s.id::text, '2026-01-01', '${s.org.owner.id}' from server s
        where s.org_id = '${org}' and s.id <> '${s.server.id}' limit 300;
    insert into block (org_id, id, subject_kind, subject_key, blocked_at, blocked_by)
      select '${other.id}', gen_random_uuid(), 'server', n::text, '2026-01-01', '${other.owner.id}'
        from generate_series(1, 20000) n;
    analyze;`);
  for (const asked of [
    { server: s.server.id, tool: "search", installationId: s.installationId },
    { server: s.server.identity, tool: "search" },
  ]) {
    const ctx = as(s.org, s.developer, { via: "device_key", deviceId: s.deviceId });
    const plan = await write(s.org, async (tx) => {
      const rows = await tx.execute<{ "QUERY PLAN": string }>(
        sql`explain (costs off) ${callFactsSql(ctx, { memberId: s.developer.id }, asked)}`,
      );
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    const big = plan.match(/Seq Scan on (?!team_member|manifest|team\b|member m)\w+/g);
    expect(big, plan).toBeNull();
  }
});
