import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { reclassifyTools } from "#app/domain/catalog/reclassify-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { listTouched } from "#app/domain/catalog/touch-queries.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { listTools } from "#app/domain/inventory/server-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createOrganization, NOON } from "#test/support/factories.ts";
import { manifestOf, rowsOf, toolOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();

const TOOLS = [
  toolOf("get_page"),
  toolOf("delete_page", { annotations: { readOnlyHint: true } }),
  toolOf("list_pages", { annotations: { readOnlyHint: true, openWorldHint: true } }),
  toolOf("run_command"),
];

async function scene() {
  const org = await createOrganization(database.db);
  const owner = as(org, org.owner);
  const { serverId } = await recordManifest(owner, manifestOf("npm:one", TOOLS));
  const system: Ctx = { ...owner, actor: { kind: "system", job: "sweep" }, now: NOON };
  return { org, owner, serverId, system };
}

test("every tool keeps its most powerful class, who says so, and each class it touches", async () => {
  const { owner, serverId } = await scene();
  const { rows } = await listTools(owner, serverId);
  expect(rows.map((row) => [row.name, row.class, row.classSource])).toEqual([
    ["get_page", "undeclared", "undeclared"],
    ["delete_page", "destructive", "inferred"],
    ["list_pages", "network", "declared"],
    ["run_command", "execute", "inferred"],
  ]);
  expect(rows[1]?.touches).toEqual([
    { class: "read", source: "declared", by: "readOnlyHint" },
    { class: "destructive", source: "inferred", by: "name-destroys", against: "readOnlyHint" },
  ]);
});

test("a server's classes are counted at a glance, the most powerful first", async () => {
  const { owner, serverId } = await scene();
  expect(await listTouched(owner, serverId)).toEqual([
    { class: "execute", tools: 1, declared: 0, inferred: 1, contradicted: 0 },
    { class: "destructive", tools: 1, declared: 0, inferred: 1, contradicted: 1 },
    { class: "undeclared", tools: 2, declared: 0, inferred: 0, contradicted: 0 },
    { class: "network", tools: 1, declared: 1, inferred: 0, contradicted: 0 },
    { class: "read", tools: 3, declared: 2, inferred: 1, contradicted: 0 },
  ]);
  const other = await createOrganization(database.db);
  expect(await listTouched(as(other, other.owner), serverId)).toEqual([]);
});

test("newer rules find the classes of known tools anew, once, without an event and without touching a hash", async () => {
  const { org, owner, serverId, system } = await scene();
  const known = await listTools(owner, serverId);
  const events = await auditEvents(org);
  const hashes = await rowsOf(org, sql`select hash from tool order by name`);
  await database.admin`update tool set class = 'read', class_source = 'declared', touched = '{read}', touches = '[]', rules_version = 0
    where org_id = ${org.id}`;
  expect(await reclassifyTools(system, { limit: 20 })).toEqual({ servers: 1 });
  expect(await listTools(owner, serverId)).toEqual(known);
  expect(await rowsOf(org, sql`select hash from tool order by name`)).toEqual(hashes);
  expect(await reclassifyTools(system, { limit: 20 })).toEqual({ servers: 0 });
  expect(await auditEvents(org)).toEqual(events);
});

test("a tool its list does not name is left as it is and does not come up again", async () => {
  const { org, system } = await scene();
  await database.admin`update manifest set tools = '[]' where org_id = ${org.id}`;
  await database.admin`update tool set rules_version = 0 where org_id = ${org.id}`;
  expect(await reclassifyTools(system, { limit: 20 })).toEqual({ servers: 1 });
  expect(await reclassifyTools(system, { limit: 20 })).toEqual({ servers: 0 });
});
