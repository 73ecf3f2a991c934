import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, orgId } from "#app/domain/table-parts.ts";

// Free text: what somebody wrote as a reason or a note. The record (decisions, audit events) holds its id and a salted
// hash, never the text: erasing a person replaces the text and forgets the salt, and no proof breaks by it.
export const freeText = pgTable(
  "free_text",
  {
    orgId: orgId(),
    id: id(),
    text: text("text").notNull(),
    // 64 hex digits; null once erased, so that nobody can find a short text by trying
    salt: text("salt"),
    // ids without foreign keys, as in the record: null when nobody but the product wrote it
    authorId: uuid("author_id"),
    aboutKind: text("about_kind").notNull(),
    aboutId: uuid("about_id").notNull(),
    writtenAt: instant("written_at").notNull(),
    erasedAt: instant("erased_at"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("free_text_by_author").on(t.orgId, t.authorId),
    index("free_text_by_about").on(t.orgId, t.aboutId),
  ],
);
