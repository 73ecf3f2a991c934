import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";

/** Pages by number, for people: `page` from 1. */
export type NumberedPage = { page: number; perPage: number };

/** Pages by the last id seen, for programs: rows in the order they were made. */
export type CursorPage = { limit: number; cursor?: string };

export function offsetOf(page: NumberedPage): number {
  return (page.page - 1) * page.perPage;
}

/** The id a cursor stands for. Throws Invalid for a text that is none. */
export function afterId(page: CursorPage): string | undefined {
  if (page.cursor === undefined) return undefined;
  const id = z.uuid().safeParse(page.cursor);
  if (!id.success)
    throw new Invalid("The cursor is not one of ours. Leave it out to start over.", { cursor: ["Unknown."] });
  return id.data;
}

/** `found` holds one row more than `limit` when there are more. */
export function cutPage<T extends { id: string }>(found: T[], limit: number) {
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
