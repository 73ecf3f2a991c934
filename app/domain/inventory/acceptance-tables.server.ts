import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";
import { device } from "./inventory-tables.server.ts";
import { ACCEPTANCE_REACHES, FINDING_RULES } from "./inventory-words.ts";

// Acceptance: somebody lives with what a rule remarks on, for a reason and until a day. It ends by itself: whether it holds is
// a comparison with the clock. Never changed but by its withdrawal.
export const findingAcceptance = pgTable(
  "finding_acceptance",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    reach: oneOf("reach", ACCEPTANCE_REACHES).notNull(),
    rule: oneOf("rule", FINDING_RULES).notNull(),
    // null for what is remarked on a device
    serverId: uuid("server_id"),
    deviceId: uuid("device_id"),
    // null when it reaches every installation of the server
    installationId: uuid("installation_id"),
    // of one finding: its place, and what stood there
    where: text("where_in_file"),
    subjectHash: text("subject_hash"),
    reasonId: uuid("reason_id").notNull(),
    acceptedAt: instant("accepted_at").notNull(),
    acceptedBy: uuid("accepted_by").notNull(),
    endsAt: instant("ends_at").notNull(),
    withdrawnAt: instant("withdrawn_at"),
    withdrawnBy: uuid("withdrawn_by"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("finding_acceptance_standing").on(t.orgId, t.serverId, t.rule).where(sql`${t.withdrawnAt} is null`),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    index("finding_acceptance_of_device").on(t.orgId, t.deviceId).where(sql`${t.deviceId} is not null`),
    check("finding_acceptance_subject", sql`num_nonnulls(${t.serverId}, ${t.deviceId}) = 1`),
    foreignKey({ columns: [t.orgId, t.deviceId], foreignColumns: [device.orgId, device.id] }),
    foreignKey({ columns: [t.orgId, t.acceptedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.withdrawnBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("finding_acceptance_reach", t.reach, ACCEPTANCE_REACHES),
    oneOfCheck("finding_acceptance_rule", t.rule, FINDING_RULES),
  ],
);
