import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { ReadEntry } from "#app/domain/registries/entry-rules.ts";
import type { Remark } from "#app/domain/registries/formats/registry-format.ts";
import { MOST_ODDITIES, MOST_REFUSALS, ODDITIES_OF } from "#app/domain/registries/registry-words.ts";
import { rowsJson } from "#app/domain/registries/rows-json.ts";

type Odd = {
  entries: readonly ReadEntry[];
  refused: readonly { entry: ReadEntry; remark: Remark }[];
  remarks?: readonly Remark[];
};

/** Keeps what was odd, up to a bound, and returns how much there was. A refused entry is kept longer than a remark. */
export async function keepOddities(
  tx: Transaction,
  ctx: Ctx,
  import_: { id: string; oddities: number; refused: number },
  { entries, refused, remarks = [] }: Odd,
): Promise<number> {
  const reasons = new Map(refused.map(({ entry, remark }) => [entry, remark]));
  const all = [
    ...remarks.map((remark) => ({ entry: 0, entryName: null, isRefusal: false, ...remark })),
    ...entries.flatMap((read) => {
      const reason = reasons.get(read);
      const rest = read.remarks.filter((remark) => remark !== reason);
      return [...(reason ? [reason] : []), ...rest].map((remark) => ({
        entry: read.entry,
        entryName: (read.name ?? read.path).slice(0, 200),
        isRefusal: remark === reason,
        ...remark,
      }));
    }),
  ];
  let refusals = import_.refused;
  const kept = all.flatMap((one, index) => {
    const position = import_.oddities + index;
    if (one.isRefusal) refusals += 1;
    const isKept = one.isRefusal ? refusals <= MOST_REFUSALS : position < MOST_ODDITIES;
    return isKept ? [{ ...one, position, path: one.path.slice(0, 300) }] : [];
  });
  if (kept.length === 0) return all.length;
  await tx.execute(sql`
    insert into registry_oddity (org_id, import_id, position, entry, entry_name, oddity, path, detail, is_refusal)
    select ${ctx.orgId}::uuid, ${import_.id}::uuid, r.position, r.entry, r."entryName", r.oddity, r.path, r.detail, r."isRefusal"
    from json_to_recordset(${rowsJson(kept)}::json) as r(position int, entry int, "entryName" text, oddity text,
      path text, detail text, "isRefusal" boolean)`);
  return all.length;
}

/** So many rows go at once, so that no registry's past holds up its present. */
const FORGOTTEN_AT_ONCE = 50_000;

/** What was odd in older imports of a registry goes; how much there was stays with them. */
export async function forgetOddities(tx: Transaction, ctx: Ctx, registryId: string): Promise<void> {
  await tx.execute(sql`
    delete from registry_oddity where org_id = ${ctx.orgId} and (import_id, position) in (
      select o.import_id, o.position from registry_oddity o
      join registry_import i on i.org_id = o.org_id and i.id = o.import_id
      where o.org_id = ${ctx.orgId} and i.registry_id = ${registryId} and i.id not in (
        select n.id from registry_import n where n.org_id = ${ctx.orgId} and n.registry_id = ${registryId}
        order by n.id desc limit ${ODDITIES_OF})
      limit ${FORGOTTEN_AT_ONCE})`);
}
