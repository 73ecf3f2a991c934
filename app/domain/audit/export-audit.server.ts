import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { AuditEventView, AuditFilter } from "#app/domain/audit/audit-inputs.ts";
import { countAuditEvents, listAuditEvents } from "#app/domain/audit/audit-queries.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

const PAGE = 1_000;

export type AuditExport = { id: string; events: number; pages: AsyncGenerator<AuditEventView[]> };

/**
 * Exports the events that match and are older than this call, newest first, in pages of at most 1,000, each read in a
 * transaction of its own so that a slow reader holds nothing. The event of the export, with the filter and the count,
 * is written before the first page leaves: what was handed out is on record even when the reader goes away.
 */
export async function exportAudit(ctx: Ctx, filter: AuditFilter): Promise<AuditExport> {
  permit(ctx, "audit.read");
  const asked = filter.to ? Date.parse(filter.to) : ctx.now.getTime();
  const bounded = { ...filter, to: new Date(Math.min(asked, ctx.now.getTime())).toISOString() };
  const id = uuidv7();
  const events = await inTransaction(ctx, async (tx) => {
    const found = await countAuditEvents({ ...ctx, tx }, bounded);
    await recordAudit(tx, ctx, {
      verb: "audit.export",
      target: { kind: "audit_export", id },
      after: { ...bounded, events: found },
    });
    return found;
  });
  return { id, events, pages: pagesOf(ctx, bounded) };
}

async function* pagesOf(ctx: Ctx, filter: AuditFilter): AsyncGenerator<AuditEventView[]> {
  let cursor: string | undefined;
  do {
    const page = await listAuditEvents(ctx, filter, { limit: PAGE, ...(cursor ? { cursor } : {}) });
    if (page.rows.length > 0) yield page.rows;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}
