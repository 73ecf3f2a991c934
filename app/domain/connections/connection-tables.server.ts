import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import { type ConnectionFacts, LOOK_TROUBLES } from "#app/domain/connections/connection-facts.ts";
import { LOOK_STATES } from "#app/domain/connections/connection-words.ts";
import type { ZoneRule } from "#app/domain/connections/zone-inputs.ts";
import type { Place } from "#app/domain/connections/zone-rules.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";
import { ZONES } from "#app/domain/trust/zone-words.ts";

// Zone policy: the ordered rules that declare where servers run; the newest version counts, the others are its history.
// Server zone: what follows for one server, derived again whenever something it rests on has changed.
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
    // when somebody last began with it; null: it waits its turn
    begunAt: instant("begun_at"),
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

export const zonePolicy = pgTable(
  "zone_policy",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    version: integer("version").notNull(),
    rules: jsonb("rules").$type<ZoneRule[]>().notNull(),
    madeAt: instant("made_at").notNull(),
    madeBy: uuid("made_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("zone_policy_version").on(t.orgId, t.version),
    foreignKey({ columns: [t.orgId, t.madeBy], foreignColumns: [member.orgId, member.id] }),
  ],
);

export const serverZone = pgTable(
  "server_zone",
  {
    orgId: orgId(),
    serverId: uuid("server_id").notNull(),
    // null: not known
    zone: oneOf("zone", ZONES),
    // of the policy, counting from 1; null: observed
    rule: integer("rule"),
    // what it was told from, so that another policy can be tried
    places: jsonb("places").$type<Place[]>().notNull(),
    // of the evidence and findings that followed, SHA-256 in hex: the same again is not written again
    hash: text("hash").notNull(),
    policyVersion: integer("policy_version").notNull(),
    manifestId: uuid("manifest_id"),
    assessedAt: instant("assessed_at").notNull(),
    recordedAt: instant("recorded_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.serverId] }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    oneOfCheck("server_zone_zone", t.zone, ZONES),
  ],
);
