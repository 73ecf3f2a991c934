import { sql } from "drizzle-orm";
import {
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import type { DeclaredFacts, Demand } from "#app/domain/registries/formats/registry-format.ts";
import { UNCOUNTED } from "#app/domain/registries/listing-trust.ts";
import {
  IMPORT_ENDINGS,
  LISTING_STATUSES,
  LISTING_TRANSPORTS,
  ODDITY_KINDS,
  REGISTRY_IMPORT_STATES,
  REGISTRY_KINDS,
  SCHEDULES,
} from "#app/domain/registries/registry-words.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

// Registry: a list of servers somebody else keeps, at an address or given as files. Registry import: one reading of it.
// Oddity: what was odd in it. Listing: one entry as the registry has it; no server of the organization before somebody
// uses it or asks for it. Listing identity: one way to start or reach it, by the identity a server would have.
export const registry = pgTable(
  "registry",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    name: text("name").notNull(),
    kind: oneOf("kind", REGISTRY_KINDS).notNull(),
    // null: it is given as files
    address: text("address"),
    schedule: oneOf("schedule", SCHEDULES).notNull(),
    createdAt: instant("created_at").notNull(),
    createdBy: uuid("created_by").notNull(),
    // its listings are as it was then: when the last import that saw everything ended
    importedAt: instant("imported_at"),
    // the newest change it told of, by its own clock: an incremental import asks for what came after
    toldUntil: instant("told_until"),
    // the last import that saw everything, from the first page on
    completeAt: instant("complete_at"),
    removedAt: instant("removed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    foreignKey({ columns: [t.orgId, t.createdBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("registry_kind", t.kind, REGISTRY_KINDS),
    oneOfCheck("registry_schedule", t.schedule, SCHEDULES),
  ],
);

export const registryImport = pgTable(
  "registry_import",
  {
    orgId: orgId(),
    id: id(),
    registryId: uuid("registry_id").notNull(),
    state: oneOf("state", REGISTRY_IMPORT_STATES).notNull(),
    // null: at its address
    fileName: text("file_name"),
    // null: by its schedule
    startedBy: uuid("started_by"),
    createdAt: instant("created_at").notNull(),
    startedAt: instant("started_at"),
    // the last sign of life of whoever reads: when it is old, the sweep sends another one. Two at once do no harm, since
    // entries are stored only by who knows how many there are
    touchedAt: instant("touched_at"),
    endedAt: instant("ended_at"),
    // how often it was begun since it last came forward
    tries: integer("tries").notNull().default(0),
    ending: oneOf("ending", IMPORT_ENDINGS),
    // a number or place that belongs to the ending
    endingDetail: text("ending_detail"),
    // only what changed since then was asked for; null: everything
    since: instant("since"),
    // pages read, the cursor of the next one, and an earlier one to know a loop by
    pages: integer("pages").notNull().default(0),
    cursor: text("cursor"),
    markedCursor: text("marked_cursor"),
    // how many entries there were, and what became of them: added + changed + unchanged + refused
    seen: integer("seen").notNull().default(0),
    added: integer("added").notNull().default(0),
    changed: integer("changed").notNull().default(0),
    unchanged: integer("unchanged").notNull().default(0),
    refused: integer("refused").notNull().default(0),
    // listings the registry does not have any more
    removed: integer("removed").notNull().default(0),
    // all there were; at most MOST_ODDITIES are kept
    oddities: integer("oddities").notNull().default(0),
    newestTold: instant("newest_told"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("registry_import_by_registry").on(t.orgId, t.registryId, t.id),
    // one at a time
    uniqueIndex("registry_import_open").on(t.orgId, t.registryId).where(sql`${t.endedAt} is null`),
    foreignKey({ columns: [t.orgId, t.registryId], foreignColumns: [registry.orgId, registry.id] }),
    foreignKey({ columns: [t.orgId, t.startedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("registry_import_state", t.state, REGISTRY_IMPORT_STATES),
    oneOfCheck("registry_import_ending", t.ending, IMPORT_ENDINGS),
  ],
);

// a file that waits to be read, in parts; they go when the import ends
export const registryFilePart = pgTable(
  "registry_file_part",
  {
    orgId: orgId(),
    importId: uuid("import_id").notNull(),
    position: integer("position").notNull(),
    bytes: bytes("bytes").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.importId, t.position] }),
    foreignKey({ columns: [t.orgId, t.importId], foreignColumns: [registryImport.orgId, registryImport.id] }),
  ],
);

export const registryOddity = pgTable(
  "registry_oddity",
  {
    orgId: orgId(),
    importId: uuid("import_id").notNull(),
    position: integer("position").notNull(),
    // which entry, from 1; 0: the page or file
    entry: integer("entry").notNull(),
    entryName: text("entry_name"),
    oddity: oneOf("oddity", ODDITY_KINDS).notNull(),
    path: text("path").notNull(),
    detail: text("detail"),
    // the entry became no listing
    isRefusal: boolean("is_refusal").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.importId, t.position] }),
    foreignKey({ columns: [t.orgId, t.importId], foreignColumns: [registryImport.orgId, registryImport.id] }),
    oneOfCheck("registry_oddity_kind", t.oddity, ODDITY_KINDS),
  ],
);

