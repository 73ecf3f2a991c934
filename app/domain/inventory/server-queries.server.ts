import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { textOf } from "#app/domain/audit/free-text-queries.server.ts";
import { CLASS_SOURCES, SERVER_KINDS, TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import { driftedServers } from "#app/domain/catalog/drift-sql.server.ts";
import { TouchShape } from "#app/domain/catalog/permissions/touch-shape.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import { countsOf, inUseOf } from "#app/domain/inventory/in-use-rows.server.ts";
import { addedUp } from "#app/domain/inventory/in-use-sql.server.ts";
import { Approval, SeverityRank, StandingCounts, ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import { seenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { latestApproval, toolCounts } from "#app/domain/inventory/server-facts.server.ts";
import { inSettledInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { stoppedPeople } from "#app/domain/inventory/standing-sql.server.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";
import { permit } from "#app/domain/permit.ts";

/** A server of the catalog, used or not; the counts are of installations the actor may see. */
export const CatalogRow = z.object({
  id: z.string(),
  identity: z.string(),
  kind: z.enum(SERVER_KINDS),
  isBlocked: z.boolean(),
  hasDrifted: z.boolean(),
  tools: ToolCounts,
  lookedAt: z.coerce.date().nullable(),
  installations: z.number(),
  people: z.number(),
  approval: Approval,
  firstSeenAt: z.coerce.date(),
});
export type CatalogRow = z.infer<typeof CatalogRow>;

export type CatalogFilter = { q?: string | undefined; kind?: (typeof SERVER_KINDS)[number] | undefined };

/**
 * Servers of the catalog in identity order by number of page, or in id order after a cursor. `total` counts what matches.
 */
export function listServers(
  ctx: Ctx,
  filter: CatalogFilter,
  choice: { limit: number; offset?: number | undefined; cursor?: string | undefined },
): Promise<{ rows: CatalogRow[]; total: number; nextCursor: string | null }> {
  permit(ctx, "catalog.read");
  const conditions = [sql`s.org_id = ${ctx.orgId}`];
  if (filter.kind) conditions.push(sql`s.kind = ${filter.kind}`);
  for (const word of searchWords(filter.q ?? "")) {
    conditions.push(sql`s.id in (select st.subject_id from search_term st
      where st.org_id = ${ctx.orgId} and st.kind = 'server' and starts_with(st.term, ${word}))`);
  }
  const where = sql.join(conditions, sql` and `);
  const byId = choice.offset === undefined;
  const after = choice.cursor ? sql`s.id > ${choice.cursor}` : sql`true`;
  return inSettledInventory(ctx, "server", async (tx, settled) => {
    const seen = await seenInstallations(tx, settled, {});
    const used = inUseOf(
      ctx,
      "server",
      seen,
      sql`(select r.*, r.server_id as subject_id from ${seen.rows} r
      where r.server_id in (select id from page))`,
    );
    const found = await tx.execute(sql`
      with page as materialized (
        select s.id, s.identity, s.kind, s.manifest_id, s.first_seen_at from server s where ${where} and ${after}
        order by ${byId ? sql`s.id` : sql`s.identity`} limit ${choice.limit + 1} offset ${choice.offset ?? 0})
      select page.id, page.identity, page.kind, page.first_seen_at as "firstSeenAt", mf.observed_at as "lookedAt",
        exists (select 1 from block b where b.org_id = ${ctx.orgId} and b.subject_key = page.id::text
          and b.subject_kind = 'server' and b.lifted_at is null) as "isBlocked",
        (page.id in ${driftedServers(ctx, sql`select id from page`)} or exists (select from installation li
          where li.org_id = ${ctx.orgId} and li.server_id = page.id and li.launch_change is not null and li.removed_at is null
            and li.launch_class in ('block', 're_approve') and ${visibleMembers(ctx, sql`li.member_id`)})
          or page.id in (select halted.server_id from (${stoppedPeople(ctx)}) halted where ${visibleMembers(ctx, sql`halted.member_id`)}))
          as "hasDrifted",
        coalesce(used.installations, 0) as installations, coalesce(used.people, 0) as people,
        ${toolCounts(ctx, sql`page.id`, sql`page.manifest_id`)} as tools, ${latestApproval(ctx, sql`page.id`)} as approval
      from page left join ${used} used on used.subject_id = page.id
      left join manifest mf on mf.org_id = ${ctx.orgId} and mf.id = page.manifest_id
      order by ${byId ? sql`page.id` : sql`page.identity`}`);
    const [counted] = await tx.execute(sql`select count(*)::int as total from server s where ${where}`);
    const rows = z.array(CatalogRow).parse([...found].slice(0, choice.limit));
    const nextCursor = found.length > choice.limit ? (rows.at(-1)?.id ?? null) : null;
    return { rows, total: z.number().parse(counted?.total), nextCursor };
  });
}

const ManifestFacts = z.object({
  id: z.string(),
  release: z.string(),
  hash: z.string(),
  tools: z.number(),
  observedAt: z.coerce.date(),
  reportedBy: z.string(),
  isConfirmed: z.boolean(),
});

export const ServerDetail = z.object({
  id: z.string(),
  identity: z.string(),
  kind: z.enum(SERVER_KINDS),
  firstSeenAt: z.coerce.date(),
  tools: ToolCounts,
  approval: Approval,
  /** What the catalog says of its tools comes from here; null: not looked yet. */
  manifest: ManifestFacts.nullable(),
  /** The newest list nobody confirmed, when it is not the current one. */
  unconfirmed: ManifestFacts.nullable(),
  block: z
    .object({ id: z.string(), reason: z.string(), blockedAt: z.coerce.date(), by: z.string() })
    .nullable(),
  pins: z.number(),
  standings: StandingCounts,
  severity: SeverityRank,
  installations: z.number(),
  people: z.number(),
  releases: z.array(z.string()),
  grants: z.number(),
  openRequests: z.number(),
});
export type ServerDetail = z.infer<typeof ServerDetail>;

/** A server with the facts every tab of its page stands under, in one query. Throws NotFound. */
export function getServer(ctx: Ctx, serverId: string): Promise<ServerDetail> {
  permit(ctx, "catalog.read");
  const manifestFacts = sql`jsonb_build_object('id', mf.id, 'release', mf.release, 'hash', mf.hash,
    'tools', jsonb_array_length(mf.tools), 'observedAt', mf.observed_at, 'reportedBy', rm.name, 'isConfirmed', mf.is_confirmed)`;
  const manifests = sql`manifest mf join member rm on rm.org_id = mf.org_id and rm.id = mf.reported_by
    where mf.org_id = ${ctx.orgId}`;
  return inSettledInventory(ctx, null, async (tx, settled) => {
    const seen = await seenInstallations(tx, settled, { server: serverId });
    const used = addedUp(sql`(select r.*, r.server_id as subject_id, 'all' as facet from ${seen.rows} r)`);
    const [found] = await tx.execute(sql`
      select s.id, s.identity, s.kind, s.first_seen_at as "firstSeenAt",
        ${toolCounts(ctx, sql`s.id`, sql`s.manifest_id`)} as tools, ${latestApproval(ctx, sql`s.id`)} as approval,
        (select ${manifestFacts} from ${manifests} and mf.id = s.manifest_id) as manifest,
        (select ${manifestFacts} from ${manifests} and mf.server_id = s.id and not mf.is_confirmed
          and mf.id is distinct from s.manifest_id and mf.observed_at > coalesce(cm.observed_at, '-infinity')
          order by mf.observed_at desc, mf.id desc limit 1) as unconfirmed,
        (select jsonb_build_object('id', b.id, 'reason', coalesce(${textOf(ctx, sql`b.reason_id`)}, ''), 'blockedAt', b.blocked_at, 'by', bm.name)
          from block b join member bm on bm.org_id = b.org_id and bm.id = b.blocked_by
          where b.org_id = ${ctx.orgId} and b.subject_key = s.id::text and b.subject_kind = 'server' and b.lifted_at is null
          limit 1) as block,
        (select count(*)::int from pin p where p.org_id = ${ctx.orgId} and p.server_id = s.id) as pins,
        (select count(*)::int from access_grant g where g.org_id = ${ctx.orgId} and g.server_id = s.id) as grants,
        (select count(*)::int from request r where r.org_id = ${ctx.orgId} and r.server_id = s.id
          and r.state in ('submitted', 'pending_approval', 'waiting_for_requester')) as "openRequests",
        coalesce(used.installations, 0) as installations, coalesce(used.people, 0) as people, coalesce(used.severity, 0) as severity,
        coalesce(used.by_need, '{}') as by_need,
        array(select distinct f.release from ${seen.rows} i join installation f on f.org_id = ${ctx.orgId} and f.id = i.id
          where f.release is not null order by f.release) as releases
      from server s left join manifest cm on cm.org_id = s.org_id and cm.id = s.manifest_id
      left join ${used} used on used.subject_id = s.id
      where s.org_id = ${ctx.orgId} and s.id = ${serverId}`);
    if (!found) throw new NotFound("server");
    return ServerDetail.parse({ ...found, standings: countsOf(found.by_need) });
  });
}

export const ToolRow = z.object({
  name: z.string(),
  title: z.string().nullable(),
  description: z.string(),
  /** The most powerful class it touches; null for a tool that is gone. */
  class: z.enum(TOOL_CLASSES).nullable(),
  classSource: z.enum(CLASS_SOURCES).nullable(),
  /** Each class it touches, with who says so. */
  touches: z.array(TouchShape),
  /** Against the pins: null when nothing is pinned. A tool that is gone is listed by its pin alone. */
  pin: z.enum(["same", "added", "changed", "gone"]).nullable(),
});
export type ToolRow = z.infer<typeof ToolRow>;

/** The tools of a server in the order it lists them, with what became of each since it was pinned; at most 4,000. */
export function listTools(ctx: Ctx, serverId: string): Promise<{ rows: ToolRow[] }> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [server] = await tx.execute(
      sql`select exists (select 1 from pin where org_id = ${ctx.orgId} and server_id = ${serverId}) as pinned
        from server where org_id = ${ctx.orgId} and id = ${serverId}`,
    );
    if (!server) throw new NotFound("server");
    const found = await tx.execute(sql`
      select coalesce(t.name, p.tool_name) as name, t.title, coalesce(t.description, '') as description, t.class,
        t.class_source as "classSource", coalesce(t.touches, '[]') as touches,
        case when not ${server.pinned === true}::boolean then null when t.name is null then 'gone' when p.tool_name is null then 'added'
          when p.tool_hash <> t.hash then 'changed' else 'same' end as pin
      from (select * from tool where org_id = ${ctx.orgId} and server_id = ${serverId}) t
      full join (select * from pin where org_id = ${ctx.orgId} and server_id = ${serverId}) p on p.tool_name = t.name
      order by t.position nulls last, p.tool_name limit 4000`);
    return { rows: z.array(ToolRow).parse([...found]) };
  });
}
