import { sql } from "drizzle-orm";
import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { IMPORT_STATES, LINE_OUTCOMES } from "#app/domain/identity/member-import-words.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Member import: a file of people to invite, looked at first and carried out once somebody says so.
// Its lines hold names and addresses, and go a while after it ended; the counts stay.
export const memberImport = pgTable(
  "member_import",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    createdBy: uuid("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    state: oneOf("state", IMPORT_STATES).notNull(),
    // columns of the file nobody asked for, as the file calls them
    unused: text("unused").array().notNull(),
    // how many lines there are, and how many of them were to be invited
    lines: integer("lines").notNull(),
    ready: integer("ready").notNull(),
    // so far
    invited: integer("invited").notNull().default(0),
    refused: integer("refused").notNull().default(0),
    // whoever said so is who invites
    startedBy: uuid("started_by"),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    emptiedAt: instant("emptied_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("member_import_filled").on(t.orgId, t.state, t.createdAt).where(sql`${t.emptiedAt} is null`),
    foreignKey({ columns: [t.orgId, t.createdBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.startedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("member_import_state", t.state, IMPORT_STATES),
  ],
);

export const memberImportLine = pgTable(
  "member_import_line",
  {
    orgId: orgId(),
    importId: uuid("import_id").notNull(),
    // in the file, from 1
    line: integer("line").notNull(),
    // as they stand in the file, shortened; as they are stored once the line is ready
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role").notNull(),
    teams: text("teams").array().notNull(),
    teamIds: uuid("team_ids").array().notNull(),
    outcome: oneOf("outcome", LINE_OUTCOMES).notNull(),
    why: text("why"),
    invitationId: uuid("invitation_id"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.importId, t.line] }),
    index("member_import_line_outcome").on(t.orgId, t.importId, t.outcome, t.line),
    foreignKey({ columns: [t.orgId, t.importId], foreignColumns: [memberImport.orgId, memberImport.id] }),
    oneOfCheck("member_import_line_outcome_known", t.outcome, LINE_OUTCOMES),
  ],
);
