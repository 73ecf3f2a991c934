import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { settleInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { exportedFunctions } from "#test/architecture/shape-rules.ts";
import { readTree } from "#test/architecture/source-tree.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fillTenant, idOf } from "#test/support/full-tenants.ts";
import { LISTS, type ListWorld } from "#test/support/list-queries.ts";
import { type Access, accessesOf, watchedDatabase } from "#test/support/query-plans.ts";

const ROWS = 20_000;
/** What one page may look at: far below a tenant's rows, far above any page. */
const PAGE_ROWS = 2_500;
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const database = openTestDatabase();
let watched: ReturnType<typeof watchedDatabase>;
let org: TestOrganization;
let member: TestMember;
let world: ListWorld;
let tenantTables: string[] = [];

beforeAll(async () => {
  org = await createOrganization(database.db);
  const neighbour = await createOrganization(database.db);
  member = await createMember(org, "member");
  for (const { id } of [org, neighbour]) await fillTenant(database.admin, id, ROWS);
  await settleInventory(as(org, org.owner, { now: NOON }));
  await database.admin.unsafe("vacuum analyze");
  const tables = await database.admin<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;
  tenantTables = tables.map((row) => row.name);
  watched = watchedDatabase(database.runtimeUrl);
  const at = (kind: string, n: number) => idOf(database.admin, org.id, kind, n);
  world = {
    owner: as({ db: watched.db, id: org.id }, org.owner, { now: NOON }),
    member: as({ db: watched.db, id: org.id }, member, { now: NOON }),
    serverId: await at("server", 1_919),
    memberId: await at("member", 1_919),
    teamId: await at("team", 1_919),
    deviceId: await at("device", 1_919),
    agentId: await at("agent", 1_919),
    requestId: await at("request", 1_919),
    credentialId: await at("credential", 1_918),
    grantId: await at("grant", 1_919),
    targetId: await at("scan", 7),
    cursor: await at("event", 7),
  };
}, 240_000);

afterAll(async () => {
  await watched.close();
});

function domainLists(): string[] {
  return readTree(ROOT, ["app/domain"])
    .filter((file) => file.path.endsWith("-queries.server.ts"))
    .flatMap((file) => exportedFunctions(file).map((fn) => fn.name?.text ?? ""))
    .filter((name) => name.startsWith("list"))
    .sort();
}

test("every list of the domain is measured here", () => {
  expect(Object.keys(LISTS).sort()).toEqual(domainLists());
});

test("a search whose operator the wall keeps away from every index is seen to read the tenant", async () => {
  const text = "select id from member where org_id = $1 and name ilike 'nobody%' limit 5";
  const accesses = await accessesOf(watched.db, org.id, { text, parameters: [org.id] });
  expect(accesses.flatMap((access) => problemOf(access, false) ?? []).join()).toMatch(
    /member looks at 2\d{4} rows/,
  );
});

test("one call is decided in one indexed read, whatever there is beside it", async () => {
  const ctx = { ...world.owner, db: watched.db };
  for (const caller of [{ memberId: world.memberId }, { agentId: world.agentId }]) {
    const reads = await watched.reads(() =>
      mayCall(ctx, { ...caller, server: world.serverId, tool: "search" }),
    );
    expect(reads).toHaveLength(1);
    const accesses = (await Promise.all(reads.map((read) => accessesOf(watched.db, org.id, read)))).flat();
    expect(accesses.flatMap((access) => problemOf(access, false) ?? [])).toEqual([]);
    expect(accesses.reduce((sum, access) => sum + access.rows, 0)).toBeLessThan(300);
  }
});

describe("as the runtime role, beside another tenant,", () => {
  for (const [name, { calls, readsTenant }] of Object.entries(LISTS)) {
    test(`${name} goes through indexes that lead with the organization${readsTenant ? "" : " and looks at no more than a page needs"}`, async () => {
      const problems: string[] = [];
      for (const [index, call] of calls.entries()) {
        for (const statement of await watched.reads(() => call(world))) {
          for (const access of await accessesOf(watched.db, org.id, statement)) {
            const problem = problemOf(access, readsTenant !== undefined);
            if (problem) problems.push(`call ${index + 1}: ${problem}\n  ${statement.text.slice(0, 200)}`);
          }
        }
      }
      expect(problems).toEqual([]);
    });
  }
});

function problemOf({ table, node, condition, rows }: Access, readsTenant: boolean): string | undefined {
  if (!tenantTables.includes(table)) return undefined;
  if (condition === undefined) return `${table} is scanned from end to end`;
  if (!condition.includes("org_id"))
    return `${node} on ${table} does not lead with the organization: ${condition}`;
  if (!readsTenant && rows > PAGE_ROWS) return `${node} on ${table} looks at ${rows} rows: ${condition}`;
  return undefined;
}
