import { randomUUID } from "node:crypto";
import type postgres from "postgres";

/** A job of one organization that failed for the last time, as the queue keeps it. */
export async function placeDeadJob(admin: postgres.Sql, orgId: string): Promise<string> {
  const id = randomUUID();
  await admin`insert into pgboss.job (id, name, data, state, retry_count, output, completed_on)
    values (${id}, 'sweep', ${admin.json({ orgId })}, 'failed', 2, ${admin.json({ error: "TypeError" })}, now())`;
  return id;
}
