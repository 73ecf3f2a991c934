import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { credentialConditions } from "#app/domain/inventory/credential-conditions.server.ts";
import type { CredentialFilter } from "#app/domain/inventory/credential-filters.ts";
import { CREDENTIAL_RULES } from "#app/domain/inventory/credential-rows.server.ts";
import {
  CredentialEvent,
  CredentialPlace,
  CredentialRow,
  type ListedCredential,
} from "#app/domain/inventory/credential-shapes.ts";
import { revocationOf } from "#app/domain/inventory/credential-words.ts";
import { type OrderKey, orderBy, sliceOf } from "#app/domain/inventory/list-order.server.ts";
import { permit } from "#app/domain/permit.ts";

type Page = { page: number; perPage: number };

/** What needs a person first, and of that what stands in most installations. */
const ORDERS: Record<string, readonly OrderKey[]> = {
  need: [
    [sql`c.rank`, "up"],
    [sql`c.installations`, "down"],
  ],
};
const PLACE_ORDER = sql`p.ended_at desc nulls first, p.id`;
/** Of each listed credential so many places are looked at for its names and people. */
const MOST_LOOKED_AT = 6;

/** What is shown of credential `c` in a list. */
function columns(ctx: Ctx): SQL {
  return sql`c.id, c.kind, c.kind_from as "kindFrom", c.provider, c.state, c.is_compared as "isCompared", c.installations,
    c.holders, c.first_seen_at as "firstSeenAt", c.last_seen_at as "lastSeenAt", c.ended_at as "endedAt", n.names, n.people
    from c cross join lateral (
      select coalesce(array_agg(distinct f.place) filter (where f.place is not null), '{}') as names, coalesce(array_agg(distinct m.name), '{}') as people
      from (select p.places[1] as place, p.member_id from credential_place p
        where p.org_id = ${ctx.orgId} and p.credential_id = c.id order by ${PLACE_ORDER} limit ${MOST_LOOKED_AT}) f
      join member m on m.org_id = ${ctx.orgId} and m.id = f.member_id) n`;
}

function parsed(found: Iterable<unknown>): ListedCredential[] {
  const rows = z.array(CredentialRow).parse([...found]);
  return rows.map((row) => ({ ...row, revocation: revocationOf(row.kind, row.provider) }));
}

/**
 * The credential register: every secret found in a launch or referred to by one, whether it still stands there or not, those
 * in plain text first. Never a value and never a fingerprint. `unread` devices have launches from before there was a
 * register, which the sweep has not come to yet.
 */
export async function listCredentials(
  ctx: Ctx,
  filter: CredentialFilter,
  page: Page,
): Promise<{ rows: ListedCredential[]; total: number; unread: number }> {
  permit(ctx, "credential.read");
  const which = credentialConditions(ctx, filter);
  const order = (fromEnd: boolean) => orderBy("need", ORDERS, sql`c.id`, fromEnd);
  const unread = sql`select count(*)::int from device d where d.org_id = ${ctx.orgId} and d.credential_rules < ${CREDENTIAL_RULES}
    and d.credentials_read_at is null`;
  const isFound = filter.q !== undefined || filter.holder !== undefined;
  return inTransaction(ctx, async (tx) => {
    if (isFound) {
      // what a search finds is found once, then counted and put in order
      const found = await tx.execute(sql`
        with kept as materialized (select c.id, c.rank, c.installations from credential c where ${which}),
        page as materialized (
          select c.id from kept c order by ${order(false)} limit ${page.perPage} offset ${(page.page - 1) * page.perPage}),
        c as materialized (select c.* from credential c where c.org_id = ${ctx.orgId} and c.id in (select id from page)),
        shown as materialized (select c.rank, ${columns(ctx)})
        select (select count(*)::int from kept) as total, (${unread}) as unread,
          coalesce((select jsonb_agg(to_jsonb(c) order by ${order(false)}) from shown c), '[]') as rows`);
      const { total, unread: devices, rows } = Search.parse(found[0]);
      return { rows: parsed(rows), total, unread: devices };
    }
    const [counted] = await tx.execute(sql`
      select (select count(*)::int from credential c where ${which}) as total, (${unread}) as unread`);
    const { total, unread: devices } = Counts.parse(counted);
    const { limit, offset, fromEnd } = sliceOf(page, total);
    const found = await tx.execute(sql`
      with page as materialized (
        select c.id from credential c where ${which} order by ${order(fromEnd)} limit ${limit} offset ${offset}),
      c as materialized (select c.* from credential c where c.org_id = ${ctx.orgId} and c.id in (select id from page))
      select ${columns(ctx)} order by ${order(false)}`);
    return { rows: parsed(found), total, unread: devices };
  });
}

/** Credentials in the order of their ids after `cursor`, for programs: none is missed while states change. */
export async function listCredentialsAfter(
  ctx: Ctx,
  filter: CredentialFilter,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ rows: ListedCredential[]; nextCursor: string | null }> {
  permit(ctx, "credential.read");
  const after = cursor ? sql`c.id > ${cursor}` : sql`true`;
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with c as materialized (
        select c.* from credential c where ${credentialConditions(ctx, filter)} and ${after} order by c.id limit ${limit + 1})
      select ${columns(ctx)} order by c.id`);
    const rows = parsed(found);
    const isMore = rows.length > limit;
    return { rows: rows.slice(0, limit), nextCursor: isMore ? (rows[limit - 1]?.id ?? null) : null };
  });
}

/** One credential. Throws NotFound for one the organization does not have. */
export async function getCredential(ctx: Ctx, id: string): Promise<ListedCredential> {
  permit(ctx, "credential.read");
  if (!z.uuid().safeParse(id).success) throw new NotFound("credential");
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with c as materialized (select c.* from credential c where c.org_id = ${ctx.orgId} and c.id = ${id})
      select ${columns(ctx)}`);
    const [row] = parsed(found);
    if (!row) throw new NotFound("credential");
    return row;
  });
}

