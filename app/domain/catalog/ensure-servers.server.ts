import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { kindOfIdentity } from "#app/domain/catalog/server-inputs.ts";
import { serverTerms } from "#app/domain/catalog/server-terms.ts";
import type { Ctx } from "#app/domain/context.ts";

const Row = z.object({ id: z.string(), identity: z.string() });

/**
 * The catalog's ids of these identities, making the rows and search terms that are missing, inside a verb's transaction;
 * that verb records the event. Always in identity order, so that two reports at once cannot wait for each other.
 */
export async function ensureServers(
  tx: Transaction,
  ctx: Ctx,
  identities: Iterable<string>,
): Promise<Map<string, string>> {
  const wanted = [...new Set(identities)].sort();
  if (wanted.length === 0) return new Map();
  const rows = wanted.map((identity) => ({ id: uuidv7(), identity, kind: kindOfIdentity(identity) }));
  const made = await tx.execute(sql`
    insert into server (org_id, id, identity, kind, first_seen_at)
    select ${ctx.orgId}::uuid, r.id, r.identity, r.kind, ${ctx.now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, identity text, kind text)
    order by r.identity
    on conflict (org_id, identity) do nothing
    returning id, identity`);
  const terms = z
    .array(Row)
    .parse([...made])
    .flatMap(({ id, identity }) => serverTerms(identity).map((term) => ({ id, term })));
  if (terms.length > 0) {
    await tx.execute(sql`
      insert into search_term (org_id, kind, term, subject_id)
      select ${ctx.orgId}::uuid, 'server', r.term, r.id
      from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as r(id uuid, term text)
      on conflict do nothing`);
  }
  const found = await tx.execute(sql`
    select id, identity from server
    where org_id = ${ctx.orgId} and identity in (select jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb))`);
  return new Map(
    z
      .array(Row)
      .parse([...found])
      .map((row) => [row.identity, row.id]),
  );
}
