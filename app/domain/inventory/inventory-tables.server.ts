import { sql } from "drizzle-orm";
import {
  boolean,
  check,
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
import { DRIFT_CLASSES, LAUNCH_CHANGES } from "#app/domain/catalog/drift/drift-words.ts";
import { server } from "#app/domain/catalog/server-tables.server.ts";
import { ENVIRONMENTS } from "#app/domain/identity/environments.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import {
  DEVICE_KINDS,
  FINDING_RULES,
  FINDING_SEVERITIES,
  FINDING_SOURCES,
  RETURNED_AFTER,
} from "#app/domain/inventory/inventory-words.ts";
import {
  CLIENTS,
  type Launch,
  SCAN_OUTCOMES,
  SCOPES,
  TRANSPORTS,
} from "#app/domain/inventory/scan-inputs.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Device: a machine that reports, belonging to one person. Scan: one report of it. Scanned file: what one client file
// said, found, none or could not look. Installation: a server seen in one person's client on one device, in one scope.
// Finding: a rule's remark on an installation or a device. Standing and presence are derived, never stored here: `standing-tables.server.ts`.
export const device = pgTable(
  "device",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    memberId: uuid("member_id").notNull(),
    name: text("name").notNull(),
    platform: text("platform").notNull(),
    // `pasted`: files given in the browser; such a device has no key
    kind: oneOf("kind", DEVICE_KINDS).notNull(),
    keyHash: text("key_hash"),
    collectorVersion: text("collector_version"),
    enrolledAt: instant("enrolled_at").notNull(),
    lastReportAt: instant("last_report_at"),
    revokedAt: instant("revoked_at"),
    revokedBy: uuid("revoked_by"),
    // by which rules its launches were read for the register of credentials, and when; 0: not yet, or to be read anew
    credentialRules: integer("credential_rules").notNull().default(0),
    credentialsReadAt: instant("credentials_read_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("device_key").on(t.keyHash),
    index("device_by_member").on(t.orgId, t.memberId),
    index("device_by_credential_rules").on(t.orgId, t.credentialRules, t.id),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.revokedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("device_kind", t.kind, DEVICE_KINDS),
  ],
);

