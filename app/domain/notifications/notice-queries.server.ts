import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { Named } from "#app/domain/notifications/notice-facts.ts";
import type { NoticeGroup } from "#app/domain/notifications/notice-groups.ts";
import type { NoticeFilter } from "#app/domain/notifications/notice-inputs.ts";
import { isSettled, noticesInSight } from "#app/domain/notifications/notice-sight.server.ts";
import {
  groupOf,
  isNoticeKind,
  NOTICE_KINDS,
  type NoticeKind,
  sentenceOf,
} from "#app/domain/notifications/notice-words.ts";
import { permit } from "#app/domain/permit.ts";

const Stored = z.object({
  id: z.string(),
  kind: z.string().refine(isNoticeKind),
  subject: z.object({ kind: z.string(), id: z.string() }),
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  server: z.string().nullable(),
  name: z.string().nullable(),
  forTeam: z.boolean().nullable(),
  facts: z.record(z.string(), z.unknown()),
  events: z.number(),
  at: z.coerce.date(),
  readAt: z.coerce.date().nullable(),
  isSettled: z.boolean(),
});

export type NoticeRow = {
  id: string;
  kind: NoticeKind;
  group: NoticeGroup;
  /** In words of the product: names as people wrote them. */
  sentence: string;
  /** What the sentence is made from, for who words it otherwise. */
  named: Named;
  subject: { kind: string; id: string };
  at: Date;
  readAt: Date | null;
  /** What it asks for was done meanwhile. */
  isSettled: boolean;
};

/** The actor's own notices about what they may see, newest first; `nextCursor` continues where this page ended. */
export function listNotices(
  ctx: MemberCtx,
  filter: NoticeFilter,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ rows: NoticeRow[]; nextCursor: string | null }> {
  permit(ctx, "notice.read_own");
  const conditions = [sql`true`];
  if (filter.state === "unread") conditions.push(unread(ctx));
  if (filter.group) conditions.push(sql`n.kind in (${kindsOf(filter.group)})`);
  if (page.cursor) conditions.push(sql`n.id < ${page.cursor}`);
  return inTransaction(ctx, async (tx) => {
    const found = await findNotices(tx, ctx, sql.join(conditions, sql` and `), page.limit + 1);
    const rows = found.slice(0, page.limit);
    return { rows, nextCursor: found.length > page.limit ? (rows.at(-1)?.id ?? null) : null };
  });
}

/** One notice of the actor's own. Throws NotFound, for somebody else's too. */
export function getNotice(ctx: MemberCtx, noticeId: string): Promise<NoticeRow> {
  permit(ctx, "notice.read_own");
  return inTransaction(ctx, async (tx) => {
    const [found] = await findNotices(tx, ctx, sql`n.id = ${noticeId}`, 1);
    if (!found) throw new NotFound("notice");
    return found;
  });
}

const MOST_COUNTED = 100;

/** How many the actor has not read and that still ask or tell something; never more than 100. */
export function countUnreadNotices(ctx: MemberCtx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const [counted] = await tx.execute(sql`select count(*)::int as unread from (
      select from notice n where ${own(ctx)} and ${unread(ctx)} and ${noticesInSight(ctx)}
      limit ${MOST_COUNTED}) few`);
    return z.number().parse(counted?.unread);
  });
}

/** Notices of the actor that `which` keeps (as `n`), newest first, only those they may see. */
export async function findNotices(
  tx: Transaction,
  ctx: MemberCtx,
  which: SQL,
  limit: number,
): Promise<NoticeRow[]> {
  const found = await tx.execute(sql`${select(ctx)}
    where ${own(ctx)} and ${which} and ${noticesInSight(ctx)} order by n.id desc limit ${limit}`);
  return [...found].map((row) => rowOf(Stored.parse(row)));
}

function own(ctx: MemberCtx): SQL {
  return sql`n.org_id = ${ctx.orgId} and n.member_id = ${ctx.actor.memberId}`;
}

function unread(ctx: MemberCtx): SQL {
  return sql`n.read_at is null and not ${isSettled(ctx)}`;
}

function kindsOf(group: NoticeGroup): SQL {
  const kinds = Object.keys(NOTICE_KINDS).filter((kind) => isNoticeKind(kind) && groupOf(kind) === group);
  return sql.join(
    kinds.map((kind) => sql`${kind}`),
    sql`, `,
  );
}

function rowOf(stored: z.infer<typeof Stored>): NoticeRow {
  const { id, kind, subject, at, readAt } = stored;
  const named: Named = {
    actor: stored.actorName ?? (stored.facts.byOperator ? "The operator" : "Castellan"),
    server: stored.server ?? "a server",
    name: stored.name ?? "one that is gone",
    events: stored.events,
    facts: { ...stored.facts, forTeam: stored.forTeam },
  };
  const sentence = sentenceOf(kind, named);
  return {
    id,
    kind,
    group: groupOf(kind),
    sentence,
    named,
    subject,
    at,
    readAt,
    isSettled: stored.isSettled,
  };
}

function select(ctx: MemberCtx): SQL {
  const nameFrom = (table: string, column: string) =>
    sql`(select t.${sql.identifier(column)} from ${sql.identifier(table)} t
      where t.org_id = ${ctx.orgId} and t.id = n.subject_id)`;
  const serverOf = (table: string) =>
    sql`(select s.identity from ${sql.identifier(table)} t
      join server s on s.org_id = t.org_id and s.id = t.server_id where t.org_id = ${ctx.orgId} and t.id = n.subject_id)`;
  return sql`
    select n.id, n.kind, jsonb_build_object('kind', n.subject_kind, 'id', n.subject_id) as subject,
      n.actor_member_id as "actorId", am.name as "actorName", n.facts, n.events, n.at, n.read_at as "readAt",
      case n.subject_kind when 'server' then ${nameFrom("server", "identity")}
        when 'request' then ${serverOf("request")} when 'grant' then ${serverOf("access_grant")} end as server,
      case n.subject_kind when 'team' then ${nameFrom("team", "name")} when 'member' then ${nameFrom("member", "name")}
        when 'device' then ${nameFrom("device", "name")} when 'api_key' then ${nameFrom("api_key", "name")}
        when 'agent' then ${nameFrom("agent", "name")} end as name,
      case n.subject_kind when 'grant' then (select g.team_id is not null from access_grant g
        where g.org_id = ${ctx.orgId} and g.id = n.subject_id) end as "forTeam",
      ${isSettled(ctx)} as "isSettled"
    from notice n left join member am on am.org_id = n.org_id and am.id = n.actor_member_id`;
}
