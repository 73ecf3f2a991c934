import { type SQL, sql } from "drizzle-orm";

/**
 * The repository that registries name for the server `s`, and the version they name beside it: `listed`, to be joined
 * laterally. Of several listings the one that changed last counts; whether the server is made there is not proven by it.
 */
export function listedRepository(orgId: string): SQL {
  return sql`lateral (
    select l.repository, coalesce(li.release, l.version) as version
    from listing_identity li join listing l on l.org_id = li.org_id and l.id = li.listing_id
    where li.org_id = ${orgId} and li.identity = s.identity and l.is_latest and l.removed_at is null
      and l.repository is not null
    order by l.changed_at desc, l.id, li.position limit 1) listed`;
}
