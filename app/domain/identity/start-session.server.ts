import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inAccount } from "#app/db/transaction.server.ts";
import { Forbidden } from "#app/domain/errors.ts";
import { account, accountEvent, session } from "#app/domain/identity/account-tables.server.ts";
import { recordAccountEvent } from "#app/domain/identity/record-account-event.server.ts";
import { knownBrowser } from "#app/domain/identity/sign-in-tables.server.ts";
import type { ByProvider } from "#app/domain/identity/touch-session.server.ts";

type Edge = { db: Database; now: Date; from: string | null; requestId: string };

type NewSession = {
  /** SHA-256 of the id in the cookie, hex */
  idHash: string;
  accountId: string;
  userAgent: string | null;
  /** SHA-256 of the token by which this browser is known again, hex */
  browserHash: string;
  idleMinutes: number;
  maxDays: number;
  /** A password or passkey of the account was just given, or earlier in the session this one replaces. */
  provedAt: Date | null;
  byProvider: ByProvider | null;
  /** The session this one replaces could not have lasted longer. */
  noLaterThan?: Date;
};

/**
 * Keeps a session of a browser that has just proven who uses it. A browser this account was never used in before is
 * told of by mail, unless it is the account's first. Throws Forbidden when the account was disabled meanwhile.
 */
export async function startSession(edge: Edge, input: NewSession): Promise<void> {
  const { accountId, userAgent } = input;
  const after = (ms: number) => new Date(edge.now.getTime() + ms);
  const left = input.noLaterThan
    ? input.noLaterThan.getTime() - edge.now.getTime()
    : Number.POSITIVE_INFINITY;
  const longest = Math.min(input.maxDays * 86_400_000, left);
  await inAccount(edge.db, accountId, async (tx) => {
    const [person] = await tx
      .select({ disabledAt: account.disabledAt })
      .from(account)
      .where(eq(account.id, accountId))
      .for("share");
    if (!person || person.disabledAt) throw new Forbidden("This account is disabled. Ask an admin for help.");
    const [earlier] = await tx
      .select({ id: accountEvent.id })
      .from(accountEvent)
      .where(and(eq(accountEvent.accountId, accountId), eq(accountEvent.kind, "session.start")))
      .limit(1);
    const browser = await recogniseBrowser(tx, edge, input);
    await tx.insert(session).values({
      idHash: input.idHash,
      id: uuidv7(),
      accountId,
      browserId: browser.id,
      createdAt: edge.now,
      lastSeenAt: edge.now,
      idleExpiresAt: after(Math.min(input.idleMinutes * 60_000, longest)),
      absoluteExpiresAt: after(longest),
      provedAt: input.provedAt,
      openidOrgId: input.byProvider?.orgId ?? null,
      openidIdentityId: input.byProvider?.identityId ?? null,
      openidProvedAt: input.byProvider?.provedAt ?? null,
      from: edge.from,
      userAgent,
    });
    await recordAccountEvent(tx, edge, { accountId, kind: "session.start", userAgent });
    if (!earlier || !browser.isNew) return;
    const eventId = await recordAccountEvent(tx, edge, { accountId, kind: "browser.new", userAgent });
    await enqueue(tx, "mail_account_notice", { accountId, eventId });
  });
}

async function recogniseBrowser(
  tx: Transaction,
  edge: Edge,
  { accountId, browserHash }: NewSession,
): Promise<{ id: string; isNew: boolean }> {
  const seen = { firstSeenAt: edge.now, lastSeenAt: edge.now };
  const id = uuidv7();
  const [row] = await tx
    .insert(knownBrowser)
    .values({ id, accountId, tokenHash: browserHash, ...seen })
    .onConflictDoUpdate({
      target: [knownBrowser.accountId, knownBrowser.tokenHash],
      set: { lastSeenAt: edge.now },
    })
    .returning({ id: knownBrowser.id });
  return { id: row?.id ?? id, isNew: row?.id === id };
}
