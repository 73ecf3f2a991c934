import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import {
  CREDENTIAL_ENDINGS,
  CREDENTIAL_FORMS,
  CREDENTIAL_STATES,
  type ProviderId,
} from "#app/domain/inventory/credential-words.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";
import { CLIENTS, SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Credential: one secret, found or referred to; its row stays when no file holds it any more. State and counts follow its
// places by a trigger. Credential place: one credential in one installation, from when it was seen there until it left.
export const credential = pgTable(
  "credential",
  {
    orgId: orgId(),
    // made of the fingerprint, or of where it stands: the same secret has the same id for ever
    id: id(),
    kind: oneOf("kind", SECRET_KINDS).notNull(),
    kindFrom: oneOf("kind_from", ["value", "name"]).notNull(),
    // without a check: providers are added to their list without a migration
    provider: text("provider").$type<ProviderId>(),
    // false without a fingerprint: the same secret elsewhere is a row of its own
    isCompared: boolean("is_compared").notNull(),
    state: oneOf("state", CREDENTIAL_STATES).notNull(),
    // the place of the state in CREDENTIAL_STATES, so that a page is read from an index
    rank: integer("rank").notNull(),
    // that hold it now; of one nobody holds any more, that held it
    installations: integer("installations").notNull(),
    holders: integer("holders").notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    // since when no installation holds it
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("credential_in_order").on(t.orgId, t.rank, t.installations.desc(), t.id),
    index("credential_by_kind").on(t.orgId, t.kind, t.rank, t.installations.desc(), t.id),
    index("credential_by_provider").on(t.orgId, t.provider, t.rank, t.installations.desc(), t.id),
    oneOfCheck("credential_kind", t.kind, SECRET_KINDS),
    oneOfCheck("credential_kind_from", t.kindFrom, ["value", "name"]),
    oneOfCheck("credential_state", t.state, CREDENTIAL_STATES),
  ],
);

export const credentialPlace = pgTable(
  "credential_place",
  {
    orgId: orgId(),
    id: id(),
    credentialId: uuid("credential_id").notNull(),
    // without a foreign key: what stood there stays told when the installation's own row is erased or forgotten
    installationId: uuid("installation_id").notNull(),
    serverId: uuid("server_id").notNull(),
    memberId: uuid("member_id").notNull(),
    deviceId: uuid("device_id").notNull(),
    client: oneOf("client", CLIENTS).notNull(),
    form: oneOf("form", CREDENTIAL_FORMS).notNull(),
    // keys in the file, e.g. env.GITHUB_TOKEN
    places: text("places").array().notNull(),
    // the reference as it stands there, never a value
    reference: text("reference"),
    // the user name beside it, where one stands in the open
    account: text("account"),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    endedAt: instant("ended_at"),
    ending: oneOf("ending", CREDENTIAL_ENDINGS),
    replacedBy: uuid("replaced_by"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("credential_place_now")
      .on(t.orgId, t.installationId, t.credentialId)
      .where(sql`${t.endedAt} is null`),
    index("credential_place_by_credential").on(t.orgId, t.credentialId, t.endedAt.desc().nullsFirst(), t.id),
    index("credential_place_by_device").on(t.orgId, t.deviceId, t.endedAt),
    index("credential_place_by_member").on(t.orgId, t.memberId, t.credentialId),
    index("credential_place_by_server").on(t.orgId, t.serverId, t.credentialId),
    foreignKey({
      columns: [t.orgId, t.credentialId],
      foreignColumns: [credential.orgId, credential.id],
    }),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.deviceId], foreignColumns: [device.orgId, device.id] }),
    oneOfCheck("credential_place_client", t.client, CLIENTS),
    oneOfCheck("credential_place_form", t.form, CREDENTIAL_FORMS),
    oneOfCheck("credential_place_ending", t.ending, CREDENTIAL_ENDINGS),
  ],
);
