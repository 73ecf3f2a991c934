import { sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";

export type Membership = { orgId: string; orgName: string; slug: string; memberId: string };

/**
 * The memberships of an address, by organization name; empty when nobody has it. `email` as `EmailAddress` made it.
 * For the operator: nothing walls this to one organization.
 */
export async function listMembershipsOf(db: Database, email: string): Promise<Membership[]> {
  const rows = await db.execute<{ org_id: string; org_name: string; slug: string; member_id: string }>(sql`
    select found.org_id, found.org_name, listed.slug, found.member_id
    from lookup_account(${email}) as account
    cross join lateral lookup_organizations_of(account.id) as listed
    cross join lateral lookup_membership(listed.slug, account.id) as found
    limit 200`);
  return rows.map((row) => ({
    orgId: row.org_id,
    orgName: row.org_name,
    slug: row.slug,
    memberId: row.member_id,
  }));
}
