import {
  bigint,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { instant, oneOf, orgId } from "#app/domain/table-parts.ts";
import { EVIDENCE_ROW_KEYS } from "#app/domain/trust/evidence-rows.ts";

// What lists read instead of counting every server's trust anew. Nothing here is written by a verb: whatever changes what a
// score rests on leaves a mark in the same transaction, and `countTrust` counts what was marked. A server's own page and
// decisions count from the evidence itself.

// Trust mark: servers to be counted anew, by identity or id, and those whose texts name tools that came or went; with
// `after` every identity behind it, in order.
export const trustMark = pgTable(
  "trust_mark",
  {
    orgId: orgId().references(() => organization.id, { onDelete: "cascade" }),
    id: bigint("id", { mode: "bigint" }).notNull().generatedAlwaysAsIdentity(),
    identities: text("identities").array(),
    serverIds: uuid("server_ids").array(),
    toolNames: text("tool_names").array(),
    after: text("after"),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.id] })],
);

// Trust score: how far one server can be trusted, of the release its page speaks of, as a formula counted it.
export const trustScoreTable = pgTable(
  "trust_score",
  {
    orgId: orgId().references(() => organization.id, { onDelete: "cascade" }),
    identity: text("identity").notNull(),
    // '' where none is known
    release: text("release").notNull(),
    score: doublePrecision("score").notNull(),
    possible: doublePrecision("possible").notNull(),
    proven: doublePrecision("proven").notNull(),
    confidence: doublePrecision("confidence").notNull(),
    // the lowest cap that was found, if any
    cap: oneOf("cap", EVIDENCE_ROW_KEYS),
    formula: integer("formula").notNull(),
    // ANSWER_RULES of then
    rules: integer("rules").notNull(),
    countedAt: instant("counted_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.identity] }),
    index("trust_score_by_formula").on(t.orgId, t.formula, t.rules),
  ],
);
