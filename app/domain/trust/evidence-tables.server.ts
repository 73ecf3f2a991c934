import { sql } from "drizzle-orm";
import {
  check,
  doublePrecision,
  foreignKey,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { freeText } from "#app/domain/audit/free-text-tables.server.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";
import { EVIDENCE_ROW_KEYS } from "#app/domain/trust/evidence-rows.ts";
import { EVIDENCE_ANSWERS, PUBLISHER_RELATIONS } from "#app/domain/trust/evidence-words.ts";

// Evidence: one fact about a server or one of its releases, with source and time: found, not found or could not look.
// Keyed by identity, so that servers nobody uses yet have evidence too.
export const evidence = pgTable(
  "evidence",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    identity: text("identity").notNull(),
    // '' is every release
    release: text("release").notNull(),
    // a key of EVIDENCE_ROWS; not a CHECK, since rows are added with formulas and old ones stay readable
    row: oneOf("row", EVIDENCE_ROW_KEYS).notNull(),
    answer: oneOf("answer", EVIDENCE_ANSWERS).notNull(),
    // how far the answer speaks for the server, 0 to 1; null: nothing is known
    value: doublePrecision("value"),
    // small facts for the sentence: counts, names of packages, a reason
    detail: jsonb("detail").$type<EvidenceDetail>().notNull(),
    source: text("source").notNull(),
    lookedAt: instant("looked_at").notNull(),
    // a later look that failed: the answer above is kept and shown as old
    failedAt: instant("failed_at"),
    failedWhy: text("failed_why"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    uniqueIndex("evidence_place").on(t.orgId, t.identity, t.release, t.row),
    oneOfCheck("evidence_answer", t.answer, EVIDENCE_ANSWERS),
    check("evidence_value", sql`(${t.value} is null) = (${t.answer} = 'could_not_look')`),
    check("evidence_value_range", sql`${t.value} between 0 and 1`),
  ],
);

// Publisher word: an administrator looked into who publishes a server and vouches for it, until it is withdrawn.
export const publisherWord = pgTable(
  "publisher_word",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    identity: text("identity").notNull(),
    publisher: text("publisher").notNull(),
    relation: oneOf("relation", PUBLISHER_RELATIONS).notNull(),
    reasonId: uuid("reason_id").notNull(),
    givenAt: instant("given_at").notNull(),
    givenBy: uuid("given_by").notNull(),
    withdrawnAt: instant("withdrawn_at"),
    withdrawnBy: uuid("withdrawn_by"),
    withdrawReasonId: uuid("withdraw_reason_id"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    // one stands at a time
    uniqueIndex("publisher_word_standing").on(t.orgId, t.identity).where(sql`${t.withdrawnAt} is null`),
    foreignKey({ columns: [t.orgId, t.givenBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.withdrawnBy], foreignColumns: [member.orgId, member.id] }),
    foreignKey({ columns: [t.orgId, t.reasonId], foreignColumns: [freeText.orgId, freeText.id] }),
    foreignKey({ columns: [t.orgId, t.withdrawReasonId], foreignColumns: [freeText.orgId, freeText.id] }),
    oneOfCheck("publisher_word_relation", t.relation, PUBLISHER_RELATIONS),
  ],
);

type DetailValue = string | number | boolean | null | DetailValue[] | { [key: string]: DetailValue };
/** Small and flat enough to make a sentence of. Never names of people: counts. */
export type EvidenceDetail = { [key: string]: DetailValue };
