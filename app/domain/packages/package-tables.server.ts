import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";
import type { ImageAnswer } from "#app/domain/packages/image/image-facts.ts";
import {
  PACKAGE_LOOK_STATES,
  type PackageFacts,
  type PackageTree,
} from "#app/domain/packages/package-facts.ts";
import type { RepositoryFacts } from "#app/domain/packages/repository/repository-facts.ts";
import { id, instant, oneOf, oneOfCheck, orgId } from "#app/domain/table-parts.ts";

// Package look: what a registry said of one release of a package and what its repository told; of a server that is no
// package of npm only the latter. Asked for by somebody or by the sweep. Written once and never changed; a later look
// that saw nothing leaves the earlier one standing beside it.
export const packageLook = pgTable(
  "package_look",
  {
    orgId: orgId().references(() => organization.id),
    id: id(),
    identity: text("identity").notNull(),
    // '' for the newest
    release: text("release").notNull(),
    askedAt: instant("asked_at").notNull(),
    // null: nobody asked, it was time
    askedBy: uuid("asked_by"),
    state: oneOf("state", PACKAGE_LOOK_STATES).notNull(),
    // when somebody last began with it; null: it waits its turn
    begunAt: instant("begun_at"),
    lookedAt: instant("looked_at"),
    // the registry's address
    source: text("source"),
    why: text("why"),
    retryAt: instant("retry_at"),
    facts: jsonb("facts").$type<PackageFacts>(),
    tree: jsonb("tree").$type<PackageTree>(),
    // what the repository told that the package or its listing names; null: none that can be looked at
    repository: jsonb("repository").$type<RepositoryFacts>(),
    // what the signatures of an image prove; null: it is none, or nobody could look
    image: jsonb("image").$type<ImageAnswer>(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.id] }),
    index("package_look_by_identity").on(t.orgId, t.identity, t.release, t.askedAt),
    // one at a time
    uniqueIndex("package_look_asked").on(t.orgId, t.identity, t.release).where(sql`${t.state} = 'asked'`),
    foreignKey({ columns: [t.orgId, t.askedBy], foreignColumns: [member.orgId, member.id] }),
    oneOfCheck("package_look_state", t.state, PACKAGE_LOOK_STATES),
    check(
      "package_look_seen",
      sql`(${t.state} = 'found') = (num_nonnulls(${t.facts}, ${t.tree}) = 2
        or (num_nonnulls(${t.facts}, ${t.tree}) = 0 and num_nonnulls(${t.repository}, ${t.image}) > 0))`,
    ),
    check("package_look_unseen", sql`(${t.state} = 'could_not_look') = (${t.why} is not null)`),
  ],
);
