import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, orgId } from "#app/domain/table-parts.ts";
import { PRESENCES } from "./inventory-words.ts";
import { CLIENTS } from "./scan-inputs.ts";

// What the lists read instead of deriving everybody's standing anew. Nothing here is written by a verb: triggers on the tables
// a standing rests on leave marks, and `settleInventory` derives what was marked, or what time has changed, before a list
// is read. Calls are never decided from these tables.

// Standing mark: installations to be derived anew, those of all that is named.
export const standingMark = pgTable(
  "standing_mark",
  {
    orgId: orgId().references(() => organization.id, { onDelete: "cascade" }),
    id: bigint("id", { mode: "bigint" }).notNull().generatedAlwaysAsIdentity(),
    serverId: uuid("server_id"),
    deviceId: uuid("device_id"),
    memberId: uuid("member_id"),
    teamId: uuid("team_id"),
    installationIds: uuid("installation_ids").array(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

// Installation standing: how one installation stands, true from `holds_from` on and before `holds_until` unless marked.
// A block of the whole organization is not in it: it is laid over at read, so that it never rewrites every row.
export const installationStanding = pgTable(
  "installation_standing",
  {
    orgId: orgId(),
    // of the installation
    id: id(),
    serverId: uuid("server_id").notNull(),
    memberId: uuid("member_id").notNull(),
    deviceId: uuid("device_id").notNull(),
    client: oneOf("client", CLIENTS).notNull(),
    isRemoved: boolean("is_removed").notNull(),
    // rank of the standing, 1 needs a person most
    need: smallint("need").notNull(),
    // rank of the worst open finding, 0 for none
    severity: smallint("severity").notNull(),
    // of the open findings, each once, in their own order
    rules: text("rules").array().notNull().default([]),
    presence: oneOf("presence", PRESENCES).notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    holdsFrom: instant("holds_from").notNull(),
    holdsUntil: instant("holds_until").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    // the migration has it carry client, presence, server and member, so that filters and counts read the index alone
    index("installation_standing_by_need").on(
      t.orgId,
      t.isRemoved,
      t.need,
      t.severity.desc(),
      t.lastSeenAt.desc(),
      t.id,
    ),
    // the API's pages of one standing, in id order
    index("installation_standing_of_need").on(t.orgId, t.isRemoved, t.need, t.id),
    index("installation_standing_by_sight").on(t.orgId, t.isRemoved, t.lastSeenAt, t.id),
    index("installation_standing_by_server").on(t.orgId, t.serverId, t.id),
    index("installation_standing_by_member").on(t.orgId, t.memberId, t.id),
    index("installation_standing_by_device").on(t.orgId, t.deviceId),
    index("installation_standing_by_end").on(t.orgId, t.holdsUntil),
    index("installation_standing_by_start").on(t.orgId, t.holdsFrom),
  ],
);

export const IN_USE_KINDS = ["server", "team"] as const;

// In use: what the installations of one server, or of one team's people, add up to; of all that are not removed (facet
// `all`) and of those with one property (`need:4`, `client:cursor`, `presence:silent`, `finding:unpinned`, `severity:3` and worse).
export const inUse = pgTable(
  "in_use",
  {
    orgId: orgId(),
    kind: oneOf("kind", IN_USE_KINDS).notNull(),
    // of the server or team; all zeros: people in no team
    subjectId: uuid("subject_id").notNull(),
    facet: text("facet").notNull(),
    // true on the facet `all` alone: to be added up anew before it is read
    isStale: boolean("is_stale").notNull().default(false),
    need: smallint("need").notNull().default(0),
    severity: smallint("severity").notNull().default(0),
    installations: integer("installations").notNull().default(0),
    people: integer("people").notNull().default(0),
    servers: integer("servers").notNull().default(0),
    // installations per standing, in the order of `need`
    byNeed: integer("by_need").array().notNull().default([]),
    silent: integer("silent").notNull().default(0),
    returned: integer("returned").notNull().default(0),
    clients: text("clients").array().notNull().default([]),
    // the first three people of a server, the first five servers of a team
    first: jsonb("first").notNull().default([]),
    firstSeenAt: instant("first_seen_at"),
    lastSeenAt: instant("last_seen_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.kind, t.subjectId, t.facet] }),
    // carries `installations` likewise, to be summed
    index("in_use_by_need").on(t.orgId, t.kind, t.facet, t.need, t.severity.desc(), t.lastSeenAt.desc()),
    index("in_use_stale").on(t.orgId, t.kind, t.subjectId).where(sql`${t.isStale}`),
  ],
);
