import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { freeText } from "#app/domain/audit/free-text-tables.server.ts";
import { drift } from "#app/domain/catalog/drift-tables.server.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import { accessGrant } from "#app/domain/grants/grant-tables.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { agent, member, organization, team } from "#app/domain/identity/organization-tables.server.ts";
import { installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { launchDrift } from "#app/domain/inventory/launch-drift-tables.server.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import type { FrozenEvidence } from "#app/domain/requests/request-words.ts";
import {
  CANCEL_REASONS,
  CHECKLIST_ANSWERS,
  CHECKLIST_ITEMS,
  DECISION_OUTCOMES,
  MESSAGE_KINDS,
  REQUEST_KINDS,
  REQUEST_STATES,
} from "#app/domain/requests/request-words.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Request: somebody asks that a member, a team or an agent may use a server. Decision: one person's answer to it, with the
// evidence as it stood, frozen. Message: a question and its answer. Checklist answer: what a person said of one
// row of the pre-deployment checklist; rows nobody answered are read from evidence or are unknown.
export const request = pgTable(
  "request",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    kind: oneOf("kind", REQUEST_KINDS).notNull().default("access"),
    serverId: uuid("server_id").notNull(),
    // of a request about a drift: which, of a server's tools or of how an installation is started, and the grant in whose
    // name it is asked
    driftId: uuid("drift_id"),
    launchDriftId: uuid("launch_drift_id"),
    grantId: uuid("grant_id"),
    // the unapproved installation it was asked from, if any, or the one that is started otherwise
    installationId: uuid("installation_id"),
    requesterId: uuid("requester_id").notNull(),
    // whom the grant is for; exactly one of the three
    memberId: uuid("member_id"),
    teamId: uuid("team_id"),
    agentId: uuid("agent_id"),
    environment: oneOf("environment", ENVIRONMENTS).notNull(),
    // null: all tools
    tools: text("tools").array(),
    release: text("release"),
    reason: text("reason").notNull(),
    client: oneOf("client", CLIENTS),
    endsAt: instant("ends_at").notNull(),
    state: oneOf("state", REQUEST_STATES).notNull(),
    submittedAt: instant("submitted_at").notNull(),
    // null until policies set due times
    dueAt: instant("due_at"),
    // a request not decided by then expires
    expiresAt: instant("expires_at").notNull(),
    decidedAt: instant("decided_at"),
    // why Castellan closed it itself
    cancelReason: oneOf("cancel_reason", CANCEL_REASONS),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    oneOfCheck("request_kind", t.kind, REQUEST_KINDS),
    check(
      "request_drift_kind",
      sql`num_nonnulls(${t.driftId}, ${t.launchDriftId}) = case ${t.kind} when 'drift' then 1 else 0 end
        and (${t.grantId} is not null) = (${t.kind} = 'drift') and (${t.launchDriftId} is null or ${t.installationId} is not null)`,
    ),
    uniqueIndex("request_open_drift")
      .on(t.orgId, t.serverId)
      .where(
        sql`${t.driftId} is not null and ${t.state} in ('submitted', 'pending_approval', 'waiting_for_requester')`,
      ),
    uniqueIndex("request_open_launch_drift")
      .on(t.orgId, t.installationId)
      .where(
        sql`${t.launchDriftId} is not null and ${t.state} in ('submitted', 'pending_approval', 'waiting_for_requester')`,
      ),
    index("request_by_drift").on(t.orgId, t.driftId),
    index("request_by_launch_drift").on(t.orgId, t.launchDriftId),
    foreignKey({ columns: [t.orgId, t.driftId], foreignColumns: [drift.orgId, drift.id] }),
    foreignKey({ columns: [t.orgId, t.launchDriftId], foreignColumns: [launchDrift.orgId, launchDrift.id] }),
    foreignKey({ columns: [t.orgId, t.grantId], foreignColumns: [accessGrant.orgId, accessGrant.id] }),
    oneOfCheck("request_cancel_reason", t.cancelReason, CANCEL_REASONS),
    index("request_by_state").on(t.orgId, t.state, t.id),
    index("request_by_requester").on(t.orgId, t.requesterId, t.id),
    index("request_by_agent").on(t.orgId, t.agentId, t.id),
    index("request_by_server").on(t.orgId, t.serverId, t.id),
    index("request_by_team").on(t.orgId, t.teamId),
    index("request_by_installation").on(t.orgId, t.installationId),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.id],
    }),
    foreignKey({ columns: [t.orgId, t.requesterId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.teamId], foreignColumns: [team.orgId, team.id] }),
    foreignKey({ columns: [t.orgId, t.agentId], foreignColumns: [agent.orgId, agent.id] }),
    check("request_one_grantee", sql`num_nonnulls(${t.memberId}, ${t.teamId}, ${t.agentId}) = 1`),
    oneOfCheck("request_environment", t.environment, ENVIRONMENTS),
    oneOfCheck("request_state", t.state, REQUEST_STATES),
    oneOfCheck("request_client", t.client, CLIENTS),
  ],
);

