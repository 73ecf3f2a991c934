import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { openTestDatabase } from "#test/support/database.ts";

const GLOBAL_TABLES = [
  "account",
  "account_event",
  "session",
  "account_totp",
  "recovery_code",
  "passkey",
  "known_browser",
  "account_link",
  "sign_in_step",
  "organization",
  "rate_limit",
  "migration",
  "deleted_organization",
];
const ACCOUNT_WALLED = GLOBAL_TABLES.slice(0, 9);

const database = openTestDatabase();

type TableRow = { name: string; enabled: boolean; forced: boolean; owner: string; keys: string[] };

async function tables(): Promise<TableRow[]> {
  return database.admin<TableRow[]>`
    select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      pg_get_userbyid(c.relowner) as owner,
      coalesce((select array_agg(a.attname order by array_position(i.indkey::int2[], a.attnum))
        from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary), '{}') as keys
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')`;
}

describe("PostgreSQL's own catalog", () => {
  test("every table is a walled tenant table or on the closed list of global ones", async () => {
    const wall = await database.admin<{ table: string; using: string; check: string; roles: string[] }[]>`
      select tablename as table, coalesce(qual, '') as using, coalesce(with_check, '') as check, roles::text[] as roles
      from pg_policies where schemaname = 'public' and policyname = 'tenant'`;
    const walledBy = new Map(wall.map((row) => [row.table, row]));
    const problems: string[] = [];
    for (const table of await tables()) {
      if (GLOBAL_TABLES.includes(table.name)) continue;
      if (!table.enabled || !table.forced) problems.push(`${table.name}: row-level security is not forced`);
      if (table.keys[0] !== "org_id")
        problems.push(`${table.name}: the primary key does not lead with org_id`);
      const policy = walledBy.get(table.name);
      if (!policy?.using.includes("app.org_id") || !policy.check.includes("app.org_id"))
        problems.push(`${table.name}: no tenant policy with USING and WITH CHECK; call wall_tenant_table`);
    }
    expect(problems).toEqual([]);
  });

  test("the global tables that hold people's sign-in are walled on the account, and organizations on themselves", async () => {
    const rows = await tables();
    for (const name of [...ACCOUNT_WALLED, "organization"]) {
      const table = rows.find((row) => row.name === name);
      expect(table, name).toMatchObject({ enabled: true, forced: true });
    }
  });

  test("the runtime role owns nothing, cannot bypass row-level security and may not rewrite the record", async () => {
    const [role] =
      await database.admin`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'castellan_runtime'`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
    expect((await tables()).filter((table) => table.owner === "castellan_runtime")).toEqual([]);
    const [rights] =
      await database.admin`select has_table_privilege('castellan_runtime', 'audit_event', 'update') as update,
      has_table_privilege('castellan_runtime', 'audit_event', 'delete') as delete,
      has_table_privilege('castellan_runtime', 'audit_event', 'truncate') as truncate`;
    expect(rights).toEqual({ update: false, delete: false, truncate: false });
  });

  test("every foreign key between tenant tables carries the organization", async () => {
    const loose = await database.admin`
      select c.conrelid::regclass::text as table, c.conname as key from pg_constraint c
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace
        and exists (select 1 from pg_attribute a where a.attrelid = c.confrelid and a.attname = 'org_id')
        and not exists (select 1 from pg_attribute a where a.attrelid = c.conrelid and a.attnum = c.conkey[1] and a.attname = 'org_id')`;
    expect([...loose]).toEqual([]);
  });

  test("each function that looks before the tenant is known is owned by lookup, with a pinned search path", async () => {
    const functions = await database.admin`
      select p.proname, pg_get_userbyid(p.proowner) as owner, p.proconfig from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prosecdef`;
    expect(functions.length).toBeGreaterThan(5);
    for (const row of functions) {
      expect(row.owner, row.proname).toBe("castellan_lookup");
      expect(row.proconfig, row.proname).toEqual(["search_path=pg_catalog, public"]);
    }
  });
});

describe("a connection without a tenant", () => {
  test("reads no row of any tenant table and cannot write one", async () => {
    await expect(
      database.db.execute(sql`insert into team (org_id, id, name, created_at)
      values (gen_random_uuid(), gen_random_uuid(), 'x', now())`),
    ).rejects.toThrow();
    for (const table of await tables()) {
      if (["rate_limit", "migration"].includes(table.name)) continue;
      const rows = await database.db.execute(sql.raw(`select * from "${table.name}" limit 1`));
      expect([...rows], table.name).toEqual([]);
    }
  });

  test("the tenant set in one transaction is gone for the next borrower of the connection", async () => {
    await database.db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.org_id', '019a0000-0000-7000-8000-000000000001', true)`);
    });
    const [row] = await database.db.execute(sql`select current_setting('app.org_id', true) as setting`);
    expect(row?.setting ?? "").toBe("");
  });
});
