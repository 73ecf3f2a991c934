import { z } from "zod";

/** Query of every list: how many, and where the last page ended. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** One page of a list; `nextCursor` is null on the last. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), nextCursor: z.string().nullable() });
}

/** An instant in an answer. */
export const Instant = z.iso.datetime().meta({ description: "ISO 8601, UTC" });
