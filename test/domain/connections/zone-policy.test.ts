import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { confirmManifest } from "#app/domain/catalog/confirm-manifest.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { askConnectionLook } from "#app/domain/connections/ask-connection-look.server.ts";
import { assessConnections } from "#app/domain/connections/assess-connections.server.ts";
import { getConnection } from "#app/domain/connections/connection-queries.server.ts";
import { editZoneRule, removeZoneRule } from "#app/domain/connections/edit-zone-rules.server.ts";
import { recordConnectionLook } from "#app/domain/connections/record-connection-look.server.ts";
import { setZoneRules } from "#app/domain/connections/set-zone-rules.server.ts";
import { zoneFindings } from "#app/domain/connections/zone-findings.ts";
import type { ZoneRule } from "#app/domain/connections/zone-inputs.ts";
import { getZonePolicy, previewZoneRules } from "#app/domain/connections/zone-queries.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { getServerTrust } from "#app/domain/trust/trust-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, manifestOf, npxEntry, reportOf, rowsOf, toolOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const hours = (count: number) => new Date(NOON.getTime() + count * 3_600_000);
const DOCS = "remote:https://docs.example.com/mcp";
const INSIDE: ZoneRule = { kind: "host", pattern: "*.example.com", zone: "internal_segment" };

/** An organization where a remote server, a local one and one sent into an internal segment are in use. */
async function worldOfThree() {
  const org = await createOrganization(database.db);
  const docs = {
    name: "docs",
    enabled: true,
    launch: {
      transport: "http" as const,
      url: "https://docs.example.com/mcp",
      args: [],
      env: [],
      headers: [],
    },
  };
  const sent = npxEntry("db", "server-db@1.0.0");
  sent.launch.args.push({ kind: "plain", text: "--host" }, { kind: "plain", text: "db.corp" });
  const report = reportOf([fileOf([docs, npxEntry("files", "server-files@1.0.0"), sent])]);
  await recordScan(as(org, org.owner), { report, deviceName: "laptop" });
  const rows = await rowsOf(org, sql`select id, identity from server`);
  const idOf = (identity: string) => String(rows.find((row) => row.identity === identity)?.id);
  return { org, idOf };
}

const assessAt = (org: TestOrganization, now = NOON) =>
  assessConnections(asOperator(org, now), { limit: 50 });
const zoneRows = (org: TestOrganization, identity: string) =>
  rowsOf(
    org,
    sql`select "row", answer, source, value, failed_why, looked_at from evidence where identity = ${identity} order by "row"`,
  );

test("an admin sets the rules and leaves exactly one audit event; the same again leaves none", async () => {
  const { org } = await worldOfThree();
  const admin = await createMember(org, "admin");
  const ctx = as(org, admin);
  expect(
    await expectOneEvent(org, ctx, "zone_policy.set", () =>
      setZoneRules(ctx, { rules: [INSIDE], version: 0 }),
    ),
  ).toEqual({ version: 1 });
  const before = (await auditEvents(org)).length;
  expect(await setZoneRules(ctx, { rules: [INSIDE], version: 1 })).toEqual({ version: 1 });
  expect(await auditEvents(org)).toHaveLength(before);
  expect(await getZonePolicy(ctx)).toMatchObject({ version: 1, madeBy: admin.name, rules: [INSIDE] });
});

test("security and members cannot set or try rules, and neither can a key without the scope", async () => {
  const { org } = await worldOfThree();
  for (const role of ["security", "member"] as const) {
    const ctx = as(org, await createMember(org, role));
    await expectForbidden(org, async () => setZoneRules(ctx, { rules: [INSIDE], version: 0 }));
    await expectForbidden(org, async () => previewZoneRules(ctx, { rules: [INSIDE] }));
  }
  const key = as(org, org.owner, { scopes: ["read"] });
  await expectForbidden(org, async () => setZoneRules(key, { rules: [INSIDE], version: 0 }));
  await expectForbidden(org, async () => getZonePolicy(as(org, await createMember(org, "member"))));
  await expectForbidden(org, async () => assessConnections(key, { limit: 1 }));
});

