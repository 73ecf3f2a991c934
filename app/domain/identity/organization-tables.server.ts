import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { INVITATION_MAILS } from "#app/domain/identity/invitation-words.ts";
import { ROLES, SCOPES } from "#app/domain/permissions.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Organization: a tenant, walled on its own id. Member: an account in an organization, with one role.
// Team: members who share access, with zero or more leads (a relation, not a role).
// Agent: a non-human principal; its owner, a member, answers for it, and it is looked at again by a date.
// Invitation: a link by which an address becomes a member. API key: a member, or an agent, acting without a browser.
export const organization = pgTable(
  "organization",
  {
    id: uuid("id").primaryKey(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull(),
    // made by the product's own verbs to show it; every page says so
    isDemo: boolean("is_demo").notNull().default(false),
    // in the organization's zone: ISO weekdays, 1 is Monday, and a span of each of them, "09:00" to "17:00"
    workingDays: integer("working_days").array().notNull().default([1, 2, 3, 4, 5]),
    worksFrom: text("works_from").notNull().default("09:00"),
    worksTo: text("works_to").notNull().default("17:00"),
    // members without a second factor set one up before anything else of it opens
    needsTwoFactors: boolean("needs_two_factors").notNull().default(false),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    uniqueIndex("organization_slug").on(t.slug),
    check("organization_working_span", sql`${t.worksFrom} < ${t.worksTo}`),
  ],
);

export const member = pgTable(
  "member",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => account.id),
    role: oneOf("role", ROLES).notNull(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    joinedAt: instant("joined_at").notNull(),
    // a removed member keeps the row: what they did still names it
    removedAt: instant("removed_at"),
    // sessions last proved before this open the organization only after a new proof
    sessionsEndedAt: instant("sessions_ended_at"),
    // only of somebody removed: nothing of name and address is left here, and what they did names the id
    erasedAt: instant("erased_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    // once removed and invited again, a person is a new member: nothing of the old one comes back to life
    uniqueIndex("member_account").on(t.orgId, t.accountId).where(sql`${t.removedAt} is null`),
    index("member_by_account").on(t.accountId),
    index("member_by_email").on(t.orgId, t.email),
    index("member_by_removal").on(t.orgId, t.removedAt, t.id).where(sql`${t.removedAt} is not null`),
    index("member_by_name").on(t.orgId, t.name),
    oneOfCheck("member_role", t.role, ROLES),
    check("member_erased", sql`${t.erasedAt} is null or ${t.removedAt} is not null`),
  ],
);

export const team = pgTable(
  "team",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    name: text("name").notNull(),
    createdAt: instant("created_at").notNull(),
    // an archived team has no open request and no grant that counts, and gets none
    archivedAt: instant("archived_at"),
    // its last lead left the organization and nobody leads it since
    lostLeadAt: instant("lost_lead_at"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] }), uniqueIndex("team_name").on(t.orgId, t.name)],
);

export const teamMember = pgTable(
  "team_member",
  {
    orgId: orgId(),
    teamId: uuid("team_id").notNull(),
    memberId: uuid("member_id").notNull(),
    isLead: boolean("is_lead").notNull(),
    addedAt: instant("added_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.teamId, t.memberId] }),
    index("team_member_by_member").on(t.orgId, t.memberId),
    foreignKey({ columns: [t.orgId, t.teamId], foreignColumns: [team.orgId, team.id] }),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
  ],
);

export const agent = pgTable(
  "agent",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    name: text("name").notNull(),
    // what it does, in a sentence, for who decides about it
    purpose: text("purpose").notNull(),
    ownerId: uuid("owner_id").notNull(),
    // where it runs; never changes, since grants were decided for it
    environment: oneOf("environment", ENVIRONMENTS).notNull(),
    reviewBy: instant("review_by").notNull(),
    reviewedAt: instant("reviewed_at"),
    reviewedBy: uuid("reviewed_by"),
    createdAt: instant("created_at").notNull(),
    createdBy: uuid("created_by").notNull(),
    // whom the owner asked to take it over
    offeredTo: uuid("offered_to"),
    offeredAt: instant("offered_at"),
    retiredAt: instant("retired_at"),
    retiredBy: uuid("retired_by"),
    retireReason: text("retire_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("agent_name").on(t.orgId, t.name).where(sql`${t.retiredAt} is null`),
    index("agent_by_owner").on(t.orgId, t.ownerId),
    index("agent_by_offer").on(t.orgId, t.offeredTo),
    index("agent_by_review").on(t.orgId, t.reviewBy, t.id),
    foreignKey({ columns: [t.orgId, t.ownerId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.reviewedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.createdBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.offeredTo], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.retiredBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("agent_environment", t.environment, ENVIRONMENTS),
  ],
);

export const invitation = pgTable(
  "invitation",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: oneOf("role", ROLES).notNull(),
    teamIds: uuid("team_ids").array().notNull(),
    // SHA-256 of the token in the link, hex
    tokenHash: text("token_hash").notNull(),
    // null when made at the server's command line
    invitedBy: uuid("invited_by"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    acceptedBy: uuid("accepted_by"),
    revokedAt: instant("revoked_at"),
    // what became of the last mail; null where none was asked for
    mail: oneOf("mail", INVITATION_MAILS),
    // of that mail: asked for at first, then answered by the receiving side
    mailAt: instant("mail_at"),
    // as the receiving side refused, "SMTP 550"
    mailWhy: text("mail_why"),
    // how many mails were asked for
    mails: integer("mails").notNull().default(0),
    // SHA-256 of the token in the mail, hex: known to the mailbox alone, so accepting by it proves the address
    mailTokenHash: text("mail_token_hash"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("invitation_token").on(t.tokenHash),
    uniqueIndex("invitation_mail_token").on(t.mailTokenHash),
    index("invitation_by_mail").on(t.orgId, t.mailAt),
    oneOfCheck("invitation_mail", t.mail, INVITATION_MAILS),
    index("invitation_by_email").on(t.orgId, t.email),
    foreignKey({ columns: [t.orgId, t.invitedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.acceptedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("invitation_role", t.role, ROLES),
  ],
);

export const apiKey = pgTable(
  "api_key",
  {
    orgId: orgId(),
    id: id(),
    memberId: uuid("member_id").notNull(),
    // acts as this agent only, while the member is its owner
    agentId: uuid("agent_id"),
    name: text("name").notNull(),
    // the visible start of the key, to recognise it by
    prefix: text("prefix").notNull(),
    keyHash: text("key_hash").notNull(),
    scopes: text("scopes", { enum: SCOPES }).array().notNull(),
    // what a gateway with this key speaks for; null: the key may not decide calls without an installation
    environment: oneOf("environment", ENVIRONMENTS),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("api_key_hash").on(t.keyHash),
    index("api_key_by_member").on(t.orgId, t.memberId),
    index("api_key_by_agent").on(t.orgId, t.agentId),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.agentId], foreignColumns: [agent.orgId, agent.id] }),
    check("api_key_of_agent_checks_only", sql`${t.agentId} is null or ${t.scopes} = '{check}'`),
    oneOfCheck("api_key_environment", t.environment, ENVIRONMENTS),
  ],
);
