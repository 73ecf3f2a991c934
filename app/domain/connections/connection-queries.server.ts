import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { ConnectionFacts, LOOK_TROUBLES } from "#app/domain/connections/connection-facts.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** What the latest looks at a server said: the newest that saw something, and one that failed since. */
const Looks = z.object({
  askedAt: z.coerce.date().nullable(),
  seen: z.object({ at: z.coerce.date(), facts: ConnectionFacts }).nullable(),
  failed: z.object({ at: z.coerce.date(), why: z.enum(LOOK_TROUBLES) }).nullable(),
});
export type Looks = z.infer<typeof Looks>;

const Connection = Looks.extend({ identity: z.string() });

/** A server's connection as it was looked at from outside. Throws NotFound. */
export function getConnection(ctx: Ctx, serverId: string): Promise<z.infer<typeof Connection>> {
  permit(ctx, "catalog.read");
  const of = sql`from connection_look l where l.org_id = s.org_id and l.server_id = s.id`;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select s.identity,
        (select asked_at ${of} and state = 'asked' limit 1) as "askedAt",
        (select jsonb_build_object('at', looked_at, 'facts', facts) ${of} and state = 'observed'
          order by asked_at desc, id desc limit 1) as seen,
        (select jsonb_build_object('at', n.looked_at, 'why', n.why)
          from (select l.* ${of} and state <> 'asked' order by asked_at desc, id desc limit 1) n
          where n.state = 'could_not_look') as failed
      from server s where s.org_id = ${ctx.orgId} and s.id = ${serverId}`);
    if (!found) throw new NotFound("server");
    return Connection.parse(found);
  });
}

/** The server of a look that nobody carried out yet, by its identity; undefined once it is over. */
export function findAskedLook(ctx: Ctx, lookId: string): Promise<{ identity: string } | undefined> {
  permit(ctx, "connection.look");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select s.identity from connection_look l join server s on s.org_id = l.org_id and s.id = l.server_id
      where l.org_id = ${ctx.orgId} and l.id = ${lookId} and l.state = 'asked'`);
    return found ? z.object({ identity: z.string() }).parse(found) : undefined;
  });
}