test("rules of one organization are neither seen nor followed in another", async () => {
  const { org } = await worldOfThree();
  const other = await worldOfThree();
  await setZoneRules(as(org, org.owner), { rules: [INSIDE], version: 0 });
  await assessAt(other.org);
  expect(await getZonePolicy(as(other.org, other.org.owner))).toMatchObject({ version: 0, rules: [] });
  const docs = await getConnection(as(other.org, other.org.owner), other.idOf(DOCS));
  expect(docs).toMatchObject({ zone: "public_internet", rule: null });
});

test("of two who change the rules at once one is told to look again", async () => {
  const { org } = await worldOfThree();
  const both = await Promise.allSettled(
    ["a.example", "b.example"].map((pattern) =>
      setZoneRules(as(org, org.owner), { rules: [{ ...INSIDE, pattern }], version: 0 }),
    ),
  );
  const refused = both.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(refused).toHaveLength(1);
  expect(refused[0]).toBeInstanceOf(Conflict);
});

test("each server is told its zone once, which is nobody's act, and again when something it rests on changed", async () => {
  const { org, idOf } = await worldOfThree();
  const events = (await auditEvents(org)).length;
  expect(await assessAt(org)).toEqual({ assessed: 3 });
  expect(await assessAt(org, hours(0.5))).toEqual({ assessed: 0 });
  expect(await assessAt(org, hours(1.5))).toEqual({ assessed: 3 });
  expect(await auditEvents(org)).toHaveLength(events);
  await setZoneRules(as(org, org.owner), { rules: [INSIDE], version: 0 });
  expect(await assessAt(org, hours(1.6))).toEqual({ assessed: 3 });
  expect(await getZonePolicy(as(org, org.owner))).toMatchObject({
    rules: [{ servers: 1 }],
    zones: [
      { zone: "container_without_network", servers: 0 },
      { zone: "internal_segment", servers: 1 },
      { zone: "developer_machine", servers: 2 },
      { zone: "public_internet", servers: 0 },
    ],
    unknown: 0,
  });
  await askConnectionLook(as(org, org.owner, { now: hours(1.7) }), { serverId: idOf(DOCS) });
  const [look] = await rowsOf(org, sql`select id from connection_look`);
  const observation = { outcome: "could_not_look", why: "slow" } as const;
  await recordConnectionLook(asOperator(org, hours(1.8)), { lookId: String(look?.id), observation });
  expect(await assessAt(org, hours(1.9))).toEqual({ assessed: 1 });
});

test("what is told becomes evidence, and a look that fails later marks what was seen", async () => {
  const { org, idOf } = await worldOfThree();
  const look = async (at: number, failed: boolean) => {
    const { lookId } = await askConnectionLook(as(org, org.owner, { now: hours(at) }), {
      serverId: idOf(DOCS),
    });
    await recordConnectionLook(asOperator(org, hours(at)), {
      lookId,
      observation: failed
        ? { outcome: "could_not_look", why: "unreachable" }
        : {
            outcome: "observed",
            facts: {
              address: "93.184.215.14",
              isPublic: true,
              tls: null,
              answer: { status: 401, kind: "unauthorized" },
              authentication: { kind: "key", scheme: "Bearer" },
            },
          },
    });
    await assessAt(org, hours(at + 0.1));
  };
  await assessAt(org);
  expect((await zoneRows(org, DOCS)).map(({ row, answer }) => [row, answer])).toEqual([
    ["zone", "found"],
    ["zone_crossing", "could_not_look"],
  ]);
  await look(1, false);
  await look(2, true);
  expect((await zoneRows(org, DOCS)).map(({ row, answer, failed_why }) => [row, answer, failed_why])).toEqual(
    [
      ["authentication", "found", "It could not be reached."],
      ["tls_certificate", "not_found", "It could not be reached."],
      ["zone", "found", null],
      ["zone_crossing", "could_not_look", null],
    ],
  );
  expect((await zoneRows(org, "npm:server-db")).map(({ row, answer }) => [row, answer])).toEqual([
    ["zone", "found"],
    ["zone_crossing", "found"],
  ]);
});

