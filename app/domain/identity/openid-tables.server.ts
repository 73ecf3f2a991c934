import { sql } from "drizzle-orm";
import {
  boolean,
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
import { account } from "#app/domain/identity/account-tables.server.ts";
import type { ProvedPerson } from "#app/domain/identity/openid.ts";
import { OPENID_PURPOSES } from "#app/domain/identity/openid-purposes.ts";
import { member, organization, team } from "#app/domain/identity/organization-tables.server.ts";
import { sealedSecret } from "#app/domain/identity/secret-tables.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// OpenID provider: where members of one organization sign in; at most one each. Group: what a group at the provider
// gives here. Identity: a subject of an issuer, linked to an account for this organization alone. Flow: one browser's
// way to the provider and back, minutes long.
export const openidProvider = pgTable(
  "openid_provider",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    issuer: text("issuer").notNull(),
    clientId: text("client_id").notNull(),
    secretId: uuid("secret_id").notNull(),
    secretSetAt: instant("secret_set_at").notNull(),
    scopes: text("scopes").array().notNull(),
    groupClaim: text("group_claim").notNull(),
    // addresses of these domains only; empty: of any
    domains: text("domains").array().notNull(),
    // null: nobody gets in without a mapped group
    defaultRole: oneOf("default_role", ROLES),
    // somebody the provider knows becomes a member by signing in
    joins: boolean("joins").notNull(),
    // members come in through the provider only
    isRequired: boolean("is_required").notNull(),
    // when issuer, client or secret were last changed: an older test counts no more
    trustedAt: instant("trusted_at").notNull(),
    testedAt: instant("tested_at"),
    testedBy: uuid("tested_by"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("openid_provider_of").on(t.orgId),
    foreignKey({ columns: [t.orgId, t.secretId], foreignColumns: [sealedSecret.orgId, sealedSecret.id] }),
    foreignKey({ columns: [t.orgId, t.testedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("openid_provider_default_role", t.defaultRole, ROLES),
  ],
);

export const openidGroup = pgTable(
  "openid_group",
  {
    orgId: orgId(),
    id: id(),
    providerId: uuid("provider_id").notNull(),
    // as the provider writes it
    name: text("name").notNull(),
    role: oneOf("role", ROLES),
    teamId: uuid("team_id"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("openid_group_of").on(t.orgId, t.providerId),
    foreignKey({
      columns: [t.orgId, t.providerId],
      foreignColumns: [openidProvider.orgId, openidProvider.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.teamId], foreignColumns: [team.orgId, team.id] }),
    oneOfCheck("openid_group_role", t.role, ROLES),
    check("openid_group_gives", sql`${t.role} is not null or ${t.teamId} is not null`),
  ],
);

export const openidIdentity = pgTable(
  "openid_identity",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => account.id),
    // false: when they last came, none of their groups let them in; sessions opened by it stop with that
    opens: boolean("opens").notNull(),
    linkedAt: instant("linked_at").notNull(),
    lastUsedAt: instant("last_used_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("openid_identity_subject").on(t.orgId, t.issuer, t.subject),
    // an address given to somebody else at the provider does not inherit the account
    uniqueIndex("openid_identity_account").on(t.orgId, t.issuer, t.accountId),
    index("openid_identity_by_account").on(t.accountId),
  ],
);

export const openidFlow = pgTable(
  "openid_flow",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    purpose: oneOf("purpose", OPENID_PURPOSES).notNull(),
    // SHA-256 of the state in the address and of the token in the cookie, hex
    stateHash: text("state_hash").notNull(),
    browserHash: text("browser_hash").notNull(),
    // whose test or proof it is
    accountId: uuid("account_id"),
    returnTo: text("return_to"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    // whom the provider vouched for, until their account's own password links the two
    waiting: jsonb("waiting").$type<ProvedPerson>(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("openid_flow_state").on(t.orgId, t.stateHash),
    index("openid_flow_by_browser").on(t.orgId, t.browserHash),
    index("openid_flow_by_end").on(t.orgId, t.expiresAt),
    oneOfCheck("openid_flow_purpose", t.purpose, OPENID_PURPOSES),
  ],
);
