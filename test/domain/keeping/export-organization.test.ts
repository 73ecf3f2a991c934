import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { Conflict, Forbidden, FreshProofNeeded } from "#app/domain/errors.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { keepSecret } from "#app/domain/identity/keep-secret.server.ts";
import { NOT_EXPORTED } from "#app/domain/keeping/export-limits.ts";
import {
  exportOrganization,
  type OrganizationExport,
} from "#app/domain/keeping/export-organization.server.ts";
import { getExportPlan } from "#app/domain/keeping/export-queries.server.ts";
import { EXPORTED } from "#app/domain/keeping/export-words.ts";
import { write } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, asOperator, createMember, createOrganization } from "#test/support/factories.ts";
import { fillTenant } from "#test/support/full-tenants.ts";
import { later } from "#test/support/identity-factories.ts";
import { sentencesFor, tellAll } from "#test/support/notice-scenes.ts";
import { sealWithRandomKey } from "#test/support/sealing.ts";
import { expectForbidden, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
sealWithRandomKey();

const Manifest = z.object({
  format: z.literal("castellan-organization-export"),
  version: z.literal(1),
  organizationId: z.string(),
  madeBy: z.string(),
  kinds: z.record(z.string(), z.object({ rows: z.number(), columns: z.array(z.string()) })),
  files: z.array(z.object({ name: z.string(), rows: z.number(), sha256: z.string() })),
  leftOut: z.record(z.string(), z.string()),
});

async function readAll({ files, close }: OrganizationExport): Promise<Map<string, Buffer>> {
  const all = new Map<string, Buffer>();
  for await (const { name, body } of files) all.set(name, body);
  await close();
  return all;
}

const manifestOf = (all: Map<string, Buffer>) =>
  Manifest.parse(JSON.parse(all.get("manifest.json")?.toString() ?? ""));

test("every table of an organization and every column is exported or named as left out", async () => {
  const rows = await database.admin<{ table: string; column: string }[]>`
    select c.relname as table, a.attname as column from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attname <> 'org_id'
      and (c.relname = 'organization' or exists (select 1 from pg_attribute o where o.attrelid = c.oid and o.attname = 'org_id'))`;
  const present = rows
    .filter(({ table }) => !(table in NOT_EXPORTED))
    .map(({ table, column }) => `${table}.${column}`);
  const listed = Object.entries(EXPORTED).flatMap(([table, { columns, leftOut = {} }]) =>
    [...columns.split(" "), ...Object.keys(leftOut)].map((column) => `${table}.${column}`),
  );
  expect(listed.toSorted()).toEqual(present.toSorted());
  const tables = new Set(rows.map((row) => row.table));
  expect(Object.keys(NOT_EXPORTED).filter((table) => !tables.has(table))).toEqual([]);
});

test("no column that can prove or open anything is exported", () => {
  const fine = [
    "launch_hash",
    "reason_hash",
    "tool_hash",
    "pinned_hash",
    "manifest_hash",
    "beside_hash",
    "hash",
    "secret_id",
    "secret_set_at",
  ];
  const odd = Object.entries(EXPORTED).flatMap(([table, { columns }]) =>
    columns
      .split(" ")
      .filter((column) => /hash|secret|seal|token|code|password/.test(column) && !fine.includes(column))
      .map((column) => `${table}.${column}`),
  );
  expect(odd).toEqual([]);
});

test("an export holds every row of every kind and nothing of another organization, and its manifest proves it", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  for (const { id } of [org, other]) await fillTenant(database.admin, id, 1_200);
  const sealed = "nobody-may-ever-read-this";
  const ctx = as(org, org.owner);
  await write(org, (tx) => keepSecret(tx, ctx, { kind: "openid_client", text: sealed }));
  const made = await expectOneEvent(org, ctx, "organization.export", () => exportOrganization(ctx));
  const all = await readAll(made);
  expect([...all.keys()].at(0)).toBe("README.txt");
  expect([...all.keys()].at(-1)).toBe("manifest.json");
  const manifest = manifestOf(all);
  expect([manifest.organizationId, manifest.madeBy]).toEqual([org.id, org.owner.id]);
  for (const [table, { rows, columns }] of Object.entries(manifest.kinds)) {
    const key = table === "organization" ? "id" : "org_id";
    const [counted] = await database.admin.unsafe<{ n: number }[]>(
      `select count(*)::int as n from ${table} where ${key} = $1`,
      [org.id],
    );
    // its own event comes after the moment it is of
    expect(rows, table).toBe((counted?.n ?? 0) - (table === "audit_event" ? 1 : 0));
    const lines = [...all]
      .filter(([name]) => name.startsWith(`${table}/`))
      .flatMap(([, body]) => body.toString().trimEnd().split("\n"));
    expect(lines, table).toHaveLength(rows);
    const keys = lines.map((line) => Object.keys(JSON.parse(line)).join(" "));
    expect(new Set(keys).size, table).toBeLessThanOrEqual(1);
    if (keys[0]) expect(keys[0]).toBe(columns.join(" "));
  }
  for (const { name, sha256 } of manifest.files) {
    const body = all.get(name);
    expect(
      createHash("sha256")
        .update(body ?? "")
        .digest("hex"),
      name,
    ).toBe(sha256);
  }
  const text = [...all.values()].join("\n");
  for (const secret of [other.id, other.owner.id, sealed]) expect(text).not.toContain(secret);
  const hashes = await database.admin<{ hash: string }[]>`
    select key_hash as hash from api_key where org_id = ${org.id} union all
    select token_hash from invitation where org_id = ${org.id} union all
    select key_hash from device where org_id = ${org.id} union all
    select sealed from sealed_secret where org_id = ${org.id} order by 1 limit 200`;
  expect(hashes).toHaveLength(200);
  expect(hashes.filter(({ hash }) => text.includes(hash))).toEqual([]);
});

