import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { textOf } from "#app/domain/audit/free-text-queries.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { waitsOnActor } from "#app/domain/requests/visible-requests.server.ts";

/** The oldest request for a server that waits on the actor. */
export function findWaitingRequest(ctx: MemberCtx, serverId: string): Promise<string | undefined> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select r.id from request r where ${waitsOnActor(ctx)} and r.server_id = ${serverId}
      order by r.submitted_at, r.id limit 1`);
    return found ? z.string().parse(found.id) : undefined;
  });
}

const Event = z.object({
  id: z.string(),
  at: z.coerce.date(),
  verb: z.string(),
  target: z.object({ kind: z.string(), id: z.string() }),
  actorKind: z.enum(["member", "operator", "system"]),
  actorId: z.string().nullable(),
  actorName: z.string().nullable(),
  reason: z.string().nullable(),
});
export type ServerEvent = z.infer<typeof Event>;

/**
 * Audit events of a server and of its lists of tools, requests and grants, newest first, `limit` before `cursor`. For
 * those who may read the audit.
 */
export function listServerEvents(
  ctx: Ctx,
  serverId: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ rows: ServerEvent[]; nextCursor: string | null }> {
  permit(ctx, "audit.read");
  const before = page.cursor ? sql`e.id < ${page.cursor}` : sql`true`;
  const ofServer = (table: string) =>
    sql`select t.id from ${sql.identifier(table)} t where t.org_id = ${ctx.orgId} and t.server_id = ${serverId}`;
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select e.id, e.at, e.verb, jsonb_build_object('kind', e.target_kind, 'id', e.target_id) as target,
        e.actor_kind as "actorKind", e.actor_member_id as "actorId", m.name as "actorName", ${textOf(ctx, sql`(e.after->'reason'->>'id')::uuid`)} as reason
      from (
        select ${serverId}::uuid as id union all ${ofServer("manifest")}
        union all ${ofServer("request")} union all ${ofServer("access_grant")}) about
      cross join lateral (
        select * from audit_event e where e.org_id = ${ctx.orgId} and e.target_id = about.id and ${before}
        order by e.id desc limit ${page.limit + 1}) e
      left join member m on m.org_id = e.org_id and m.id = e.actor_member_id
      order by e.id desc limit ${page.limit + 1}`);
    const rows = z.array(Event).parse([...found].slice(0, page.limit));
    return { rows, nextCursor: found.length > page.limit ? (rows.at(-1)?.id ?? null) : null };
  });
}
