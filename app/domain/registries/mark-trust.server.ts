import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";

/** What registries say of these has changed: the trust in what they name is counted anew. */
export async function markTrustOf(tx: Transaction, ctx: Ctx, listingIds: readonly string[]): Promise<void> {
  if (listingIds.length === 0) return;
  await tx.execute(sql`
    insert into trust_mark (org_id, identities) select ${ctx.orgId}::uuid, array_agg(distinct li.identity)
    from listing_identity li where li.org_id = ${ctx.orgId}
      and li.listing_id in (select value::uuid from json_array_elements_text(${JSON.stringify(listingIds)}::json))
    having count(*) > 0`);
}
