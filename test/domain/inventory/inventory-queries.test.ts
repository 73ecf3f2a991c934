import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { listDevices } from "#app/domain/inventory/device-queries.server.ts";
import { getInstallation } from "#app/domain/inventory/installation-queries.server.ts";
import { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import {
  listInstallations,
  listInstallationsAfter,
  listServersInUse,
  listTeamsInUse,
} from "#app/domain/inventory/inventory-queries.server.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { getServer, listServers, listTools } from "#app/domain/inventory/server-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import {
  createGrant,
  fileOf,
  manifestOf,
  npxEntry,
  reportOf,
  rowsOf,
  toolOf,
} from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const first = { page: 1, perPage: 50, sort: "need" };
const days = (n: number) => new Date(NOON.getTime() + n * 86_400_000);

async function scene() {
  const org = await createOrganization(database.db);
  const ada = await createMember(org, "member");
  const bo = await createMember(org, "member");
  const approver = await createMember(org, "approver");
  const team = await createTeamOf(org, [{ member: ada }, { member: approver }]);
  await recordScan(as(org, ada), {
    report: reportOf([fileOf([npxEntry("sentry", "@sentry/mcp-server"), npxEntry("x", "exact@1.0.0")])]),
  });
  await recordScan(as(org, bo), {
    report: reportOf([
      fileOf([npxEntry("s", "@sentry/mcp-server@2.0.0")], { client: "vscode", path: "~/mcp.json" }),
    ]),
  });
  const servers = await rowsOf(org, sql`select id, identity from server`);
  const idOf = (identity: string) => String(servers.find((row) => row.identity === identity)?.id);
  return { org, ada, bo, approver, team, sentry: idOf("npm:@sentry/mcp-server"), exact: idOf("npm:exact") };
}

test("each server in use says who uses it, what it can touch, who approved it and until when", async () => {
  const { org, ada, sentry, exact } = await scene();
  const owner = as(org, org.owner);
  await recordManifest(
    owner,
    manifestOf("npm:exact", [toolOf("list", { annotations: { readOnlyHint: true } }), toolOf("do")]),
  );
  const grantId = await createGrant(org, { serverId: exact, member: ada });
  const { rows, total } = await listServersInUse(owner, {}, { ...first, sort: "need" });
  expect(total).toBe(2);
  expect(rows).toMatchObject([
    {
      id: sentry,
      identity: "npm:@sentry/mcp-server",
      standing: "unapproved",
      severity: "medium",
      installations: 2,
      people: 2,
      clients: ["cursor", "vscode"],
      tools: null,
      approval: null,
    },
    {
      id: exact,
      standing: "approved",
      severity: null,
      people: 1,
      names: [ada.name],
      tools: { read: 1, write: 0, destructive: 0, undeclared: 1 },
      approval: { grantId, by: org.owner.name, endsAt: days(30) },
    },
  ]);
});

test("an owner sees everybody's, an approver their teams', a member their own", async () => {
  const { org, ada, bo, approver, sentry } = await scene();
  const count = async (who: typeof ada) => {
    const ctx = as(org, who);
    const { rows, total } = await listInstallations(ctx, {}, first);
    const after = await listInstallationsAfter(ctx, {}, { limit: 100 });
    const summary = await getInventorySummary(ctx);
    expect(after.rows.length).toBe(total);
    expect(summary.installations).toBe(total);
    expect(rows.length).toBe(total);
    return { total, devices: summary.devices, people: new Set(rows.map((row) => row.memberId)) };
  };
  expect(await count(org.owner)).toMatchObject({ total: 3, devices: 2 });
  expect(await count(approver)).toEqual({ total: 2, devices: 1, people: new Set([ada.id]) });
  expect(await count(bo)).toEqual({ total: 1, devices: 1, people: new Set([bo.id]) });
  expect((await listServersInUse(as(org, bo), {}, first)).rows).toMatchObject([{ id: sentry, people: 1 }]);
  expect(await getServer(as(org, bo), sentry)).toMatchObject({ installations: 1, people: 1 });
  expect((await listDevices(as(org, bo), { limit: 50 })).rows).toMatchObject([{ mayRevoke: true }]);
});