test("every other owner is told that somebody exported everything", async () => {
  const org = await createOrganization(database.db);
  const second = await createMember(org, "owner");
  const admin = await createMember(org, "admin");
  await (await exportOrganization(as(org, org.owner))).close();
  await tellAll(database.admin, org);
  expect(await sentencesFor(org, second)).toEqual([
    `${org.owner.name} exported everything of the organization.`,
  ]);
  for (const who of [org.owner, admin]) expect(await sentencesFor(org, who)).toEqual([]);
});

test("an export is one moment: what is written while it is read is not in it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const before = await createTeam(ctx, { name: "Before" });
  const made = await exportOrganization(ctx);
  await made.files.next();
  const meanwhile = await createTeam(ctx, { name: "Meanwhile" });
  const text = [...(await readAll(made)).values()].join("\n");
  expect(text).toContain(before.id);
  expect(text).not.toContain(meanwhile.id);
});

test("one export of an organization runs at a time, of others some beside it, and closing twice frees it once", async () => {
  const [org, ...others] = await Promise.all([1, 2, 3, 4].map(() => createOrganization(database.db)));
  if (!org) throw new Error("There is an organization.");
  const ctx = as(org, org.owner);
  const first = await exportOrganization(ctx);
  await expect(exportOrganization(ctx)).rejects.toThrow(/is running/);
  const beside = [];
  for (const other of others.slice(0, 2)) beside.push(await exportOrganization(as(other, other.owner)));
  const last = others[2] ?? org;
  await expect(exportOrganization(as(last, last.owner))).rejects.toBeInstanceOf(Conflict);
  await first.files.next();
  await first.close();
  await first.close();
  beside.push(await exportOrganization(ctx));
  await expect(exportOrganization(as(last, last.owner))).rejects.toThrow(/Other exports/);
  for (const one of beside) await one.close();
  expect((await readAll(await exportOrganization(as(last, last.owner)))).size).toBeGreaterThan(2);
});

test("an export whose connection is cut breaks off, frees its turn and harms nobody else's work", async () => {
  const org = await createOrganization(database.db);
  await fillTenant(database.admin, org.id, 1_200);
  const ctx = as(org, org.owner);
  const made = await exportOrganization(ctx);
  await made.files.next();
  await made.files.next();
  const cut = await database.admin`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and state = 'idle in transaction' and usename = 'castellan_runtime'`;
  expect(cut).toHaveLength(1);
  const names = Array.from({ length: 12 }, (_, n) => `Team made meanwhile ${n}`);
  const [rest, ...teams] = await Promise.allSettled([
    readAll(made),
    ...names.map((name) => createTeam(ctx, { name })),
  ]);
  expect(rest.status).toBe("rejected");
  expect(teams.map((one) => one.status)).toEqual(names.map(() => "fulfilled"));
  await made.close();
  expect(manifestOf(await readAll(await exportOrganization(ctx))).kinds.team?.rows).toBe(1_212);
});

test("only an owner with a fresh proof exports, never a key", async () => {
  const org = await createOrganization(database.db);
  for (const role of ["admin", "security", "approver", "member", "auditor"] as const) {
    const other = as(org, await createMember(org, role));
    await expectForbidden(org, () => exportOrganization(other));
    await expectForbidden(org, async () => getExportPlan(other));
  }
  const stale = as(org, org.owner, { provedAt: later(-1) });
  await expect(exportOrganization(stale)).rejects.toBeInstanceOf(FreshProofNeeded);
  const key = as(org, org.owner, { via: "api_key", scopes: ["admin"], provedAt: null });
  await expect(exportOrganization(key)).rejects.toBeInstanceOf(Forbidden);
  expect(manifestOf(await readAll(await exportOrganization(asOperator(org)))).madeBy).toBe("operator");
});
