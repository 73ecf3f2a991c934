import { sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";

/** The organizations an account is an active member of, by name; at most 200. */
export async function listOrganizationsOf(
  db: Database,
  accountId: string,
): Promise<{ slug: string; name: string; role: string }[]> {
  const rows = await db.execute<{ slug: string; name: string; role: string }>(
    sql`select slug, name, role from lookup_organizations_of(${accountId})`,
  );
  return rows.map(({ slug, name, role }) => ({ slug, name, role }));
}
