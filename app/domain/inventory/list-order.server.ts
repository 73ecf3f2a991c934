import { type SQL, sql } from "drizzle-orm";

/** A column and the way it runs in the order itself; "-" before the order's name turns every key round. */
export type OrderKey = readonly [column: SQL, way: "up" | "down"];

/** Which rows of how many, and from which end they are read. */
export type Slice = { limit: number; offset: number; fromEnd: boolean };

/**
 * A page by number. One in the second half of a known `total` is read from the end, so that the last costs what the first
 * does.
 */
export function sliceOf({ page, perPage }: { page: number; perPage: number }, total: number | null): Slice {
  const offset = (page - 1) * perPage;
  if (total === null) return { limit: perPage, offset, fromEnd: false };
  const limit = Math.max(0, Math.min(perPage, total - offset));
  const fromEnd = offset > total / 2;
  return { limit, offset: fromEnd ? Math.max(0, total - offset - limit) : offset, fromEnd };
}

/**
 * `order by` for a named order; an unknown name means the first one. `last` makes the order total and always runs up. Ends
 * of nulls follow the indexes, which can be read either way.
 */
export function orderBy(
  sort: string,
  orders: Record<string, readonly OrderKey[]>,
  last: SQL,
  fromEnd = false,
): SQL {
  const back = sort.startsWith("-");
  const keys = orders[back ? sort.slice(1) : sort] ?? Object.values(orders)[0] ?? [];
  const terms = keys.map(([column, way]) => term(column, way, back !== fromEnd));
  return sql.join([...terms, term(last, "up", fromEnd)], sql`, `);
}

function term(column: SQL, way: OrderKey[1], turned: boolean): SQL {
  if (way === "up") return turned ? sql`${column} desc nulls first` : sql`${column} asc nulls last`;
  return turned ? sql`${column} asc nulls first` : sql`${column} desc nulls last`;
}
