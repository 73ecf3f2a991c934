import { sql } from "drizzle-orm";
import { check, foreignKey, index, jsonb, pgTable, primaryKey, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import { type ConnectionFacts, LOOK_TROUBLES } from "#app/domain/connections/connection-facts.ts";
import { LOOK_STATES } from "#app/domain/connections/connection-words.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Look: one look at a remote server's connection from outside, asked for by somebody or by the sweep. What it saw is
// written once and never changed; a later look that saw nothing leaves the earlier one standing beside it.
export const connectionLook = pgTable(
  "connection_look",
  {
    orgId: orgId(),
    id: id(),
    serverId: uuid("server_id").notNull(),
    askedAt: instant("asked_at").notNull(),
    // null: nobody asked, it was time
    askedBy: uuid("asked_by"),
    state: oneOf("state", LOOK_STATES).notNull(),
    lookedAt: instant("looked_at"),
    why: oneOf("why", LOOK_TROUBLES),
    facts: jsonb("facts").$type<ConnectionFacts>(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("connection_look_by_server").on(t.orgId, t.serverId, t.askedAt),
    // one at a time
    uniqueIndex("connection_look_asked").on(t.orgId, t.serverId).where(sql`${t.state} = 'asked'`),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.askedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("connection_look_state", t.state, LOOK_STATES),
    oneOfCheck("connection_look_why", t.why, LOOK_TROUBLES),
    check("connection_look_seen", sql`(${t.state} = 'observed') = (${t.facts} is not null)`),
    check("connection_look_unseen", sql`(${t.state} = 'could_not_look') = (${t.why} is not null)`),
  ],
);