test("a preview names the servers that would move, and changes nothing", async () => {
  const { org, idOf } = await worldOfThree();
  await assessAt(org);
  const ctx = as(org, org.owner);
  const rules: ZoneRule[] = [
    { kind: "identity", pattern: "npm:server-f*", zone: "container_without_network" },
    INSIDE,
  ];
  expect(await previewZoneRules(ctx, { rules })).toEqual({
    servers: 3,
    isCut: false,
    changed: 2,
    changes: [
      {
        serverId: idOf("npm:server-files"),
        identity: "npm:server-files",
        from: "developer_machine",
        to: "container_without_network",
      },
      { serverId: idOf(DOCS), identity: DOCS, from: "public_internet", to: "internal_segment" },
    ],
  });
  expect(await previewZoneRules(ctx, { rules }, 2)).toMatchObject({ servers: 2, isCut: true });
  expect(await getZonePolicy(ctx)).toMatchObject({ version: 0, rules: [] });
  await setZoneRules(ctx, { rules, version: 0 });
  expect(await previewZoneRules(ctx, { rules })).toMatchObject({ changed: 0 });
});

test("a server's connection is told in five answers; hosts from other people's files only to who sees all", async () => {
  const { org, idOf } = await worldOfThree();
  const owner = await getConnection(as(org, org.owner), idOf("npm:server-db"));
  expect(owner.answers.map(({ question, state }) => [question, state])).toEqual([
    ["transport", "found"],
    ["tls", "found"],
    ["authentication", "found"],
    ["secret", "none"],
    ["zone", "found"],
  ]);
  expect(JSON.stringify(owner.answers)).toContain("db.corp");
  const member = await getConnection(as(org, await createMember(org, "member")), idOf("npm:server-db"));
  expect(JSON.stringify(member)).not.toContain("db.corp");
  const docs = await getConnection(as(org, org.owner), idOf(DOCS));
  expect(docs.answers.map(({ state }) => state)).toEqual([
    "found",
    "not_looked",
    "not_looked",
    "none",
    "found",
  ]);
});

test("a server that reads with a secret is sensitive once its tools are known", async () => {
  const { org } = await worldOfThree();
  const reads = toolOf("search", { annotations: { readOnlyHint: true, openWorldHint: false } });
  const keyed = {
    name: "docs",
    enabled: true,
    launch: {
      transport: "http" as const,
      url: "https://docs.example.com/mcp",
      args: [],
      env: [],
      headers: [{ name: "Authorization", value: { kind: "reference" as const, text: "Bearer ${TOKEN}" } }],
    },
  };
  const report = reportOf([fileOf([keyed])]);
  await recordScan(as(org, org.owner), { report, deviceName: "laptop" });
  await recordManifest(as(org, org.owner), manifestOf(DOCS, [reads]));
  await assessAt(org);
  const rows = await zoneRows(org, DOCS);
  expect(rows.map(({ row, answer }) => [row, answer])).toEqual([
    ["zone", "found"],
    ["zone_crossing", "found"],
  ]);
  const [found] = await rowsOf(
    org,
    sql`select rule, severity from finding where source = 'zone' and resolved_at is null`,
  );
  expect(found).toEqual({ rule: "zone-exposed", severity: "medium" });
});

test("a public server that reads is not called harmless until it was seen what it asks of strangers, and its tools are confirmed", async () => {
  const { org, idOf } = await worldOfThree();
  const reads = toolOf("search", { annotations: { readOnlyHint: true, openWorldHint: false } });
  const crossing = async (at: number) => {
    await assessAt(org, hours(at));
    const { pieces } = await getServerTrust(as(org, org.owner), { serverId: idOf(DOCS) });
    return pieces.find(({ row }) => row === "zone_crossing")?.answer;
  };
  const member = await createMember(org, "member");
  const { manifestId } = await recordManifest(as(org, member), manifestOf(DOCS, [reads]));
  expect(await crossing(0)).toBe("could_not_look");
  const { lookId } = await askConnectionLook(as(org, org.owner, { now: hours(1) }), {
    serverId: idOf(DOCS),
  });
  const facts = {
    address: "93.184.215.14",
    isPublic: true,
    tls: null,
    answer: { status: 200, kind: "open" as const },
    authentication: { kind: "none" as const },
  };
  await recordConnectionLook(asOperator(org, hours(1)), {
    lookId,
    observation: { outcome: "observed", facts },
  });
  expect(await crossing(2)).toBe("could_not_look");
  await confirmManifest(as(org, org.owner), { manifestId });
  expect(await crossing(4)).toBe("not_found");
});

