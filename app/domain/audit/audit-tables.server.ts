import { index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, orgId } from "#app/domain/table-parts.ts";

// Audit event: who did what to what, when and from where, with before and after. One per verb call, written in
// the same transaction. People are named by id only. The runtime role may insert and read, never change or delete.
export const auditEvent = pgTable(
  "audit_event",
  {
    orgId: orgId(),
    id: id(),
    at: instant("at").notNull(),
    verb: text("verb").notNull(),
    actorKind: text("actor_kind", { enum: ["member", "operator", "system"] }).notNull(),
    actorMemberId: uuid("actor_member_id"),
    // "session", "api_key:<id>", "device_key:<id>", "scim_token:<id>", "operator" or "job:<name>"
    actorVia: text("actor_via").notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: uuid("target_id").notNull(),
    // ids without foreign keys: an event outlives what it names
    touched: jsonb("touched").$type<{ kind: string; id: string }[]>().notNull(),
    before: jsonb("before").$type<Record<string, unknown> | null>(),
    after: jsonb("after").$type<Record<string, unknown> | null>(),
    batchId: uuid("batch_id"),
    requestId: text("request_id").notNull(),
    from: text("from_address"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("audit_event_by_verb").on(t.orgId, t.verb, t.id),
    index("audit_event_by_target").on(t.orgId, t.targetId, t.id),
    index("audit_event_by_actor").on(t.orgId, t.actorMemberId, t.id),
    index("audit_event_by_time").on(t.orgId, t.at, t.id),
  ],
);
