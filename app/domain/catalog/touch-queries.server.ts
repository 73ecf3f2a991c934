import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { TOOL_CLASSES } from "#app/domain/catalog/catalog-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

export const TouchedRow = z.object({
  class: z.enum(TOOL_CLASSES),
  /** Tools that touch it, by who says so; for `undeclared` all stand under neither. */
  tools: z.number(),
  declared: z.number(),
  inferred: z.number(),
  /** Tools that claim the opposite. */
  contradicted: z.number(),
});
export type TouchedRow = z.infer<typeof TouchedRow>;

/** What the tools of a server touch, the most powerful class first; at most one row a class. Empty: no tools are known. */
export function listTouched(ctx: Ctx, serverId: string): Promise<TouchedRow[]> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select c.class, count(*)::int as tools,
        count(*) filter (where x.source = 'declared')::int as declared,
        count(*) filter (where x.source = 'inferred')::int as inferred,
        count(x.against)::int as contradicted
      from tool t cross join lateral unnest(t.touched) as c(class)
      left join lateral jsonb_to_recordset(t.touches) as x(class text, source text, against text) on x.class = c.class
      where t.org_id = ${ctx.orgId} and t.server_id = ${serverId}
      group by c.class limit 20`);
    const rank = (row: TouchedRow) => TOOL_CLASSES.indexOf(row.class);
    return z
      .array(TouchedRow)
      .parse([...found])
      .sort((a, b) => rank(b) - rank(a));
  });
}
