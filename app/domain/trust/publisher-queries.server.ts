import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { textOf } from "#app/domain/audit/free-text-queries.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { PUBLISHER_RELATIONS } from "#app/domain/trust/evidence-words.ts";

const Word = z.object({
  id: z.string(),
  publisher: z.string(),
  relation: z.enum(PUBLISHER_RELATIONS),
  by: z.string(),
  reason: z.string(),
  at: z.coerce.date(),
});
/** Who vouches for whom, why and since when. */
export type PublisherWord = z.infer<typeof Word>;

/** The word that stands for the publisher of an identity. */
export async function findPublisherWord(
  tx: Transaction,
  ctx: Ctx,
  identity: string,
): Promise<PublisherWord | null> {
  const [found] = await tx.execute(sql`
    select w.id, w.publisher, w.relation, m.name as by, coalesce(${textOf(ctx, sql`w.reason_id`)}, '') as reason, w.given_at as at
    from publisher_word w join member m on m.org_id = w.org_id and m.id = w.given_by
    where w.org_id = ${ctx.orgId} and w.identity = ${identity} and w.withdrawn_at is null`);
  return found ? Word.parse(found) : null;
}