export const listing = pgTable(
  "listing",
  {
    orgId: orgId(),
    id: id(),
    registryId: uuid("registry_id").notNull(),
    name: text("name").notNull(),
    // which of several under one name: the version where the registry keeps every version, else nothing
    edition: text("edition").notNull(),
    version: text("version"),
    // sorts as versions do
    versionOrder: text("version_order").notNull(),
    status: oneOf("status", LISTING_STATUSES),
    statusMessage: text("status_message"),
    // as the registry says; null: it does not
    saidLatest: boolean("said_latest"),
    isLatest: boolean("is_latest").notNull(),
    title: text("title"),
    description: text("description"),
    publisher: text("publisher"),
    repository: text("repository"),
    website: text("website"),
    licence: text("licence"),
    publishedAt: instant("published_at"),
    updatedAt: instant("updated_at"),
    declared: jsonb("declared").$type<DeclaredFacts>().notNull(),
    touches: text("touches").array().notNull(),
    transports: text("transports").array().notNull(),
    // SHA-256 of everything above, hex
    hash: text("hash").notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    // the last import that had it
    seenIn: uuid("seen_in").notNull(),
    removedAt: instant("removed_at"),
    // its trust as one number, written when it is counted: see `listing-trust.ts`
    trustOrder: integer("trust_order").notNull().default(UNCOUNTED),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("listing_entry").on(t.orgId, t.registryId, t.name, t.edition),
    index("listing_newest").on(t.orgId, t.name, t.id).where(sql`${t.isLatest} and ${t.removedAt} is null`),
    index("listing_by_trust")
      .on(t.orgId, t.trustOrder, t.name, t.id)
      .where(sql`${t.isLatest} and ${t.removedAt} is null`),
    foreignKey({ columns: [t.orgId, t.registryId], foreignColumns: [registry.orgId, registry.id] }),
    oneOfCheck("listing_status", t.status, LISTING_STATUSES),
  ],
);

export const listingIdentity = pgTable(
  "listing_identity",
  {
    orgId: orgId(),
    listingId: uuid("listing_id").notNull(),
    position: integer("position").notNull(),
    // npm:…, pypi:…, oci:…, remote:…, command:…
    identity: text("identity").notNull(),
    transport: oneOf("transport", LISTING_TRANSPORTS),
    release: text("release"),
    // what it wants to be given, by name
    demands: jsonb("demands").$type<Demand[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.listingId, t.position] }),
    index("listing_identity_by_identity").on(t.orgId, t.identity),
    foreignKey({ columns: [t.orgId, t.listingId], foreignColumns: [listing.orgId, listing.id] }),
    oneOfCheck("listing_identity_transport", t.transport, LISTING_TRANSPORTS),
  ],
);

// the words a listing is found by; only those of the newest versions
export const listingTerm = pgTable(
  "listing_term",
  {
    orgId: orgId(),
    // COLLATE "C" in the migration: `starts_with` uses the index only then
    term: text("term").notNull(),
    listingId: uuid("listing_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.term, t.listingId] })],
);
