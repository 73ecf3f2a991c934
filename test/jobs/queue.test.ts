import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { enqueue, JOBS } from "#app/db/queue.server.ts";
import { openTestDatabase } from "#test/support/database.ts";

const database = openTestDatabase();

async function jobs(): Promise<number> {
  const [row] = await database.db.execute<{ n: number }>(sql`select count(*)::int as n from pgboss.job`);
  return row?.n ?? 0;
}

test("a job sent in a transaction that is undone was never sent", async () => {
  const before = await jobs();
  await expect(
    database.db.transaction(async (tx) => {
      await enqueue(tx, "sweep", {});
      throw new Error("undone");
    }),
  ).rejects.toThrow("undone");
  expect(await jobs()).toBe(before);
  await database.db.transaction((tx) => enqueue(tx, "sweep", {}));
  expect(await jobs()).toBe(before + 1);
});

test("the owner made a queue for every job, and the runtime role may not make or change one", async () => {
  const rows = await database.admin<
    { name: string; policy: string }[]
  >`select name, policy from pgboss.queue`;
  expect(rows.map((row) => row.name).sort()).toEqual(Object.keys(JOBS).sort());
  const [role] = await database.admin`
    select has_schema_privilege('castellan_runtime', 'pgboss', 'create') as create,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'pgboss' and pg_get_userbyid(c.relowner) = 'castellan_runtime') as owns`;
  expect(role).toEqual({ create: false, owns: false });
});
