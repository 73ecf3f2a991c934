import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { rowsJson } from "#app/domain/registries/rows-json.ts";

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
  await tx.execute(sql`
    with ranked as (
      select l.id, l.is_latest, l.removed_at is null and row_number() over (partition by l.name, l.edition = 'remote' order by
        l.removed_at is null desc, l.said_latest is true desc, l.said_latest is null desc,
        l.published_at desc nulls last, l.version_order collate "C" desc, l.id desc) = 1 as is_newest
      from listing l
      where l.org_id = ${ctx.orgId} and l.registry_id = ${registryId}
        and l.name in (select distinct json_array_elements_text(${rowsJson(names)}::json)))
    update listing l set is_latest = r.is_newest from ranked r
    where l.org_id = ${ctx.orgId} and l.id = r.id and l.is_latest <> r.is_newest`);
}
