import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { recordEvidence } from "#app/domain/trust/record-evidence.server.ts";

const Found = z.object({
  identity: z.string(),
  release: z.string(),
  added: z.number(),
  removed: z.number(),
  renamed: z.number(),
  changed: z.number(),
});

/** Answers whether a server's tools changed since they were approved; nothing while none are approved or confirmed. */
export async function recordDriftEvidence(tx: Transaction, ctx: Ctx, serverId: string): Promise<void> {
  const [row] = await tx.execute(sql`
    select s.identity, m.release, coalesce(d.added, 0) as added, coalesce(d.removed, 0) as removed,
      coalesce(d.renamed, 0) as renamed, coalesce(d.changed, 0) as changed
    from server s
    join manifest m on m.org_id = s.org_id and m.id = s.manifest_id and m.is_confirmed
    left join drift d on d.org_id = s.org_id and d.server_id = s.id and d.ended_at is null
    where s.org_id = ${ctx.orgId} and s.id = ${serverId}
      and exists (select from pin p where p.org_id = s.org_id and p.server_id = s.id)`);
  if (!row) return;
  const { identity, ...counts } = Found.parse(row);
  const { added, removed, renamed, changed } = counts;
  await recordEvidence(tx, ctx, [
    {
      identity,
      row: "tool_drift",
      answer: added + removed + renamed + changed > 0 ? "found" : "not_found",
      detail: counts,
      source: "tools held against the approval",
    },
  ]);
}
