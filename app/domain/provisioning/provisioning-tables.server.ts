import { sql } from "drizzle-orm";
import { foreignKey, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { member, organization, team } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, orgId } from "#app/domain/table-parts.ts";

// SCIM token: what an identity provider shows to keep this organization's people as they are there. SCIM user: a person
// as the provider knows them, with an id that outlives each membership. SCIM group: a team the provider fills.
export const scimToken = pgTable(
  "scim_token",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    name: text("name").notNull(),
    // the visible start of the token, to recognise it by
    prefix: text("prefix").notNull(),
    // SHA-256, hex
    tokenHash: text("token_hash").notNull(),
    createdBy: uuid("created_by").notNull(),
    createdAt: instant("created_at").notNull(),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("scim_token_hash").on(t.tokenHash),
    foreignKey({ columns: [t.orgId, t.createdBy], foreignColumns: [member.orgId, member.id] }),
  ],
);

export const scimUser = pgTable(
  "scim_user",
  {
    orgId: orgId().references(() => organization.id),
    // of the member row it began with; a person who comes back keeps it with another member row
    id: id(),
    memberId: uuid("member_id").notNull(),
    externalId: text("external_id"),
    userName: text("user_name").notNull(),
    // as the provider writes it; whom the account signs in as stays as it is
    email: text("email").notNull(),
    givenName: text("given_name"),
    familyName: text("family_name"),
    createdAt: instant("created_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    // deleted there: its id is not found any more
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("scim_user_member").on(t.orgId, t.memberId),
    uniqueIndex("scim_user_name").on(t.orgId, sql`lower(${t.userName})`).where(sql`${t.deletedAt} is null`),
    index("scim_user_external").on(t.orgId, t.externalId),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
  ],
);

export const scimGroup = pgTable(
  "scim_group",
  {
    orgId: orgId().references(() => organization.id),
    teamId: uuid("team_id").notNull(),
    externalId: text("external_id"),
    changedAt: instant("changed_at").notNull(),
    // deleted there: the team stays, empty, and is not offered there any more
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.teamId] }),
    foreignKey({ columns: [t.orgId, t.teamId], foreignColumns: [team.orgId, team.id] }),
  ],
);
