import { sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";
import type { SignedIn } from "#app/domain/identity/touch-session.server.ts";

/**
 * The organizations an account is an active member of, by name; at most 200. A session that is a provider's alone learns
 * of no other than that provider's.
 */
export async function listOrganizationsOf(
  db: Database,
  { accountId, provedAt, byProvider }: Pick<SignedIn, "accountId" | "provedAt" | "byProvider">,
): Promise<{ slug: string; name: string; role: string }[]> {
  const only = provedAt === null ? (byProvider?.orgId ?? null) : null;
  const rows = await db.execute<{ slug: string; name: string; role: string }>(
    sql`select slug, name, role from lookup_organizations_of(${accountId})
      where ${only}::uuid is null or org_id = ${only}::uuid`,
  );
  return rows.map(({ slug, name, role }) => ({ slug, name, role }));
}
