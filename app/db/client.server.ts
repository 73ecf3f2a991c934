import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Database = PostgresJsDatabase & { $client: postgres.Sql };
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/**
 * Opens a pool as the runtime role.
 * @param url PostgreSQL URL of a role that owns nothing and cannot bypass row-level security
 * @param options `max` connections (10)
 */
export function openDatabase(url: string, options: { max?: number } = {}): Database {
  const client = postgres(url, {
    max: options.max ?? 10,
    idle_timeout: 60,
    connect_timeout: 5,
    onnotice: () => undefined,
    // compiling a statement that runs for milliseconds costs more than running it
    connection: { application_name: "castellan", statement_timeout: 15_000, lock_timeout: 5_000, jit: "off" },
  });
  return drizzle(client);
}

export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.end({ timeout: 5 });
}
