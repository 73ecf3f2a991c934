import { type SQL, sql } from "drizzle-orm";

/**
 * The repository that registries name for the server `s`, and the version they name beside it: `listed`, to be joined
 * laterally; `named_by` is what names it. Of several listings the one that changed last counts; whether the server is made there is not proven by it.
 */
export function listedRepository(orgId: string): SQL {
  return sql`lateral (
    select l.repository, coalesce(li.release, l.version) as version, jsonb_build_object('registry', r.name, 'kind', r.kind,
      'address', case when ri.id is not null and ri.file_name is null then r.address end,
      'name', l.name, 'repository', l.repository) as named_by
    from listing_identity li join listing l on l.org_id = li.org_id and l.id = li.listing_id
    join registry r on r.org_id = l.org_id and r.id = l.registry_id
    left join registry_import ri on ri.org_id = l.org_id and ri.id = l.seen_in
    where li.org_id = ${orgId} and li.identity = s.identity and l.is_latest and l.removed_at is null
      and l.repository is not null
    order by l.changed_at desc, l.id, li.position limit 1) listed`;
}
