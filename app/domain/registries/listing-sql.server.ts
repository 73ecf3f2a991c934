import { type SQL, sql } from "drizzle-orm";
import { type Ctx, capability } from "#app/domain/context.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import { can } from "#app/domain/permissions.ts";
import { BAND_EDGES } from "#app/domain/registries/listing-trust.ts";
import type { ListingFilter } from "#app/domain/registries/listing-words.ts";

/** Rows of `listing` called `l` that the catalog shows: the newest version of what is there. */
export function shownListings(ctx: Ctx, filter: ListingFilter): SQL {
  const { status, transport, touch, standing, publisher, registry, trust } = filter;
  const conditions = [sql`l.org_id = ${ctx.orgId} and l.is_latest and l.removed_at is null`];
  for (const word of searchWords(filter.q ?? "")) {
    conditions.push(sql`l.id in (select lt.listing_id from listing_term lt
      where lt.org_id = ${ctx.orgId} and starts_with(lt.term, ${word}))`);
  }
  if (status) conditions.push(status === "unsaid" ? sql`l.status is null` : sql`l.status = ${status}`);
  if (transport)
    conditions.push(
      transport === "unsaid" ? sql`cardinality(l.transports) = 0` : sql`${transport} = any(l.transports)`,
    );
  if (touch)
    conditions.push(touch === "unsaid" ? sql`cardinality(l.touches) = 0` : sql`${touch} = any(l.touches)`);
  if (publisher) conditions.push(sql`l.publisher = ${publisher}`);
  if (registry) conditions.push(sql`l.registry_id = ${registry}`);
  if (trust) conditions.push(sql`${trustBand(sql`l.trust_order`)} = ${trust}`);
  if (standing === "none") conditions.push(sql`l.id not in (select k.listing_id from known k)`);
  else if (standing)
    conditions.push(sql`l.id in (select k.listing_id from known k where k.standing = ${standing})`);
  return sql.join(conditions, sql` and `);
}

/** As `bandOf` says it. */
export function trustBand(order: SQL): SQL {
  const { high, middle, step, low } = BAND_EDGES;
  const number = (value: number) => sql.raw(String(value));
  return sql`(case when ${order} <= ${number(high)} then 'high' when ${order} <= ${number(middle)} then 'middle'
    when ${order} <= 0 and -${order} % ${number(step)} < ${number(low)} then 'low' else 'unknown' end)`;
}

/**
 * `known`: how listings stand here whose server the organization has met, as far as the viewer may know. Few beside what
 * registries list, so it starts from them.
 */
export function knownListings(ctx: Ctx): SQL {
  const at = ctx.now.toISOString();
  const mine = ctx.actor.kind === "member" ? ctx.actor.memberId : null;
  const who = capability(ctx.actor);
  const seen = can(who, "inventory.read_all") ? sql`true` : sql`i.member_id = ${mine}`;
  const asked = can(who, "request.read_all") ? sql`true` : sql`r.requester_id = ${mine}`;
  return sql`known as materialized (
    select distinct on (li.listing_id) li.listing_id, s.id as server_id, stood.standing
    from server s
    cross join lateral (select case
      when exists (select 1 from block b where b.org_id = ${ctx.orgId} and b.subject_kind = 'server'
        and b.subject_key = s.id::text and b.lifted_at is null) then 'blocked'
      when exists (select 1 from access_grant g where g.org_id = ${ctx.orgId} and g.server_id = s.id
        and g.revoked_at is null and g.starts_at <= ${at}::timestamptz and g.ends_at > ${at}::timestamptz) then 'approved'
      when exists (select 1 from request r where r.org_id = ${ctx.orgId} and r.server_id = s.id and ${asked}
        and r.state in ('submitted', 'pending_approval', 'waiting_for_requester')) then 'asked'
      when exists (select 1 from installation i where i.org_id = ${ctx.orgId} and i.server_id = s.id and ${seen}
        and i.removed_at is null) then 'in_use'
      else 'known' end as standing) stood
    join listing_identity li on li.org_id = s.org_id and li.identity = s.identity
    where s.org_id = ${ctx.orgId}
    order by li.listing_id, array_position(array['blocked', 'approved', 'asked', 'in_use', 'known'], stood.standing))`;
}
