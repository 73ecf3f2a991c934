import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant } from "#app/domain/table-parts.ts";

// Account: a person's sign-in, which may belong to several organizations; walled on `app.account_id`.
// Session: one signed-in browser; only the hash of its id is stored. Rate limit: counters of the sign-in limits.
// These tables are global (no org_id): the closed list in the catalog test names them.
export const account = pgTable(
  "account",
  {
    id: uuid("id").primaryKey(),
    // lower case, as compared
    email: text("email").notNull(),
    name: text("name").notNull(),
    // argon2id, encoded with its parameters; null until an invitation was accepted
    passwordHash: text("password_hash"),
    createdAt: instant("created_at").notNull(),
    disabledAt: instant("disabled_at"),
    // when whoever signs in here last proved that mail to the address reaches them
    emailVerifiedAt: instant("email_verified_at"),
  },
  (t) => [uniqueIndex("account_email").on(t.email)],
);

export const accountEvent = pgTable(
  "account_event",
  {
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => account.id),
    at: instant("at").notNull(),
    kind: text("kind").notNull(),
    from: text("from_address"),
    // in our words ("Firefox on Linux"), never as the browser wrote it
    browser: text("browser"),
    requestId: text("request_id").notNull(),
  },
  (t) => [index("account_event_by_account").on(t.accountId, t.id)],
);

export const session = pgTable(
  "session",
  {
    // SHA-256 of the id in the cookie, hex
    idHash: text("id_hash").primaryKey(),
    // names it on pages; opens nothing
    id: uuid("id").notNull(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => account.id),
    // the known browser it was started in
    browserId: uuid("browser_id"),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    idleExpiresAt: instant("idle_expires_at").notNull(),
    absoluteExpiresAt: instant("absolute_expires_at").notNull(),
    // when whoever uses it last proved who they are with a password or passkey of the account; null: never, in this session
    provedAt: instant("proved_at"),
    // the organization whose provider vouches for the account, by which identity, and when that last asked the person
    openidOrgId: uuid("openid_org_id"),
    openidIdentityId: uuid("openid_identity_id"),
    openidProvedAt: instant("openid_proved_at"),
    from: text("from_address"),
    userAgent: text("user_agent"),
  },
  (t) => [
    check(
      "session_proof",
      sql`${t.provedAt} is not null or (${t.openidOrgId} is not null and ${t.openidIdentityId} is not null)`,
    ),
    index("session_by_account").on(t.accountId),
    index("session_by_end").on(t.absoluteExpiresAt),
  ],
);

// Columns as rate-limiter-flexible's Drizzle store expects them.
export const rateLimit = pgTable("rate_limit", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: timestamp("expire", { withTimezone: false, mode: "date" }),
});
