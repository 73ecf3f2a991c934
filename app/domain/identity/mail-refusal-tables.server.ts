import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { instant, orgId } from "#app/domain/table-parts.ts";

// Mail refusal: an address the receiving side said never to, whichever mail of the organization found that out.
export const mailRefusal = pgTable(
  "mail_refusal",
  {
    orgId: orgId().references(() => organization.id),
    // lower case; a changed address is another one, and mail goes there again
    address: text("address").notNull(),
    // "SMTP 550": never the receiving side's own text
    why: text("why").notNull(),
    refusedAt: instant("refused_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.address] })],
);
