import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { orgId } from "#app/domain/table-parts.ts";

// Search term: one lower-case word or identity under which something is found, by `starts_with`.
// `ILIKE` and trigram operators are not leakproof, so under forced row-level security they would scan the tenant.
export const searchTerm = pgTable(
  "search_term",
  {
    orgId: orgId(),
    kind: text("kind", { enum: ["server", "member", "agent", "advisory", "credential"] }).notNull(),
    // COLLATE "C" in the migration: `starts_with` uses the index only then
    term: text("term").notNull(),
    subjectId: uuid("subject_id").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.kind, t.term, t.subjectId] })],
);
