import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { id, instant, oneOf, oneOfCheck } from "#app/domain/table-parts.ts";

// Second factors and what belongs to signing in, beside the account: an authenticator (TOTP), passkeys, recovery codes,
// known browsers, mailed links, and steps: the short time between a password and its second factor, or of a challenge.
// All are global (no org_id) and walled on `app.account_id`; a step also on itself, since its account may be unknown.
const accountId = () =>
  uuid("account_id")
    .notNull()
    .references(() => account.id);

export const accountTotp = pgTable("account_totp", {
  accountId: accountId().primaryKey(),
  // as `seal` made it; its place is "account_totp <account>"
  sealed: text("sealed").notNull(),
  createdAt: instant("created_at").notNull(),
  // counts as a second factor only once a code of it was typed
  confirmedAt: instant("confirmed_at"),
  // the last 30 seconds a code was taken for: no code counts twice
  lastStep: bigint("last_step", { mode: "number" }),
});

export const recoveryCode = pgTable(
  "recovery_code",
  {
    accountId: accountId(),
    // SHA-256 of the code, hex
    codeHash: text("code_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.codeHash] })],
);

export const passkey = pgTable(
  "passkey",
  {
    id: id().primaryKey(),
    accountId: accountId(),
    name: text("name").notNull(),
    // as WebAuthn gives them, base64url
    credentialId: text("credential_id").notNull(),
    publicKey: text("public_key").notNull(),
    transports: text("transports").array().notNull(),
    // signatures made so far; 0 for authenticators that do not count
    counter: bigint("counter", { mode: "number" }).notNull(),
    // one device, or copied between a person's devices; and whether a copy exists now
    isSynced: boolean("is_synced").notNull(),
    isBackedUp: boolean("is_backed_up").notNull(),
    createdAt: instant("created_at").notNull(),
    lastUsedAt: instant("last_used_at"),
  },
  (t) => [uniqueIndex("passkey_credential").on(t.credentialId), index("passkey_by_account").on(t.accountId)],
);

export const knownBrowser = pgTable(
  "known_browser",
  {
    id: id().primaryKey(),
    accountId: accountId(),
    // SHA-256 of the token in the browser's cookie, hex
    tokenHash: text("token_hash").notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
  },
  (t) => [uniqueIndex("known_browser_token").on(t.accountId, t.tokenHash)],
);

export const LINK_KINDS = ["verify_address", "reset_password"] as const;

export const accountLink = pgTable(
  "account_link",
  {
    id: id().primaryKey(),
    accountId: accountId(),
    kind: oneOf("kind", LINK_KINDS).notNull(),
    // where it was mailed to
    email: text("email").notNull(),
    // the address it replaced, which is told
    formerEmail: text("former_email"),
    // SHA-256 of the token, hex; null until the mail is made
    tokenHash: text("token_hash"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    supersededAt: instant("superseded_at"),
  },
  (t) => [
    uniqueIndex("account_link_token").on(t.tokenHash),
    index("account_link_by_account").on(t.accountId, t.kind),
    oneOfCheck("account_link_kind", t.kind, LINK_KINDS),
  ],
);

export const STEP_KINDS = ["second_factor", "passkey_sign_in", "passkey_proof", "passkey_add"] as const;

export const signInStep = pgTable(
  "sign_in_step",
  {
    // SHA-256 of the id in the cookie, hex
    idHash: text("id_hash").primaryKey(),
    kind: oneOf("kind", STEP_KINDS).notNull(),
    // null: a passkey is asked for and says itself whose it is
    accountId: uuid("account_id").references(() => account.id),
    // what the authenticator has to sign, base64url
    challenge: text("challenge"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    index("sign_in_step_by_account").on(t.accountId),
    index("sign_in_step_by_end").on(t.expiresAt),
    oneOfCheck("sign_in_step_kind", t.kind, STEP_KINDS),
    check("sign_in_step_account", sql`${t.accountId} is not null or ${t.kind} = 'passkey_sign_in'`),
  ],
);
