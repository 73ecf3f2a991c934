import { sql } from "drizzle-orm";
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { DRIFT_CLASSES, LAUNCH_CHANGES, LAUNCH_OUTCOMES } from "#app/domain/catalog/drift/drift-words.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import { installation } from "#app/domain/inventory/inventory-tables.server.ts";
import type { Launch } from "#app/domain/inventory/scan-inputs.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Launch drift: one installation, for as long as it was started in one way that is not the pinned one. Both launches are kept,
// redacted as they were reported, so that what was decided can be read afterwards. Calls are decided by the installation's row.
export const launchDrift = pgTable(
  "launch_drift",
  {
    orgId: orgId(),
    id: id(),
    installationId: uuid("installation_id").notNull(),
    // what was approved there, and what stands there
    serverId: uuid("server_id").notNull(),
    foundServerId: uuid("found_server_id").notNull(),
    change: oneOf("change", LAUNCH_CHANGES).notNull(),
    class: oneOf("class", DRIFT_CLASSES).notNull(),
    approvedRelease: text("approved_release"),
    foundRelease: text("found_release"),
    approvedLaunch: jsonb("approved_launch").$type<Launch>().notNull(),
    foundLaunch: jsonb("found_launch").$type<Launch>().notNull(),
    // SHA-256 of what `launchWay` says, hex
    approvedWay: text("approved_way").notNull(),
    foundWay: text("found_way").notNull(),
    foundAt: instant("found_at").notNull(),
    endedAt: instant("ended_at"),
    outcome: oneOf("outcome", LAUNCH_OUTCOMES),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("launch_drift_by_server").on(t.orgId, t.serverId, t.id),
    index("launch_drift_by_installation").on(t.orgId, t.installationId, t.id),
    uniqueIndex("launch_drift_open").on(t.orgId, t.installationId).where(sql`${t.endedAt} is null`),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.id],
    }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.foundServerId], foreignColumns: [server.orgId, server.id] }),
    oneOfCheck("launch_drift_change", t.change, LAUNCH_CHANGES),
    oneOfCheck("launch_drift_class", t.class, DRIFT_CLASSES),
    oneOfCheck("launch_drift_outcome", t.outcome, LAUNCH_OUTCOMES),
  ],
);
