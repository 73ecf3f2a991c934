import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { markTrustOf } from "#app/domain/registries/mark-trust.server.ts";
import { rowsJson } from "#app/domain/registries/rows-json.ts";

const Row = z.object({ id: z.string() });

/**
 * Marks the newest version of each of these names: the one the registry calls so, or else the highest. What it calls so
 * twice is decided by the time of publishing, since an incremental import does not tell that an older one no longer is.
 * Of two servers under one name, one started here and one far away, each has its own newest.
 */
export async function settleLatest(
  tx: Transaction,
  ctx: Ctx,
  registryId: string,
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  // looked up name by name: a table that grew within minutes has no statistics to plan anything else by
  const wrong = await tx.execute(sql`
    select r.id from (
      select l.id, l.is_latest, l.removed_at is null and row_number() over (partition by l.name, l.edition = 'remote' order by
        l.removed_at is null desc, l.said_latest is true desc, l.said_latest is null desc,
        l.published_at desc nulls last, l.version_order collate "C" desc, l.id desc) = 1 as is_newest
      from (select distinct value as name from json_array_elements_text(${rowsJson(names)}::json)) n
      cross join lateral (select * from listing one where one.org_id = ${ctx.orgId}
        and one.registry_id = ${registryId} and one.name = n.name offset 0) l) r
    where r.is_latest <> r.is_newest`);
  const ids = z.array(Row).parse([...wrong]);
  if (ids.length === 0) return;
  await markTrustOf(
    tx,
    ctx,
    ids.map(({ id }) => id),
  );
  await tx.execute(sql`
    update listing set is_latest = not is_latest where org_id = ${ctx.orgId}
      and id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids.map(({ id }) => id))}::json))`);
}
