import { type SQL, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { applyAcceptances } from "#app/domain/inventory/apply-acceptances.server.ts";
import { FINDING_SEVERITIES, type FindingSource } from "#app/domain/inventory/inventory-words.ts";
import type { ScanRow } from "#app/domain/inventory/scan-rows.server.ts";
import { idArray } from "#app/domain/inventory/seen-installations.server.ts";

/** A remark on one installation, to be stored. */
export type FoundFinding = {
  installationId: string;
  rule: string;
  severity: (typeof FINDING_SEVERITIES)[number];
  where: string;
  sentence: string;
  remedy: string;
  /** Of what is remarked on; absent: of the installation's server and release. */
  subjectHash?: string;
};

/** What a finding that was noted is about: the same words for the server and release of installation `i`. */
function installedSubject(): SQL {
  return sql`md5(i.server_id::text || ' ' || coalesce(i.release, ''))`;
}

/**
 * Opens, keeps and resolves the findings of one source on the installations that were looked at, and no other. What is no
 * longer found is resolved; what is found about other content than before begins anew. Returns how many stand open.
 */
export async function storeFound(
  tx: Transaction,
  ctx: Ctx,
  source: FindingSource,
  looked: readonly string[],
  found: readonly FoundFinding[],
): Promise<number> {
  if (looked.length === 0) return 0;
  const rows = found.map((one) => ({
    ...one,
    id: uuidv7(),
    severityRank: FINDING_SEVERITIES.indexOf(one.severity) + 1,
  }));
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const open = await tx.execute(sql`
    insert into finding as f (org_id, id, installation_id, server_id, source, rule, severity, severity_rank, where_in_file, sentence,
      remedy, subject_hash, first_seen_at)
    select i.org_id, r.id, i.id, i.server_id, ${source}, r.rule, r.severity, r."severityRank", r."where", r.sentence, r.remedy,
      coalesce(r."subjectHash", ${installedSubject()}), ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, "installationId" uuid, rule text, severity text, "severityRank" int, "where" text, sentence text, remedy text,
        "subjectHash" text)
    join installation i on i.org_id = ${ctx.orgId} and i.id = r."installationId" and i.removed_at is null
    on conflict (org_id, installation_id, rule, where_in_file) do update set
      server_id = excluded.server_id, severity = excluded.severity, severity_rank = excluded.severity_rank,
      sentence = excluded.sentence, remedy = excluded.remedy, subject_hash = excluded.subject_hash, resolved_at = null,
      first_seen_at = case when f.resolved_at is null and f.subject_hash in ('', excluded.subject_hash) then f.first_seen_at
        else excluded.first_seen_at end
    returning f.id`);
  await applyAcceptances(tx, ctx, sql`f.installation_id = any(${idArray(looked)})`);
  const openIds = z.array(z.object({ id: z.string() })).parse([...open]);
  // arrays are looked up by hash whatever is known of the tables: ten thousand are not compared with ten thousand
  await tx.execute(sql`
    update finding set resolved_at = ${now}
    where org_id = ${ctx.orgId} and source = ${source} and resolved_at is null
      and installation_id = any(${idArray(looked)}) and id <> all(${idArray(openIds.map(({ id }) => id))})`);
  return openIds.length;
}

/** The findings of the installations in a report. What others noted stays, unless it is about another server or release. */
export async function storeFindings(
  tx: Transaction,
  ctx: Ctx,
  entries: readonly ScanRow[],
  installationIds: readonly string[],
): Promise<number> {
  const found = entries.flatMap((entry, index) =>
    entry.findings.map((one) => ({ ...one, installationId: installationIds[index] ?? "" })),
  );
  const open = await storeFound(tx, ctx, "launch", installationIds, found);
  await tx.execute(sql`
    update finding f set resolved_at = ${ctx.now.toISOString()}::timestamptz
    where f.org_id = ${ctx.orgId} and f.source <> 'launch' and f.resolved_at is null
      and f.installation_id = any(${idArray(installationIds)})
      and f.subject_hash <> (select ${installedSubject()} from installation i
        where i.org_id = f.org_id and i.id = f.installation_id)`);
  return open;
}
