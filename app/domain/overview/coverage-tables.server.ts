import { date, foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { organization, team } from "#app/domain/identity/organization-tables.server.ts";
import { instant, orgId } from "#app/domain/table-parts.ts";

// Coverage day: what was counted right after a day ended in the organization's time zone. A day without a row was not
// counted, which is unknown and never zero; nothing is filled in later. Team coverage day: the same, per team.
const standings = () => ({
  installations: integer("installations").notNull(),
  blocked: integer("blocked").notNull(),
  drifted: integer("drifted").notNull(),
  overScope: integer("over_scope").notNull(),
  lapsed: integer("lapsed").notNull(),
  unapproved: integer("unapproved").notNull(),
  approved: integer("approved").notNull(),
  servers: integer("servers").notNull(),
  people: integer("people").notNull(),
});

export const coverageDay = pgTable(
  "coverage_day",
  {
    orgId: orgId().references(() => organization.id),
    day: date("day", { mode: "string" }).notNull(),
    // the zone the day was a day of
    timeZone: text("time_zone").notNull(),
    countedAt: instant("counted_at").notNull(),
    ...standings(),
    devices: integer("devices").notNull(),
    silentDevices: integer("silent_devices").notNull(),
    unreadFiles: integer("unread_files").notNull(),
    // open findings
    findingsLow: integer("findings_low").notNull(),
    findingsMedium: integer("findings_medium").notNull(),
    findingsHigh: integer("findings_high").notNull(),
    findingsCritical: integer("findings_critical").notNull(),
    undecidedRequests: integer("undecided_requests").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.day] })],
);

export const teamCoverageDay = pgTable(
  "team_coverage_day",
  {
    orgId: orgId(),
    teamId: uuid("team_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    ...standings(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.teamId, t.day] }),
    // what was counted of a team goes with it
    foreignKey({ columns: [t.orgId, t.teamId], foreignColumns: [team.orgId, team.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.day], foreignColumns: [coverageDay.orgId, coverageDay.day] }),
  ],
);
