import { and, count, desc, eq, gte, lt, type SQL } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { firstIdAt } from "#app/domain/audit/audit-event-id.server.ts";
import type { AuditEventView, AuditFilter, AuditPage } from "#app/domain/audit/audit-inputs.ts";
import { auditEvent } from "#app/domain/audit/audit-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** Events newest first, at most `page.limit`; `nextCursor` continues where this page ended. */
export function listAuditEvents(
  ctx: Ctx,
  filter: AuditFilter,
  page: AuditPage,
): Promise<{ rows: AuditEventView[]; nextCursor: string | null }> {
  permit(ctx, "audit.read");
  return inTransaction(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(auditEvent)
      .where(and(matching(ctx, filter), page.cursor ? lt(auditEvent.id, page.cursor) : undefined))
      .orderBy(desc(auditEvent.id))
      .limit(page.limit + 1);
    const shown = rows.slice(0, page.limit);
    return {
      rows: shown.map(viewOf),
      nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
    };
  });
}

/** One event. Throws NotFound. */
export function getAuditEvent(ctx: Ctx, id: string): Promise<AuditEventView> {
  permit(ctx, "audit.read");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(auditEvent)
      .where(and(inOrg(ctx, auditEvent), eq(auditEvent.id, id)));
    if (!row) throw new NotFound("audit event");
    return viewOf(row);
  });
}

/** How many events match, exactly. */
export function countAuditEvents(ctx: Ctx, filter: AuditFilter): Promise<number> {
  permit(ctx, "audit.read");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.select({ events: count() }).from(auditEvent).where(matching(ctx, filter));
    return row?.events ?? 0;
  });
}

function matching(ctx: Ctx, filter: AuditFilter): SQL | undefined {
  const { actor, verb, target, from, to } = filter;
  return and(
    inOrg(ctx, auditEvent),
    actor === undefined
      ? undefined
      : actor === "operator" || actor === "system"
        ? eq(auditEvent.actorKind, actor)
        : eq(auditEvent.actorMemberId, actor),
    verb ? eq(auditEvent.verb, verb) : undefined,
    target ? eq(auditEvent.targetId, target) : undefined,
    from ? gte(auditEvent.id, firstIdAt(new Date(from))) : undefined,
    to ? lt(auditEvent.id, firstIdAt(new Date(to))) : undefined,
  );
}

function viewOf(row: typeof auditEvent.$inferSelect): AuditEventView {
  return {
    id: row.id,
    at: row.at.toISOString(),
    verb: row.verb,
    actor: { kind: row.actorKind, memberId: row.actorMemberId, via: row.actorVia },
    target: { kind: row.targetKind, id: row.targetId },
    touched: row.touched,
    before: row.before,
    after: row.after,
    batchId: row.batchId,
    requestId: row.requestId,
    from: row.from,
  };
}
