import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

const SHOWN = 50;

const Given = z.object({
  id: z.string(),
  identity: z.string(),
  place: z.string(),
  lookedAt: z.coerce.date(),
  givenAt: z.coerce.date(),
  givenBy: z.string(),
});
export type GivenRepository = z.infer<typeof Given>;

/** The facts that last came from files, with who gave them. */
export function listGivenRepositories(ctx: Ctx): Promise<GivenRepository[]> {
  permit(ctx, "repository.import");
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select l.id, l.identity, l.repository ->> 'place' as place, l.looked_at as "lookedAt", l.asked_at as "givenAt",
        m.name as "givenBy"
      from package_look l join member m on m.org_id = l.org_id and m.id = l.asked_by
      where l.org_id = ${ctx.orgId} and l.source = 'file' order by l.asked_at desc, l.id desc limit ${SHOWN}`);
    return z.array(Given).parse([...found]);
  });
}
