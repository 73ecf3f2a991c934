import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { giveUpLostPackageLooks } from "#app/domain/packages/give-up-lost-package-looks.server.ts";
import { placeLooks } from "#app/domain/packages/place-looks.server.ts";
import { listedRepository } from "#app/domain/packages/repository/listed-repository.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Has the next `limit` releases looked up that stand in somebody's file, and the newest of each server there, when they
 * were not for a day: packages of npm, images, and servers a registry names a repository of. While `limit` of them wait to be carried out, none is added. One met for the first time never was. Not in a demo organization, whose servers are made up. One event for all of them.
 */
export function askDuePackageLooks(ctx: Ctx, choice: { limit: number }): Promise<{ asked: number }> {
  permit(ctx, "package.look");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "package looks");
    await giveUpLostPackageLooks(tx, ctx);
    const [waiting] = await tx.execute(sql`select count(*)::int as looks from package_look
      where org_id = ${ctx.orgId} and state = 'asked'`);
    const room = choice.limit - z.number().parse(waiting?.looks);
    if (room <= 0) return { asked: 0 };
    const found = await tx.execute(sql`
      select distinct s.identity, of.release
      from server s join installation i on i.org_id = s.org_id and i.server_id = s.id and i.removed_at is null
      cross join lateral (values (''), (coalesce(i.release, ''))) of(release)
      left join ${listedRepository(ctx.orgId)} on s.kind <> 'npm'
      where s.org_id = ${ctx.orgId} and (s.kind in ('npm', 'oci') or listed.repository ~* 'git(hub|lab)')
        and not exists (select 1 from organization o where o.id = ${ctx.orgId} and o.is_demo)
        and not exists (select 1 from package_look l
          where l.org_id = s.org_id and l.identity = s.identity and l.release = of.release
            and l.asked_at > ${ctx.now.toISOString()}::timestamptz - interval '1 day')
      order by s.identity, of.release limit ${room}`);
    const due = z.array(z.object({ identity: z.string(), release: z.string() })).parse([...found]);
    const asked = due.length > 0 ? (await placeLooks(tx, ctx, due, null)).length : 0;
    if (asked > 0) {
      await recordAudit(tx, ctx, {
        verb: "package_look.ask",
        target: { kind: "organization", id: ctx.orgId },
        after: { looks: asked },
      });
    }
    return { asked };
  });
}
