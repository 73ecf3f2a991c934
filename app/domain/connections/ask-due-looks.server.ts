import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import { enqueue } from "#app/db/queue.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { giveUpLostLooks } from "#app/domain/connections/give-up-lost-looks.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

const Asked = z.object({ id: z.string() });

/**
 * Has the next `limit` remote servers looked at that stand in somebody's file and were not looked at for a day; a server
 * met for the first time was never looked at. While `limit` of them wait to be carried out, none is added. A demo
 * organization calls nobody by itself. One event for all of them, and none when nothing is due.
 */
export function askDueLooks(ctx: Ctx, choice: { limit: number }): Promise<{ asked: number }> {
  permit(ctx, "connection.look");
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "connection looks");
    await giveUpLostLooks(tx, ctx, null);
    const due = await tx.execute(sql`
      select s.id from server s
      where s.org_id = ${ctx.orgId} and s.kind = 'remote'
        and exists (select 1 from organization o where o.id = s.org_id and not o.is_demo)
        and exists (select 1 from installation i
          where i.org_id = s.org_id and i.server_id = s.id and i.removed_at is null)
        and not exists (select 1 from connection_look l
          where l.org_id = s.org_id and l.server_id = s.id and l.asked_at > ${now} - interval '1 day')
      order by s.id limit greatest(0, ${choice.limit} - (select count(*)::int from connection_look w
        where w.org_id = ${ctx.orgId} and w.state = 'asked'))`);
    const rows = z
      .array(Asked)
      .parse([...due])
      .map((server) => ({ id: uuidv7(), serverId: server.id }));
    if (rows.length === 0) return { asked: 0 };
    const made = await tx.execute(sql`
      insert into connection_look (org_id, id, server_id, asked_at, state)
      select ${ctx.orgId}::uuid, r.id, r."serverId", ${now}, 'asked'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "serverId" uuid)
      on conflict do nothing returning id`);
    const asked = z.array(Asked).parse([...made]);
    for (const { id: lookId } of asked) {
      await enqueue(tx, "look_at_connection", { orgId: ctx.orgId, lookId });
    }
    if (asked.length === 0) return { asked: 0 };
    await recordAudit(tx, ctx, {
      verb: "connection_look.ask",
      target: { kind: "organization", id: ctx.orgId },
      after: { looks: asked.length },
    });
    return { asked: asked.length };
  });
}