export const decision = pgTable(
  "decision",
  {
    orgId: orgId(),
    id: id(),
    requestId: uuid("request_id").notNull(),
    decidedBy: uuid("decided_by").notNull(),
    outcome: oneOf("outcome", DECISION_OUTCOMES).notNull(),
    // the words are in free_text, where they can be erased; what stands here proves them
    reasonId: uuid("reason_id"),
    reasonHash: text("reason_hash"),
    evidence: jsonb("evidence").$type<FrozenEvidence>().notNull(),
    // the grant an approval issued
    grantId: uuid("grant_id"),
    decidedAt: instant("decided_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("decision_by_request").on(t.orgId, t.requestId),
    uniqueIndex("decision_grant").on(t.orgId, t.grantId),
    foreignKey({ columns: [t.orgId, t.requestId], foreignColumns: [request.orgId, request.id] }),
    foreignKey({ columns: [t.orgId, t.decidedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.grantId], foreignColumns: [accessGrant.orgId, accessGrant.id] }),
    foreignKey({ columns: [t.orgId, t.reasonId], foreignColumns: [freeText.orgId, freeText.id] }),
    oneOfCheck("decision_outcome", t.outcome, DECISION_OUTCOMES),
  ],
);

export const requestMessage = pgTable(
  "request_message",
  {
    orgId: orgId(),
    id: id(),
    requestId: uuid("request_id").notNull(),
    authorId: uuid("author_id").notNull(),
    kind: oneOf("kind", MESSAGE_KINDS).notNull(),
    body: text("body").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("request_message_by_request").on(t.orgId, t.requestId, t.id),
    foreignKey({ columns: [t.orgId, t.requestId], foreignColumns: [request.orgId, request.id] }),
    foreignKey({ columns: [t.orgId, t.authorId], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("request_message_kind", t.kind, MESSAGE_KINDS),
  ],
);

export const checklistAnswer = pgTable(
  "checklist_answer",
  {
    orgId: orgId(),
    requestId: uuid("request_id").notNull(),
    item: oneOf("item", CHECKLIST_ITEMS).notNull(),
    answer: oneOf("answer", CHECKLIST_ANSWERS).notNull(),
    noteId: uuid("note_id"),
    answeredBy: uuid("answered_by").notNull(),
    answeredAt: instant("answered_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.requestId, t.item] }),
    foreignKey({ columns: [t.orgId, t.requestId], foreignColumns: [request.orgId, request.id] }),
    foreignKey({ columns: [t.orgId, t.answeredBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.noteId], foreignColumns: [freeText.orgId, freeText.id] }),
    oneOfCheck("checklist_answer_item", t.item, CHECKLIST_ITEMS),
    oneOfCheck("checklist_answer_answer", t.answer, CHECKLIST_ANSWERS),
  ],
);
