import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { prepareQueues } from "#app/db/queue.server.ts";

const MIGRATION_LOCK = 7_245_001;

/**
 * Brings the schema to the newest migration, one process at a time, and lets the runtime role in.
 * @param ownerUrl PostgreSQL URL of the role that owns the database; used for nothing else
 * @param folder where the migrations are
 */
export async function migrate(ownerUrl: string, folder = "drizzle"): Promise<void> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => undefined });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await runMigrations(drizzle(client), {
      migrationsFolder: folder,
      migrationsSchema: "public",
      migrationsTable: "migration",
    });
    await prepareQueues(ownerUrl);
  } finally {
    await client.end({ timeout: 5 });
  }
}
