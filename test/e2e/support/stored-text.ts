import { readFile } from "node:fs/promises";
import path from "node:path";
import postgres from "postgres";
import { z } from "zod";
import { choosePlace } from "#app/db/embedded-place.server.ts";

const Passwords = z.object({ superuser: z.string() });

/** Every row of every table as text, read as superuser, whom no wall holds back. */
export async function everyStoredRow(state: string): Promise<string[]> {
  const { home, dataDir } = await choosePlace(state);
  const { superuser } = Passwords.parse(
    JSON.parse(await readFile(path.join(home, "passwords.json"), "utf8")),
  );
  const port = Number((await readFile(path.join(dataDir, "postmaster.pid"), "utf8")).split("\n")[3]);
  const sql = postgres({
    host: "127.0.0.1",
    port,
    username: "postgres",
    password: superuser,
    database: "castellan",
    max: 1,
  });
  try {
    const tables = await sql<{ schema: string; name: string }[]>`
      select schemaname as schema, tablename as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`;
    const rows: string[] = [];
    for (const { schema, name } of tables) {
      const found = await sql<{ row: string }[]>`select t::text as row from ${sql(schema)}.${sql(name)} t`;
      rows.push(...found.map(({ row }) => `${name} ${row}`));
    }
    return rows;
  } finally {
    await sql.end();
  }
}