export const enrollmentCode = pgTable(
  "enrollment_code",
  {
    orgId: orgId(),
    id: id(),
    memberId: uuid("member_id").notNull(),
    // SHA-256 of the code, hex
    codeHash: text("code_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    deviceId: uuid("device_id"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("enrollment_code_hash").on(t.codeHash),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.deviceId], foreignColumns: [device.orgId, device.id] }),
  ],
);

export const scan = pgTable(
  "scan",
  {
    orgId: orgId(),
    // made by the sender: the same report twice is one scan
    id: id(),
    deviceId: uuid("device_id").notNull(),
    at: instant("at").notNull(),
    collectorVersion: text("collector_version").notNull(),
    entries: integer("entries").notNull(),
    // SHA-256 of the report as received, hex
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("scan_by_device").on(t.orgId, t.deviceId, t.id),
    index("scan_by_time").on(t.orgId, t.at),
    foreignKey({ columns: [t.orgId, t.deviceId], foreignColumns: [device.orgId, device.id] }),
  ],
);

export const scannedFile = pgTable(
  "scanned_file",
  {
    orgId: orgId(),
    deviceId: uuid("device_id").notNull(),
    client: oneOf("client", CLIENTS).notNull(),
    scope: oneOf("scope", SCOPES).notNull(),
    path: text("path").notNull(),
    outcome: oneOf("outcome", SCAN_OUTCOMES).notNull(),
    problem: text("problem"),
    // what stands in the file and was not read, in sentences
    notes: text("notes").array().notNull().default([]),
    scanId: uuid("scan_id").notNull(),
    lookedAt: instant("looked_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.deviceId, t.client, t.scope, t.path] }),
    index("scanned_file_by_scan").on(t.orgId, t.scanId),
    foreignKey({ columns: [t.orgId, t.deviceId], foreignColumns: [device.orgId, device.id] }),
    foreignKey({ columns: [t.orgId, t.scanId], foreignColumns: [scan.orgId, scan.id] }),
    index("scanned_file_unread").on(t.orgId, t.deviceId).where(sql`${t.outcome} = 'could_not_look'`),
    oneOfCheck("scanned_file_client", t.client, CLIENTS),
    oneOfCheck("scanned_file_scope", t.scope, SCOPES),
    oneOfCheck("scanned_file_outcome", t.outcome, SCAN_OUTCOMES),
  ],
);

export const installation = pgTable(
  "installation",
  {
    orgId: orgId(),
    id: id(),
    deviceId: uuid("device_id").notNull(),
    // the device's person, repeated so that "my installations" is one indexed read
    memberId: uuid("member_id").notNull(),
    serverId: uuid("server_id").notNull(),
    client: oneOf("client", CLIENTS).notNull(),
    scope: oneOf("scope", SCOPES).notNull(),
    path: text("path").notNull(),
    // as typed in the file
    name: text("name").notNull(),
    launch: jsonb("launch").$type<Launch>().notNull(),
    // SHA-256 of the canonical launch, hex: a changed launch is seen without reading both
    launchHash: text("launch_hash").notNull(),
    transport: oneOf("transport", TRANSPORTS).notNull(),
    release: text("release"),
    isEnabled: boolean("is_enabled").notNull(),
    // set by an administrator; a call's environment comes from here, never from the caller
    environment: oneOf("environment", ENVIRONMENTS).notNull(),
    firstSeenAt: instant("first_seen_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    removedAt: instant("removed_at"),
    returnedAt: instant("returned_at"),
    // after what it came back; null for one that never did, or that did before this was noted
    returnedAfter: oneOf("returned_after", RETURNED_AFTER),
    // SHA-256 of what `launchWay` says, hex; null: not reported since there are pins
    launchWay: text("launch_way"),
    // as it was when somebody approved it, or when it was first seen under a grant; null: neither yet
    pinnedServerId: uuid("pinned_server_id"),
    pinnedLaunch: jsonb("pinned_launch").$type<Launch>(),
    pinnedWay: text("pinned_way"),
    pinnedRelease: text("pinned_release"),
    // somebody who may decided on it; false: it was first seen under a grant
    pinnedSeen: boolean("pinned_seen").notNull().default(false),
    // how it differs from that, and what the policy made of it; null: it does not
    launchChange: oneOf("launch_change", LAUNCH_CHANGES),
    launchClass: oneOf("launch_class", DRIFT_CLASSES),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("installation_place").on(t.orgId, t.deviceId, t.client, t.scope, t.path, t.name),
    index("installation_by_server").on(t.orgId, t.serverId, t.id),
    index("installation_by_member").on(t.orgId, t.memberId, t.id),
    index("installation_by_removal").on(t.orgId, t.removedAt),
    index("installation_by_change").on(t.orgId, t.serverId, t.id).where(sql`${t.launchChange} is not null`),
    foreignKey({ columns: [t.orgId, t.deviceId], foreignColumns: [device.orgId, device.id] }),
    foreignKey({ columns: [t.orgId, t.memberId], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    oneOfCheck("installation_client", t.client, CLIENTS),
    oneOfCheck("installation_scope", t.scope, SCOPES),
    oneOfCheck("installation_transport", t.transport, TRANSPORTS),
    oneOfCheck("installation_environment", t.environment, ENVIRONMENTS),
    oneOfCheck("installation_returned_after", t.returnedAfter, RETURNED_AFTER),
    oneOfCheck("installation_launch_change", t.launchChange, LAUNCH_CHANGES),
    oneOfCheck("installation_launch_class", t.launchClass, DRIFT_CLASSES),
  ],
);

export const finding = pgTable(
  "finding",
  {
    orgId: orgId(),
    id: id(),
    // of an installation and its server, or of a device
    installationId: uuid("installation_id"),
    serverId: uuid("server_id"),
    deviceId: uuid("device_id"),
    // who opens and resolves it: a report touches those of the launch only
    source: oneOf("source", FINDING_SOURCES).notNull().default("launch"),
    rule: oneOf("rule", FINDING_RULES).notNull(),
    severity: oneOf("severity", FINDING_SEVERITIES).notNull(),
    // 1 low … 4 critical, so that "the worst" is a max over an index
    severityRank: integer("severity_rank").notNull(),
    // the key in the file, e.g. env.GITHUB_TOKEN
    where: text("where_in_file").notNull(),
    sentence: text("sentence").notNull(),
    remedy: text("remedy").notNull(),
    // of what is remarked on: the value at its place, or the server and release. Other content is another finding.
    subjectHash: text("subject_hash").notNull().default(""),
    // the acceptance that holds longest, kept here by `apply-acceptances.server.ts`: until then it does not count as open
    acceptanceId: uuid("acceptance_id"),
    acceptedUntil: instant("accepted_until"),
    firstSeenAt: instant("first_seen_at").notNull(),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("finding_place").on(t.orgId, t.installationId, t.rule, t.where),
    uniqueIndex("finding_of_device")
      .on(t.orgId, t.deviceId, t.rule, t.where)
      .where(sql`${t.deviceId} is not null`),
    index("finding_by_server").on(t.orgId, t.serverId),
    check(
      "finding_subject",
      sql`num_nonnulls(${t.installationId}, ${t.deviceId}) = 1 and num_nonnulls(${t.serverId}, ${t.deviceId}) = 1`,
    ),
    foreignKey({ columns: [t.orgId, t.deviceId], foreignColumns: [device.orgId, device.id] }),
    foreignKey({
      columns: [t.orgId, t.installationId],
      foreignColumns: [installation.orgId, installation.id],
    }),
    foreignKey({ columns: [t.orgId, t.serverId], foreignColumns: [server.orgId, server.id] }),
    oneOfCheck("finding_source", t.source, FINDING_SOURCES),
    oneOfCheck("finding_rule", t.rule, FINDING_RULES),
    oneOfCheck("finding_severity", t.severity, FINDING_SEVERITIES),
  ],
);
