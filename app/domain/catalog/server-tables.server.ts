import { sql } from "drizzle-orm";
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { freeText } from "#app/domain/audit/free-text-tables.server.ts";
import {
  BLOCK_SUBJECTS,
  CLASS_SOURCES,
  SERVER_KINDS,
  TOOL_CLASSES,
} from "#app/domain/catalog/catalog-words.ts";
import type { HiddenFinding } from "#app/domain/catalog/hidden/find-hidden.ts";
import type { ManifestBeside, ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import type { Touch } from "#app/domain/catalog/permissions/touch-shape.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Server: an MCP server in the organization's catalog, known by its identity, never by a name typed into a file.
// Manifest: its tools as listed at one moment, with a hash. Tool: what the newest trusted manifest says now.
// Pin: the tool set an approval was given for. Block: a subject whose calls are refused now.
export const server = pgTable(
  "server",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    // npm:…, pypi:…, oci:…, remote:…, command:…
    identity: text("identity").notNull(),
    kind: oneOf("kind", SERVER_KINDS).notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    // the manifest `tool` rows were taken from; null: not looked yet
    manifestId: uuid("manifest_id"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("server_identity").on(t.orgId, t.identity),
    oneOfCheck("server_kind", t.kind, SERVER_KINDS),
  ],
);

export const manifest = pgTable(
  "manifest",
  {
    orgId: orgId(),
    id: id(),
    serverId: uuid("server_id").notNull(),
    release: text("release").notNull(),
    // SHA-256 over the tools' hashes in name order, hex; each of everything the server says of a tool
    hash: text("hash").notNull(),
    tools: jsonb("tools").$type<ManifestTool[]>().notNull(),
    // instructions, prompts, resources and notes; null: recorded before they were asked for
    beside: jsonb("beside").$type<ManifestBeside>(),
    // SHA-256 over its instructions, prompts and resources, hex; null: recorded before it was kept
    besideHash: text("beside_hash"),
    // what is hidden in those, as `tool.hidden`
    hidden: jsonb("hidden").$type<HiddenFinding[]>().notNull().default([]),
    // names in those that another server's tool could have, as `tool.named`
    named: text("named").array().notNull().default([]),
    protocolVersion: text("protocol_version"),
    observedAt: instant("observed_at").notNull(),
    reportedBy: uuid("reported_by").notNull(),
    // reported or confirmed by somebody who may confirm; only these are held against a pin
    isConfirmed: boolean("is_confirmed").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("manifest_by_server").on(t.orgId, t.serverId, t.id),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.reportedBy], foreignColumns: [member.orgId, member.id] }),
  ],
);

export const tool = pgTable(
  "tool",
  {
    orgId: orgId(),
    serverId: uuid("server_id").notNull(),
    name: text("name").notNull(),
    // SHA-256 of the canonical JSON of everything the server says of it, its output schema too, hex
    hash: text("hash").notNull(),
    // the most powerful of what it touches, and who says so
    class: oneOf("class", TOOL_CLASSES).notNull(),
    classSource: oneOf("class_source", CLASS_SOURCES).notNull().default("undeclared"),
    // every class it touches, with `undeclared` when it does not say whether it changes anything
    touched: text("touched").array().notNull().default(["undeclared"]),
    touches: jsonb("touches").$type<Touch[]>().notNull().default([]),
    // what is hidden in its texts or looks like an order to the model, with the place and the span
    hidden: jsonb("hidden").$type<HiddenFinding[]>().notNull().default([]),
    // names in its texts that another server's tool could have; whether one has is asked at read
    named: text("named").array().notNull().default([]),
    // by which version of the rules the six above were found; an older one is found anew by the sweep
    rulesVersion: smallint("rules_version").notNull().default(0),
    title: text("title"),
    description: text("description").notNull(),
    position: integer("position").notNull(),
    manifestId: uuid("manifest_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.serverId, t.name] }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.manifestId], foreignColumns: [manifest.orgId, manifest.id] }),
    oneOfCheck("tool_class", t.class, TOOL_CLASSES),
    oneOfCheck("tool_class_source", t.classSource, CLASS_SOURCES),
    index("tool_by_name").on(t.orgId, t.name),
    index("tool_by_rules").on(t.orgId, t.rulesVersion, t.serverId),
    index("tool_that_names").on(t.orgId, t.serverId).where(sql`${t.named} <> '{}'`),
  ],
);

export const pin = pgTable(
  "pin",
  {
    orgId: orgId(),
    serverId: uuid("server_id").notNull(),
    toolName: text("tool_name").notNull(),
    toolHash: text("tool_hash").notNull(),
    manifestId: uuid("manifest_id").notNull(),
    pinnedAt: instant("pinned_at").notNull(),
    pinnedBy: uuid("pinned_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.serverId, t.toolName] }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    foreignKey({ columns: [t.orgId, t.manifestId], foreignColumns: [manifest.orgId, manifest.id] }),
    foreignKey({ columns: [t.orgId, t.pinnedBy], foreignColumns: [member.orgId, member.id] }),
  ],
);

export const block = pgTable(
  "block",
  {
    orgId: orgId(),
    id: id(),
    subjectKind: oneOf("subject_kind", BLOCK_SUBJECTS).notNull(),
    // the subject's id; for a release or tool `<server id> <release or tool name>`
    subjectKey: text("subject_key").notNull(),
    reasonId: uuid("reason_id"),
    blockedAt: instant("blocked_at").notNull(),
    blockedBy: uuid("blocked_by").notNull(),
    liftedAt: instant("lifted_at"),
    liftedBy: uuid("lifted_by"),
    liftReasonId: uuid("lift_reason_id"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("block_by_subject").on(t.orgId, t.subjectKey, t.subjectKind),
    index("block_that_stands").on(t.orgId, t.subjectKind, t.subjectKey).where(sql`${t.liftedAt} is null`),
    foreignKey({ columns: [t.orgId, t.blockedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.liftedBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.reasonId], foreignColumns: [freeText.orgId, freeText.id] }),
    foreignKey({ columns: [t.orgId, t.liftReasonId], foreignColumns: [freeText.orgId, freeText.id] }),
    oneOfCheck("block_subject_kind", t.subjectKind, BLOCK_SUBJECTS),
  ],
);
