import { sql } from "drizzle-orm";
import { check, type PgColumn, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** `org_id` leads every key of a tenant table; the database's policy compares it with `app.org_id`. */
export const orgId = () => uuid("org_id").notNull();

/** UUIDv7 made in code, so that ids sort by time. */
export const id = () => uuid("id").notNull();

/** An instant. Never defaults to the database's clock: time is `ctx.now`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A closed vocabulary: text with a CHECK, since an enum's `=` is not leakproof and would scan under row-level security. */
export const oneOf = <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
  text(name, { enum: values });

export const oneOfCheck = (name: string, column: PgColumn, values: readonly string[]) =>
  check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(", "))})`);