test("rules are added, moved and removed one at a time, and a stale list is told so", async () => {
  const { org } = await worldOfThree();
  const ctx = as(org, org.owner);
  const rule = (pattern: string) => ({ ...INSIDE, pattern });
  const patterns = async () => (await getZonePolicy(ctx)).rules.map(({ pattern }) => pattern);
  await editZoneRule(ctx, { ...rule("a.example"), position: 1, version: 0 });
  await editZoneRule(ctx, { ...rule("b.example"), position: 1, version: 1 });
  await expectOneEvent(org, ctx, "zone_policy.set", () =>
    editZoneRule(ctx, { ...rule("c.example"), position: 9, version: 2 }),
  );
  expect(await patterns()).toEqual(["b.example", "a.example", "c.example"]);
  await editZoneRule(ctx, { ...rule("c2.example"), at: 3, position: 1, version: 3 });
  expect(await patterns()).toEqual(["c2.example", "b.example", "a.example"]);
  await expect(removeZoneRule(ctx, { at: 1, version: 3 })).rejects.toBeInstanceOf(Conflict);
  await expectNotFound(org, async () => removeZoneRule(ctx, { at: 4, version: 4 }));
  await expectOneEvent(org, ctx, "zone_policy.set", () => removeZoneRule(ctx, { at: 2, version: 4 }));
  expect(await patterns()).toEqual(["c2.example", "a.example"]);
  const admin = as(org, await createMember(org, "security"));
  await expectForbidden(org, async () => removeZoneRule(admin, { at: 1, version: 5 }));
});

test("two joined zones are a finding on each installation, and it goes when they are joined no more", async () => {
  const { org } = await worldOfThree();
  const open = () =>
    rowsOf(
      org,
      sql`select f.rule, f.severity, s.identity from finding f join server s on s.org_id = f.org_id and s.id = f.server_id
        where f.source = 'zone' and f.resolved_at is null order by s.identity, f.rule`,
    );
  await assessAt(org);
  const joined = { rule: "zones-joined", severity: "medium", identity: "npm:server-db" };
  expect(await open()).toEqual([joined]);
  await assessAt(org, hours(2));
  expect(await open()).toEqual([joined]);
  const rules: ZoneRule[] = [{ kind: "host", pattern: "db.corp", zone: "developer_machine" }];
  await setZoneRules(as(org, org.owner), { rules, version: 0 });
  await assessAt(org, hours(3));
  expect(await open()).toEqual([]);
});

test("sensitive data open to the internet is worse the less keeps strangers out", () => {
  const of = (authentication: string | null) =>
    zoneFindings({ isExposed: true, joins: null }, authentication).map(({ rule, severity }) => [
      rule,
      severity,
    ]);
  expect(of("none")).toEqual([["zone-exposed", "critical"]]);
  expect(of("key")).toEqual([["zone-exposed", "medium"]]);
  expect(of("oauth")).toEqual([["zone-exposed", "low"]]);
  expect(of(null)).toEqual([["zone-exposed", "medium"]]);
  expect(zoneFindings({ isExposed: null, joins: null }, "none")).toEqual([]);
  expect(
    zoneFindings({ isExposed: false, joins: ["internal_segment", "public_internet"] }, null),
  ).toMatchObject([{ rule: "zones-joined", severity: "high" }]);
});

test("the declared zone is what the trust in a server counts, whatever its address looks like", async () => {
  const { org, idOf } = await worldOfThree();
  const zoneOf = async () =>
    (await getServerTrust(as(org, org.owner), { serverId: idOf(DOCS) })).pieces.find(
      ({ row }) => row === "zone",
    );
  expect((await zoneOf())?.answer).toBe("could_not_look");
  await assessAt(org);
  const before = await zoneOf();
  await setZoneRules(as(org, org.owner), { rules: [INSIDE], version: 0 });
  await assessAt(org);
  const declared = await zoneOf();
  expect([before?.value, declared?.value]).toEqual([0.25, 0.75]);
  expect(declared?.source).toBe("the zone policy");
});
