import { sql } from "drizzle-orm";
import {
  boolean,
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
import { advisoryImport } from "#app/domain/advisories/advisory-import-tables.server.ts";
import {
  ADVISORY_SEVERITIES,
  MATCH_ANSWERS,
  type VersionRange,
} from "#app/domain/advisories/advisory-words.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Advisory: what a database of vulnerabilities says of releases of packages, as imported by the organization.
// Match: an advisory that concerns a release of a server here, or of a package it depends on.
// Look: one release of one server, held against every advisory; due again when either changes.
export const advisory = pgTable(
  "advisory",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    // GHSA-…, CVE-…, PYSEC-…, MAL-…
    osvId: text("osv_id").notNull(),
    summary: text("summary").notNull(),
    aliases: text("aliases").array().notNull(),
    severity: oneOf("severity", ADVISORY_SEVERITIES).notNull(),
    vector: text("vector"),
    isMalicious: boolean("is_malicious").notNull(),
    publishedAt: instant("published_at"),
    // by its database; by the import when it does not say
    modifiedAt: instant("modified_at").notNull(),
    withdrawnAt: instant("withdrawn_at"),
    // SHA-256 of what was read, hex: the same again changes nothing
    hash: text("hash").notNull(),
    importId: uuid("import_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("advisory_osv_id").on(t.orgId, t.osvId),
    index("advisory_by_change").on(t.orgId, t.modifiedAt, t.id),
    foreignKey({ columns: [t.orgId, t.importId], foreignColumns: [advisoryImport.orgId, advisoryImport.id] }),
    oneOfCheck("advisory_severity", t.severity, ADVISORY_SEVERITIES),
  ],
);

export const advisoryPackage = pgTable(
  "advisory_package",
  {
    orgId: orgId(),
    advisoryId: uuid("advisory_id").notNull(),
    position: integer("position").notNull(),
    // as an identity is written: npm:lodash
    package: text("package").notNull(),
    ecosystem: text("ecosystem").notNull(),
    name: text("name").notNull(),
    ranges: jsonb("ranges").$type<VersionRange[]>().notNull(),
    versions: text("versions").array().notNull(),
    isCut: boolean("is_cut").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.advisoryId, t.position] }),
    index("advisory_package_by_package").on(t.orgId, t.package),
    foreignKey({ columns: [t.orgId, t.advisoryId], foreignColumns: [advisory.orgId, advisory.id] }),
  ],
);

export const advisoryMatch = pgTable(
  "advisory_match",
  {
    orgId: orgId(),
    id: id(),
    advisoryId: uuid("advisory_id").notNull(),
    // of the server; release '' stands for installations that name none
    identity: text("identity").notNull(),
    release: text("release").notNull(),
    // the affected package: the server itself, or one it depends on
    package: text("package").notNull(),
    version: text("version"),
    isDependency: boolean("is_dependency").notNull(),
    answer: oneOf("answer", MATCH_ANSWERS).notNull(),
    why: text("why"),
    firstSeenAt: instant("first_seen_at").notNull(),
    // withdrawn, corrected, or the release is not in use any more
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("advisory_match_place").on(t.orgId, t.identity, t.release, t.advisoryId, t.package),
    index("advisory_match_by_advisory").on(t.orgId, t.advisoryId),
    index("advisory_match_that_stands").on(t.orgId, t.identity, t.release).where(sql`${t.endedAt} is null`),
    foreignKey({ columns: [t.orgId, t.advisoryId], foreignColumns: [advisory.orgId, advisory.id] }),
    oneOfCheck("advisory_match_answer", t.answer, MATCH_ANSWERS),
  ],
);

export const advisoryLook = pgTable(
  "advisory_look",
  {
    orgId: orgId().references(() => organization.id),
    identity: text("identity").notNull(),
    release: text("release").notNull(),
    lookedAt: instant("looked_at").notNull(),
    isDue: boolean("is_due").notNull(),
    // of the installations it was looked at for, whatever their order
    population: text("population").notNull().default(""),
    // what it was held against advisories as: itself and what comes with it, as identities are written
    packages: text("packages").array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.identity, t.release] }),
    index("advisory_look_due").on(t.orgId, t.identity).where(sql`${t.isDue}`),
    index("advisory_look_by_package").using("gin", t.packages),
  ],
);
