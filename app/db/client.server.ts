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
  const database = drizzle(client);
  urls.set(database, url);
  return database;
}

const urls = new WeakMap<Database, string>();

/** One connection to the same database outside of the pool, which nobody else ever gets; `closeDatabase` ends it. */
export function openBeside(database: Database): Database {
  const url = urls.get(database);
  if (!url) throw new Error("Only a database that openDatabase opened can be opened beside.");
  return openDatabase(url, { max: 1 });
}

export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.end({ timeout: 5 });
}
