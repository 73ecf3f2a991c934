import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { askConnectionLook } from "#app/domain/connections/ask-connection-look.server.ts";
import { getDeclared } from "#app/domain/connections/declared-queries.server.ts";
import { recordConnectionLook } from "#app/domain/connections/record-connection-look.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, asOperator, createOrganization, NOON, type TestOrganization } from "#test/support/factories.ts";
import { fileOf, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { importText, registryOf } from "#test/support/registry-factories.ts";
import { expectForbidden, expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const URL = "https://mcp.example/mcp";
const UNLISTED = "No registry lists this server, so nothing is declared for it as a whole.";

async function used(): Promise<{ org: TestOrganization; serverId: string }> {
  const org = await createOrganization(database.db);
  const launch = { transport: "http" as const, url: URL, args: [], env: [], headers: [] };
  await recordScan(as(org, org.owner), {
    report: reportOf([fileOf([{ name: "docs", enabled: true, launch }])]),
  });
  const [row] = await rowsOf(org, sql`select id from server`);
  return { org, serverId: String(row?.id) };
}

/** A registry in ToolHive's form that lists the server. */
async function list(org: TestOrganization, name: string, over: Record<string, unknown>) {
  const entry = { url: URL, description: "Keeps documents.", transport: "streamable-http", ...over };
  const file = JSON.stringify({ servers: {}, remote_servers: { docs: entry } });
  await importText(org, await registryOf(org, "toolhive", { name }), file);
}

test("a server no registry lists has nothing declared, and that is said", async () => {
  const { org, serverId } = await used();
  expect(await getDeclared(as(org, org.owner), serverId)).toEqual({ rows: [], unknown: UNLISTED });
});

test("a registry's permission profile and the secrets it demands are declared under its name", async () => {
  const { org, serverId } = await used();
  await list(org, "Ours", {
    permissions: {
      network: { outbound: { allow_host: ["api.example.com"] } },
      read: ["/etc/hosts"],
      write: ["/work"],
    },
    env_vars: [
      { name: "DOCS_TOKEN", description: "a key", required: true, secret: true },
      { name: "DOCS_LANGUAGE", description: "a language", required: false },
    ],
    oauth_config: { scopes: ["docs:write"] },
  });
  const { rows, unknown } = await getDeclared(as(org, org.owner), serverId);
  expect(rows.map(({ class: touched, names, source }) => [touched, names, source])).toEqual([
    ["secrets", ["DOCS_TOKEN"], "the registry Ours"],
    ["write", ["/work"], "the registry Ours"],
    ["write", ["docs:write"], "the registry Ours"],
    ["network", ["api.example.com"], "the registry Ours"],
    ["read", ["/etc/hosts"], "the registry Ours"],
  ]);
  expect(rows.every(({ at }) => at?.getTime() === NOON.getTime())).toBe(true);
  expect(unknown).toBeNull();
});

test("two registries speak side by side; one that was emptied does not speak any more", async () => {
  const { org, serverId } = await used();
  await list(org, "Ours", { permissions: { network: { outbound: { insecure_allow_all: true } } } });
  await list(org, "Theirs", { permissions: { network: { outbound: {} } } });
  const said = async () =>
    (await getDeclared(as(org, org.owner), serverId)).rows.map(({ what, source }) => [what, source]);
  expect(await said()).toEqual([
    ["reaches any host", "the registry Ours"],
    ["reaches no host", "the registry Theirs"],
  ]);
  await database.admin`update listing set removed_at = now() where org_id = ${org.id}`;
  expect(await said()).toEqual([]);
});

test("the scopes its own authorization metadata names are declared by the server", async () => {
  const { org, serverId } = await used();
  const { lookId } = await askConnectionLook(as(org, org.owner), { serverId });
  await recordConnectionLook(asOperator(org), {
    lookId,
    observation: {
      outcome: "observed",
      facts: {
        address: "93.184.215.14",
        isPublic: true,
        tls: null,
        answer: { status: 401, kind: "unauthorized" },
        authentication: {
          kind: "oauth",
          source: "header",
          scopes: ["docs:read", "docs:delete"],
          issuers: [{ issuer: "https://id.example", problem: null }],
        },
      },
    },
  });
  const { rows, unknown } = await getDeclared(as(org, org.owner), serverId);
  expect(rows.map(({ class: touched, names }) => [touched, names])).toEqual([
    ["destructive", ["docs:delete"]],
    ["read", ["docs:read"]],
  ]);
  expect(rows[0]?.source).toBe("the server's authorization metadata");
  expect(unknown).toBe(UNLISTED);
});

test("needs the right to read the catalog, and another organization's server is not there", async () => {
  const { org, serverId } = await used();
  await expectForbidden(org, async () => getDeclared(as(org, org.owner, { scopes: ["report"] }), serverId));
  const other = await createOrganization(database.db);
  await list(other, "Theirs", { permissions: { network: { outbound: {} } } });
  await expectNotFound(other, () => getDeclared(as(other, other.owner), serverId));
  expect((await getDeclared(as(org, org.owner), serverId)).unknown).toBe(UNLISTED);
});

test("ports that are opened to hosts nobody names are a reach, and not none", async () => {
  const { org, serverId } = await used();
  await list(org, "Ours", { permissions: { network: { outbound: { allow_port: [443] } } } });
  const { rows } = await getDeclared(as(org, org.owner), serverId);
  expect(rows.map(({ class: touched, denies, what, names }) => [touched, denies, what, names])).toEqual([
    ["network", false, "reaches hosts it does not name, at the ports", ["443"]],
  ]);
});
