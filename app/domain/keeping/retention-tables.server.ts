import { sql } from "drizzle-orm";
import { check, foreignKey, integer, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { RETENTION_NOUNS } from "#app/domain/keeping/retention-words.ts";
import { instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Retention: how many days something is kept in this organization. Without a row it is kept for ever.
export const retention = pgTable(
  "retention",
  {
    orgId: orgId().references(() => organization.id),
    noun: oneOf("noun", RETENTION_NOUNS).notNull(),
    // null: for ever again
    days: integer("days"),
    changedAt: instant("changed_at").notNull(),
    changedBy: uuid("changed_by"),
    // when the sweep last found nothing more to forget; it looks once a day
    appliedAt: instant("applied_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.noun] }),
    foreignKey({ columns: [t.orgId, t.changedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("retention_noun", t.noun, RETENTION_NOUNS),
    check("retention_days", sql`${t.days} > 0`),
  ],
);
