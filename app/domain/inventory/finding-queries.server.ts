import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { findingPlaces, isOpen } from "#app/domain/inventory/finding-sql.server.ts";
import { SeverityRank } from "#app/domain/inventory/inventory-rows.ts";
import { FINDING_RULES } from "#app/domain/inventory/inventory-words.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";

export const FindingKind = z.object({
  rule: z.enum(FINDING_RULES),
  /** Of the worst open finding of this rule. */
  severity: SeverityRank,
  installations: z.number(),
  /** Of rules on devices as a whole. */
  devices: z.number(),
  /** Open findings of this rule by severity. */
  low: z.number(),
  medium: z.number(),
  high: z.number(),
  critical: z.number(),
});
export type FindingKind = z.infer<typeof FindingKind>;

/** Open findings by rule, the worst first, on installations and devices the actor may see and without what was removed. One row per rule. */
export function listFindingKinds(ctx: Ctx): Promise<FindingKind[]> {
  const visible = visibleMembers(ctx, sql`v.member_id`);
  const perSeverity = ["low", "medium", "high", "critical"].map(
    (word) => sql`count(*) filter (where f.severity = ${word})::int as ${sql.identifier(word)}`,
  );
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select f.rule, max(f.severity_rank) as severity, count(distinct f.installation_id)::int as installations,
        count(distinct f.device_id)::int as devices, ${sql.join(perSeverity, sql`, `)}
      ${findingPlaces}
      where f.org_id = ${ctx.orgId} and i.removed_at is null and ${isOpen(ctx, "f")} and ${visible}
      group by f.rule
      order by max(f.severity_rank) desc, count(distinct f.installation_id) desc, f.rule limit ${FINDING_RULES.length}`);
    return z.array(FindingKind).parse([...found]);
  });
}
