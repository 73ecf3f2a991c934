import { sql } from "drizzle-orm";
import {
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
import type { DriftSummary } from "#app/domain/catalog/drift/classify-drift.ts";
import type { ToolChange, ToolDrift } from "#app/domain/catalog/drift/compare-tools.ts";
import {
  DRIFT_CLASSES,
  DRIFT_OUTCOMES,
  type DriftClass,
  type DriftPolicy,
} from "#app/domain/catalog/drift/drift-words.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Drift: the tools a server lists now are not those that were pinned. Pinned list: what an approval stands on as a whole and
// what became of it. Tool drift: the state of one tool that differs; every decided call reads both. Drift policy: what the
// organization makes of each kind of change. A tool that differs and has no valid row here is refused.
export const pinnedList = pgTable(
  "pinned_list",
  {
    orgId: orgId(),
    serverId: uuid("server_id").notNull(),
    manifestId: uuid("manifest_id"),
    // of the manifest, hex; null: no tools were known
    manifestHash: text("manifest_hash"),
    release: text("release"),
    pinnedAt: instant("pinned_at").notNull(),
    pinnedBy: uuid("pinned_by").notNull(),
    // the strictest of all that changed since; null: nothing did
    drift: oneOf("drift", DRIFT_CLASSES),
    // the strictest of what changed for the whole server
    wholeDrift: oneOf("whole_drift", DRIFT_CLASSES),
    whole: jsonb("whole").$type<(ToolChange & { class: DriftClass })[]>().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.serverId] }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.manifestId], foreignColumns: [manifest.orgId, manifest.id] }),
    foreignKey({ columns: [t.orgId, t.pinnedBy], foreignColumns: [member.orgId, member.id] }),
    index("pinned_list_drifted").on(t.orgId, t.drift, t.serverId).where(sql`${t.drift} is not null`),
    oneOfCheck("pinned_list_drift", t.drift, DRIFT_CLASSES),
    oneOfCheck("pinned_list_whole_drift", t.wholeDrift, DRIFT_CLASSES),
  ],
);

export const toolDrift = pgTable(
  "tool_drift",
  {
    orgId: orgId(),
    serverId: uuid("server_id").notNull(),
    toolName: text("tool_name").notNull(),
    // what it was classified for: the tool as listed and as pinned; null: not listed, not pinned
    toolHash: text("tool_hash"),
    pinnedHash: text("pinned_hash"),
    fate: text("fate").$type<ToolDrift["fate"]>().notNull(),
    was: text("was"),
    class: oneOf("class", DRIFT_CLASSES).notNull(),
    changes: jsonb("changes").$type<ToolChange[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.serverId, t.toolName] }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    oneOfCheck("tool_drift_class", t.class, DRIFT_CLASSES),
  ],
);

export const drift = pgTable(
  "drift",
  {
    orgId: orgId(),
    id: id(),
    serverId: uuid("server_id").notNull(),
    // the list that differs
    manifestId: uuid("manifest_id").notNull(),
    class: oneOf("class", DRIFT_CLASSES).notNull(),
    added: integer("added").notNull(),
    removed: integer("removed").notNull(),
    renamed: integer("renamed").notNull(),
    changed: integer("changed").notNull(),
    same: integer("same").notNull(),
    summary: jsonb("summary").$type<DriftSummary>().notNull(),
    foundAt: instant("found_at").notNull(),
    endedAt: instant("ended_at"),
    outcome: oneOf("outcome", DRIFT_OUTCOMES),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("drift_by_server").on(t.orgId, t.serverId, t.id),
    uniqueIndex("drift_open").on(t.orgId, t.serverId).where(sql`${t.endedAt} is null`),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.manifestId], foreignColumns: [manifest.orgId, manifest.id] }),
    oneOfCheck("drift_class", t.class, DRIFT_CLASSES),
    oneOfCheck("drift_outcome", t.outcome, DRIFT_OUTCOMES),
  ],
);

export const driftPolicy = pgTable(
  "drift_policy",
  {
    orgId: orgId().references(() => organization.id),
    classes: jsonb("classes").$type<DriftPolicy>().notNull(),
    changedAt: instant("changed_at").notNull(),
    changedBy: uuid("changed_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId] }),
    foreignKey({ columns: [t.orgId, t.changedBy], foreignColumns: [member.orgId, member.id] }),
  ],
);
