import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { freeText } from "#app/domain/audit/free-text-tables.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { agent, member, organization, team } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Grant: lets a team (whoever is an active member at the moment of the call), a member or an agent use a server, some
// or all of its tools, in one environment, until a date. Whether it holds is derived at read from these instants.
export const accessGrant = pgTable(
  "access_grant",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    serverId: uuid("server_id").notNull(),
    // exactly one of the three
    memberId: uuid("member_id"),
    teamId: uuid("team_id"),
    agentId: uuid("agent_id"),
    environment: oneOf("environment", ENVIRONMENTS).notNull(),
    // null: every pinned tool
    tools: text("tools").array(),
    // null: any release whose tools match the pin
    release: text("release"),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    createdAt: instant("created_at").notNull(),
    // who decided; a grant is never made by the person it is for
    grantedBy: uuid("granted_by").notNull(),
    suspendedAt: instant("suspended_at"),
    suspendedBy: uuid("suspended_by"),
    suspendReasonId: uuid("suspend_reason_id"),
    // null: until somebody resumes it
    suspendedUntil: instant("suspended_until"),
    revokedAt: instant("revoked_at"),
    revokedBy: uuid("revoked_by"),
    revokeReasonId: uuid("revoke_reason_id"),
    // when the sweep wrote the event that it ended; decides nothing
    endNotedAt: instant("end_noted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("access_grant_by_server_member").on(t.orgId, t.serverId, t.memberId),
    index("access_grant_by_server_team").on(t.orgId, t.serverId, t.teamId),
    index("access_grant_by_server_agent").on(t.orgId, t.serverId, t.agentId),
    index("access_grant_by_member").on(t.orgId, t.memberId),
    index("access_grant_by_team").on(t.orgId, t.teamId),
    index("access_grant_by_agent").on(t.orgId, t.agentId),
    index("access_grant_by_end").on(t.orgId, t.endsAt),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.teamId], foreignColumns: [team.orgId, team.id] }),
    foreignKey({ columns: [t.orgId, t.agentId], foreignColumns: [agent.orgId, agent.id] }),
    foreignKey({ columns: [t.orgId, t.grantedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.suspendedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.revokedBy], foreignColumns: [member.orgId, member.id] }),
    check("access_grant_one_grantee", sql`num_nonnulls(${t.memberId}, ${t.teamId}, ${t.agentId}) = 1`),
    foreignKey({ columns: [t.orgId, t.suspendReasonId], foreignColumns: [freeText.orgId, freeText.id] }),
    foreignKey({ columns: [t.orgId, t.revokeReasonId], foreignColumns: [freeText.orgId, freeText.id] }),
    check("access_grant_ends_after_start", sql`${t.endsAt} > ${t.startsAt}`),
    oneOfCheck("access_grant_environment", t.environment, ENVIRONMENTS),
  ],
);
