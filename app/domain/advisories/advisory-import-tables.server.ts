import { foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { ADVISORY_IMPORT_STATES, IMPORT_SOURCES } from "#app/domain/advisories/advisory-words.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Advisory import: a file of advisories, or the address of one, and how far it is read.
export const advisoryImport = pgTable(
  "advisory_import",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    source: oneOf("source", IMPORT_SOURCES).notNull(),
    // of the file, or the address without what could be a secret
    name: text("name").notNull(),
    // whole, until it was read; null for a file
    url: text("url"),
    state: oneOf("state", ADVISORY_IMPORT_STATES).notNull(),
    createdBy: uuid("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
    // so far; `read` is how many records were gone through
    read: integer("read").notNull().default(0),
    added: integer("added").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    unchanged: integer("unchanged").notNull().default(0),
    // we knew a newer one already
    older: integer("older").notNull().default(0),
    withdrawn: integer("withdrawn").notNull().default(0),
    odd: integer("odd").notNull().default(0),
    // the first hundred of them, in sentences
    notes: text("notes").array().notNull().default([]),
    problem: text("problem"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.createdBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("advisory_import_source", t.source, IMPORT_SOURCES),
    oneOfCheck("advisory_import_state", t.state, ADVISORY_IMPORT_STATES),
  ],
);

// a file in pieces, until it was read
export const advisoryImportPart = pgTable(
  "advisory_import_part",
  {
    orgId: orgId(),
    importId: uuid("import_id").notNull(),
    position: integer("position").notNull(),
    text: text("text").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.importId, t.position] }),
    foreignKey({ columns: [t.orgId, t.importId], foreignColumns: [advisoryImport.orgId, advisoryImport.id] }),
  ],
);
