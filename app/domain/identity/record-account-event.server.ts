import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import type { AccountEventKind } from "#app/domain/identity/account-event-words.ts";
import { accountEvent } from "#app/domain/identity/account-tables.server.ts";
import { browserInWords } from "#app/domain/identity/browser-words.ts";

type Edge = { now: Date; from: string | null; requestId: string };

/**
 * Remembers what happened to an account, in a transaction walled to it. Returns the event's id.
 * @param userAgent where it was done, as the browser says; only our words for it are stored
 */
export async function recordAccountEvent(
  tx: Transaction,
  edge: Edge,
  event: { accountId: string; kind: AccountEventKind; userAgent?: string | null },
): Promise<string> {
  const id = uuidv7();
  await tx.insert(accountEvent).values({
    id,
    accountId: event.accountId,
    at: edge.now,
    kind: event.kind,
    from: edge.from,
    browser: event.userAgent === undefined ? null : browserInWords(event.userAgent),
    requestId: edge.requestId,
  });
  return id;
}
