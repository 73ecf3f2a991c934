const AWAY = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ETIMEDOUT",
]);

/**
 * Whether PostgreSQL did not answer, as against refusing a statement: codes of postgres.js and of Node's sockets, and
 * SQLSTATE classes 08 (connection), 53 (resources), 57P0x (shutting down, starting up), 57014 (statement timeout).
 */
export function databaseIsAway(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    const code = "code" in current ? String(current.code) : "";
    if (AWAY.has(code) || /^(08|53)[0-9A-Z]{3}$|^57P0\d$|^57014$/.test(code)) return true;
    if (current instanceof AggregateError && current.errors.some(databaseIsAway)) return true;
    current = current.cause;
  }
  return false;
}
