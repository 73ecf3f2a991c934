import { type SQL, sql } from "drizzle-orm";

/** Finding `alias` stands and nobody has accepted it for now. What was accepted comes back by the clock alone. */
export function isOpen(ctx: { now: Date }, alias: string): SQL {
  const f = sql.identifier(alias);
  return sql`(${f}.resolved_at is null and (${f}.accepted_until is null or ${f}.accepted_until <= ${ctx.now.toISOString()}::timestamptz))`;
}

/** Finding `alias` stands and somebody has accepted it for now. */
export function isAccepted(ctx: { now: Date }, alias: string): SQL {
  const f = sql.identifier(alias);
  return sql`(${f}.resolved_at is null and ${f}.accepted_until > ${ctx.now.toISOString()}::timestamptz)`;
}
