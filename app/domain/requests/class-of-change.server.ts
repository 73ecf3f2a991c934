import { type SQL, sql } from "drizzle-orm";

/** The class of the change a request (`as` it is called) is about; null when it is about none, or nobody classified it. */
export function classOfChange(as: string): SQL {
  const r = sql.raw(as);
  return sql`coalesce(
    (select c.class from drift c where c.org_id = ${r}.org_id and c.id = ${r}.drift_id),
    (select c.class from launch_drift c where c.org_id = ${r}.org_id and c.id = ${r}.launch_drift_id))`;
}
