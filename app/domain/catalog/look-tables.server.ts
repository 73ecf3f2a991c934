import { foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { LOOK_PLACES, LOOK_STATES } from "#app/domain/catalog/catalog-words.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Look: somebody asked a server itself for its tools, from a device or by the worker, and what came of it. One that found
// them names the manifest; one that could not look keeps the reason. The newest of each server are kept.
export const look = pgTable(
  "look",
  {
    orgId: orgId(),
    id: id(),
    serverId: uuid("server_id").notNull(),
    place: oneOf("place", LOOK_PLACES).notNull(),
    state: oneOf("state", LOOK_STATES).notNull(),
    release: text("release"),
    // ends the sentence "Could not look: …"; may hold a server's own words
    reason: text("reason"),
    // names of variables or options it asks for
    needs: text("needs").array().notNull().default([]),
    askedBy: uuid("asked_by").notNull(),
    askedAt: instant("asked_at").notNull(),
    endedAt: instant("ended_at"),
    manifestId: uuid("manifest_id"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("look_by_server").on(t.orgId, t.serverId, t.askedAt),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.askedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.manifestId], foreignColumns: [manifest.orgId, manifest.id] }),
    oneOfCheck("look_place", t.place, LOOK_PLACES),
    oneOfCheck("look_state", t.state, LOOK_STATES),
  ],
);
