import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

const Left = z.object({ servers: z.number() });

/** How many servers are marked to be counted anew; with a mark of everything, those behind where it has come to. */
export async function countUncounted(ctx: Ctx): Promise<number> {
  permit(ctx, "catalog.read");
  const rows = await inTransaction(ctx, (tx) =>
    tx.execute(sql`select coalesce(sum(case when m.after is null
        then coalesce(cardinality(m.identities), 0) + coalesce(cardinality(m.server_ids), 0)
        else (select count(*) from trust_score t where t.org_id = ${ctx.orgId} and t.identity > m.after) end), 0)::int as servers
      from trust_mark m where m.org_id = ${ctx.orgId}`),
  );
  return z.array(Left).parse([...rows])[0]?.servers ?? 0;
}
