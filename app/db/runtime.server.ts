import { closeDatabase, type Database, openDatabase } from "./client.server.ts";

let open: Database | undefined;

/** Opens the one pool of this process as the runtime role; called once at start. */
export function openRuntime(url: string): Database {
  open = openDatabase(url);
  return open;
}

/** The one pool of this process. Throws when the process has not started yet or has stopped. */
export function database(): Database {
  if (!open) throw new Error("The database of this process is not open.");
  return open;
}

export async function closeRuntime(): Promise<void> {
  const closing = open;
  open = undefined;
  if (closing) await closeDatabase(closing);
}