test("an installation of somebody else or of another organization is not found", async () => {
  const { org, ada, bo } = await scene();
  const { rows } = await listInstallations(as(org, ada), {}, first);
  const id = rows[0]?.id ?? "";
  expect((await getInstallation(as(org, ada), id)).launch.command).toBe("npx");
  await expect(getInstallation(as(org, bo), id)).rejects.toBeInstanceOf(NotFound);
  const other = await createOrganization(database.db);
  await expect(getInstallation(as(other, other.owner), id)).rejects.toBeInstanceOf(NotFound);
  await expect(getServer(as(other, other.owner), rows[0]?.serverId ?? "")).rejects.toBeInstanceOf(NotFound);
  await expect(listTools(as(other, other.owner), rows[0]?.serverId ?? "")).rejects.toBeInstanceOf(NotFound);
  expect(await listServers(as(other, other.owner), {}, { limit: 50 })).toMatchObject({ rows: [], total: 0 });
});

test("search, filters, order and pages narrow the same list", async () => {
  const { org, ada, team, sentry } = await scene();
  const owner = as(org, org.owner);
  const names = async (filter: Record<string, string>, choice = first) => {
    const { rows, total } = await listInstallations(owner, InventoryFilter.parse(filter), choice);
    return { names: rows.map((row) => row.name), total };
  };
  expect((await names({ q: "SENTRY" })).names.sort()).toEqual(["s", "sentry"]);
  expect((await names({ q: "sentry mcp" })).total).toBe(2);
  expect((await names({ q: "entry" })).total).toBe(0);
  expect((await names({ q: "%" })).total).toBe(0);
  expect((await names({ team: team.id })).total).toBe(2);
  expect((await names({ client: "vscode" })).names).toEqual(["s"]);
  expect((await names({ severity: "medium" })).names).toEqual(["sentry"]);
  expect((await names({ standing: "approved" })).total).toBe(0);
  expect((await names({ standing: "nonsense", server: sentry })).total).toBe(2);
  expect((await names({ member: ada.id }, { ...first, sort: "-server" })).names).toEqual(["x", "sentry"]);
  expect(await names({}, { page: 2, perPage: 1, sort: "server" })).toMatchObject({ total: 3 });
  expect(await names({}, { page: 9, perPage: 50, sort: "server" })).toEqual({ names: [], total: 3 });
});

test("grouped by team, people in no team are counted once and last", async () => {
  const { org, team } = await scene();
  const { rows, total } = await listTeamsInUse(as(org, org.owner), {}, { page: 1, perPage: 50 });
  expect(total).toBe(2);
  expect(rows).toMatchObject([
    { id: team.id, name: team.name, installations: 2, servers: 2, people: 1, standings: { unapproved: 2 } },
    { id: null, name: null, installations: 1, first: [{ identity: "npm:@sentry/mcp-server" }] },
  ]);
});

test("a device that has not reported for seven days is silent and what runs there is not called present", async () => {
  const { org } = await scene();
  const summary = (n: number) => getInventorySummary(as(org, org.owner, { now: days(n) }));
  expect(await summary(7)).toMatchObject({ silentDevices: 0 });
  const later = new Date(days(7).getTime() + 1);
  const ctx = as(org, org.owner, { now: later });
  expect(await getInventorySummary(ctx)).toMatchObject({ silentDevices: 2, devices: 2 });
  const { rows } = await listInstallations(ctx, {}, first);
  expect(new Set(rows.map((row) => row.presence))).toEqual(new Set(["silent"]));
  expect((await listServersInUse(ctx, {}, first)).rows[0]?.silent).toBe(2);
});

test("an installation shows its findings, its file and why it stands as it does", async () => {
  const { org, ada, exact } = await scene();
  await createGrant(org, { serverId: exact, member: ada }, { revokedAt: NOON });
  const { rows } = await listInstallations(as(org, ada), {}, { ...first, sort: "server" });
  const shown = await Promise.all(rows.map((row) => getInstallation(as(org, ada), row.id)));
  expect(shown).toMatchObject([
    { name: "sentry", file: { outcome: "found" }, findings: [{ rule: "unpinned" }], grants: [], blocks: [] },
    { name: "x", standing: "lapsed", findings: [], grants: [{ by: org.owner.name, revokedAt: NOON }] },
  ]);
});

test("the catalog lists every server with its tools and what became of each since it was pinned", async () => {
  const { org, bo, exact } = await scene();
  await recordManifest(as(org, bo), manifestOf("npm:exact", [toolOf("a"), toolOf("b")]));
  const { rows } = await listServers(as(org, bo), { q: "exact" }, { limit: 10, offset: 0 });
  expect(rows).toMatchObject([{ id: exact, installations: 0, isBlocked: false, hasDrifted: false }]);
  expect((await listTools(as(org, bo), exact)).rows.map((tool) => [tool.name, tool.pin])).toEqual([
    ["a", null],
    ["b", null],
  ]);
  expect(await getServer(as(org, bo), exact)).toMatchObject({ manifest: { tools: 2, isConfirmed: false } });
});
