import { closeDatabase, type Database, openBeside } from "./client.server.ts";

/** By one process, so that large readers leave the database to everybody else. */
const MOST_AT_ONCE = 3;
/** A reader who takes nothing for so long is gone; the database then ends the transaction by itself. */
const IDLE = "60s";
const STATEMENT = "60s";

export type Snapshot = {
  /** Rows of one query as they were when the snapshot was opened, each as one line of JSON, `size` at once. */
  lines: (query: string, size: number) => AsyncGenerator<string[]>;
  /** Ends the connection, and with it whatever it held; again does nothing. */
  close: () => Promise<void>;
};

let open = 0;

/**
 * One moment of one organization, read while others go on writing. The connection is its own: one of the pool that is cut
 * off meanwhile would be given to somebody else while this still spoke through it. There is one at a time for the same
 * `purpose` of an organization, however many processes run.
 * @returns "running" when there is one already, "busy" when this process has as many as it bears
 */
export async function openSnapshot(
  { db, orgId }: { db: Database; orgId: string },
  purpose: string,
): Promise<Snapshot | "running" | "busy"> {
  if (open >= MOST_AT_ONCE) return "busy";
  open += 1;
  const own = openBeside(db);
  const connection = own.$client;
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    open -= 1;
    await closeDatabase(own);
  };
  try {
    await connection.unsafe("begin isolation level repeatable read read only");
    await connection.unsafe(
      `select set_config('app.org_id', $1, true), set_config('timezone', 'UTC', true),
        set_config('statement_timeout', $2, true), set_config('idle_in_transaction_session_timeout', $3, true)`,
      [orgId, STATEMENT, IDLE],
    );
    const [turn] = await connection.unsafe<{ taken: boolean }[]>(
      "select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as taken",
      [`${orgId} ${purpose}`],
    );
    if (!turn?.taken) {
      await close();
      return "running";
    }
  } catch (error) {
    await close();
    throw error;
  }
  async function* lines(query: string, size: number): AsyncGenerator<string[]> {
    // outside of a transaction, after the connection was lost, this is refused
    await connection.unsafe(
      `declare reading no scroll cursor for select to_json(line)::text as line from (${query}) line`,
    );
    let rows: { line: string }[];
    do {
      rows = await connection.unsafe<{ line: string }[]>(`fetch ${size} from reading`);
      if (rows.length > 0) yield rows.map((row) => row.line);
    } while (rows.length === size);
    await connection.unsafe("close reading");
  }
  return { lines, close };
}
