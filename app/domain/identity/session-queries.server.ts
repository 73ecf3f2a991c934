import { and, desc, eq, gt } from "drizzle-orm";
import { inAccount } from "#app/db/transaction.server.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { ACCOUNT_EVENTS, type AccountEventKind } from "#app/domain/identity/account-event-words.ts";
import { accountEvent, session } from "#app/domain/identity/account-tables.server.ts";
import { browserInWords } from "#app/domain/identity/browser-words.ts";
import { knownBrowser } from "#app/domain/identity/sign-in-tables.server.ts";

const MOST = 100;

/** The browsers this account is signed in with now, the one used last first; at most 100. */
export async function listSessions(ctx: AccountCtx) {
  const { accountId, sessionId } = ctx.account;
  const rows = await inAccount(ctx.db, accountId, (tx) =>
    tx
      .select({
        id: session.id,
        userAgent: session.userAgent,
        from: session.from,
        startedAt: session.createdAt,
        lastSeenAt: session.lastSeenAt,
        browserSince: knownBrowser.firstSeenAt,
      })
      .from(session)
      .leftJoin(
        knownBrowser,
        and(eq(knownBrowser.accountId, session.accountId), eq(knownBrowser.id, session.browserId)),
      )
      .where(
        and(
          eq(session.accountId, accountId),
          gt(session.idleExpiresAt, ctx.now),
          gt(session.absoluteExpiresAt, ctx.now),
        ),
      )
      .orderBy(desc(session.lastSeenAt))
      .limit(MOST),
  );
  return rows.map(({ userAgent, ...row }) => ({
    ...row,
    browser: browserInWords(userAgent),
    isThis: row.id === sessionId,
  }));
}

/** What happened to this account, the newest first; at most 100. */
export async function listAccountEvents(ctx: AccountCtx) {
  const { accountId } = ctx.account;
  const rows = await inAccount(ctx.db, accountId, (tx) =>
    tx
      .select({
        id: accountEvent.id,
        at: accountEvent.at,
        kind: accountEvent.kind,
        from: accountEvent.from,
        browser: accountEvent.browser,
      })
      .from(accountEvent)
      .where(eq(accountEvent.accountId, accountId))
      .orderBy(desc(accountEvent.id))
      .limit(MOST),
  );
  return rows.map(({ kind, ...row }) => ({ ...row, what: isKnown(kind) ? ACCOUNT_EVENTS[kind] : kind }));
}

function isKnown(kind: string): kind is AccountEventKind {
  return kind in ACCOUNT_EVENTS;
}
