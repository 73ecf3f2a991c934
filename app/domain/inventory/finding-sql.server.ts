import { type SQL, sql } from "drizzle-orm";

/** Findings `f` with the installation `i` they stand on, absent for one of a device as a whole, and the device `v`. */
export const findingPlaces = sql`from finding f
  left join installation i on i.org_id = f.org_id and i.id = f.installation_id
  join device v on v.org_id = f.org_id and v.id = coalesce(f.device_id, i.device_id)`;

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
