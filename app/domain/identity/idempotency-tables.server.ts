import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant, orgId } from "#app/domain/table-parts.ts";

// Idempotency key: one API post, remembered for 24 hours by member, route and key, with the answer it gave.
export const idempotencyKey = pgTable(
  "idempotency_key",
  {
    orgId: orgId(),
    memberId: uuid("member_id").notNull(),
    route: text("route").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    // null while the first call is still running
    status: integer("status"),
    response: jsonb("response").$type<unknown>(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.memberId, t.route, t.key] }),
    index("idempotency_key_by_end").on(t.orgId, t.expiresAt),
  ],
);
