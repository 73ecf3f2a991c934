import { sql } from "drizzle-orm";
import type { Database } from "#app/db/client.server.ts";

/** Deletes sessions past their idle or absolute end, everywhere; they stopped working at that moment already. */
export async function endStaleSessions(db: Database, now: Date): Promise<number> {
  const [row] = await db.execute<{ ended: number }>(
    sql`select end_stale_sessions(${now.toISOString()}) as ended`,
  );
  return row?.ended ?? 0;
}
