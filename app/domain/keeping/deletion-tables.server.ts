import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, orgId } from "#app/domain/table-parts.ts";

// Organization deletion: an owner asks, another confirms, then it waits until it is due; at most one is open. Deleted
// organization: what is left afterwards, for whoever runs this installation: an id and a moment, no name.
export const organizationDeletion = pgTable(
  "organization_deletion",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    requestedBy: uuid("requested_by").notNull(),
    requestedAt: instant("requested_at").notNull(),
    // null with a time beside it: by the operator
    confirmedBy: uuid("confirmed_by"),
    confirmedAt: instant("confirmed_at"),
    dueAt: instant("due_at"),
    // null with a time beside it: by Castellan, since somebody who wanted it is no owner any more, or nobody confirmed
    cancelledBy: uuid("cancelled_by"),
    cancelledAt: instant("cancelled_at"),
    // from then on nobody gets in, and nothing brings it back
    startedAt: instant("started_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("organization_deletion_open").on(t.orgId).where(sql`${t.cancelledAt} is null`),
    foreignKey({ columns: [t.orgId, t.requestedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.confirmedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.cancelledBy], foreignColumns: [member.orgId, member.id] }),
    check("organization_deletion_by_two", sql`${t.confirmedBy} is distinct from ${t.requestedBy}`),
    check("organization_deletion_due", sql`num_nonnulls(${t.confirmedAt}, ${t.dueAt}) in (0, 2)`),
    check(
      "organization_deletion_started",
      sql`${t.startedAt} is null or (${t.startedAt} >= ${t.dueAt} and ${t.cancelledAt} is null)`,
    ),
  ],
);

export const deletedOrganization = pgTable("deleted_organization", {
  id: uuid("id").primaryKey(),
  deletedAt: instant("deleted_at").notNull(),
});