/** The id of the credential that stands, or stood last, at a key of an installation's entry; null where there is none. */
export async function getCredentialAt(
  ctx: Ctx,
  at: { deviceId: string; installationId: string; where: string },
): Promise<string | null> {
  permit(ctx, "credential.read");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select p.credential_id as id from credential_place p
      where p.org_id = ${ctx.orgId} and p.device_id = ${at.deviceId} and p.installation_id = ${at.installationId} and ${at.where} = any(p.places) and p.form = 'secret'
      order by p.ended_at desc nulls first, p.last_seen_at desc limit 1`);
    return z.object({ id: z.string() }).optional().parse(found)?.id ?? null;
  });
}

/** Where a credential stands, or with `past` where it stood, latest first. */
export async function listCredentialPlaces(
  ctx: Ctx,
  credentialId: string,
  page: Page & { past: boolean },
): Promise<{ rows: CredentialPlace[]; total: number }> {
  permit(ctx, "credential.read");
  const which = sql`p.org_id = ${ctx.orgId} and p.credential_id = ${credentialId}
    and ${page.past ? sql`p.ended_at is not null` : sql`p.ended_at is null`}`;
  return inTransaction(ctx, async (tx) => {
    const total = await countOf(
      tx,
      sql`select count(*)::int as total from credential_place p where ${which}`,
    );
    const found = await tx.execute(sql`
      with p as materialized (
        select p.* from credential_place p where ${which} order by ${PLACE_ORDER}
        limit ${page.perPage} offset ${(page.page - 1) * page.perPage})
      select p.id, p.installation_id as "installationId", i.id is not null as "isListed", s.identity, p.client,
        p.member_id as "memberId", m.name as "memberName", m.removed_at is null as "isMember", p.device_id as "deviceId",
        d.name as "deviceName", d.revoked_at is not null as "isRevokedDevice", p.form, p.places as "where", p.reference, p.account,
        p.first_seen_at as "firstSeenAt", ${lastSeen()} as "lastSeenAt", p.ended_at as "endedAt", p.ending,
        p.replaced_by as "replacedBy", ${isReturned(ctx)} as "isReturned"
      from p ${besides(ctx)}
      order by ${PLACE_ORDER}`);
    return { rows: z.array(CredentialPlace).parse([...found]), total };
  });
}

/** What happened to a credential, latest first. */
export async function listCredentialEvents(
  ctx: Ctx,
  credentialId: string,
  page: Page,
): Promise<{ rows: CredentialEvent[]; total: number }> {
  permit(ctx, "credential.read");
  const which = sql`p.org_id = ${ctx.orgId} and p.credential_id = ${credentialId}`;
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      with e as materialized (
        select p.*, p.first_seen_at as at, null::text as ended from credential_place p where ${which}
        union all select p.*, p.ended_at, p.ending from credential_place p where ${which} and p.ended_at is not null),
      p as materialized (
        select *, (select count(*)::int from e) as total from e order by at desc, id, ended nulls last
        limit ${page.perPage} offset ${(page.page - 1) * page.perPage})
      select p.total, p.id || coalesce(p.ended, '') as key, p.at, coalesce(p.ended, case when ${isReturned(ctx)} then 'returned' else 'appeared' end) as what,
        p.installation_id as "installationId", i.id is not null as "isListed", s.identity, m.name as "memberName",
        d.name as "deviceName", case when p.ended is not null then p.replaced_by end as "replacedBy"
      from p ${besides(ctx)} order by p.at desc, p.id, p.ended nulls last`);
    return { rows: z.array(CredentialEvent).parse([...found]), total: totalIn(found) };
  });
}

const Total = z.object({ total: z.number() });
const Counts = Total.extend({ unread: z.number() });
const Search = Counts.extend({ rows: z.array(z.unknown()) });

async function countOf(tx: Transaction, query: SQL): Promise<number> {
  const [counted] = await tx.execute(query);
  return Total.parse(counted).total;
}

/** The total told beside each row; nothing is found beyond the last page. */
function totalIn(found: ArrayLike<unknown>): number {
  return Total.optional().parse(found[0])?.total ?? 0;
}

/** Of a place where it stands, its installation says when that was read last. */
function lastSeen(): SQL {
  return sql`case when p.ended_at is null then greatest(p.last_seen_at, i.last_seen_at) else p.last_seen_at end`;
}

/** Whether place `p` is one where the credential stood, left and came back. */
function isReturned(ctx: Ctx): SQL {
  return sql`exists (select from credential_place o where o.org_id = ${ctx.orgId} and o.credential_id = p.credential_id
    and o.installation_id = p.installation_id and o.ended_at <= p.first_seen_at and o.id <> p.id)`;
}

/** What is told beside place `p`. */
function besides(ctx: Ctx): SQL {
  return sql`join server s on s.org_id = ${ctx.orgId} and s.id = p.server_id
    join member m on m.org_id = ${ctx.orgId} and m.id = p.member_id
    join device d on d.org_id = ${ctx.orgId} and d.id = p.device_id
    left join installation i on i.org_id = ${ctx.orgId} and i.id = p.installation_id`;
}
