import { foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, orgId } from "#app/domain/table-parts.ts";

// Sealed secret: what an admin entered for Castellan to use (an OpenID client's secret, an upstream's token). Write-only
// on every surface; the row that uses it holds its id. Nothing that was found is ever here.
export const sealedSecret = pgTable(
  "sealed_secret",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    kind: text("kind").notNull(),
    // as `seal` made it; its place is "sealed_secret <org> <id>"
    sealed: text("sealed").notNull(),
    enteredBy: uuid("entered_by"),
    enteredAt: instant("entered_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.enteredBy], foreignColumns: [member.orgId, member.id] }),
  ],
);
