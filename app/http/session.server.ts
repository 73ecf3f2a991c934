import { randomBytes } from "node:crypto";
import { type Adapter, generateIdFromEntropySize, Lucia, TimeSpan } from "lucia";
import { Conflict } from "#app/domain/errors.ts";
import type { AccountCtx } from "#app/domain/identity/account-context.ts";
import { endSession } from "#app/domain/identity/end-session.server.ts";
import { renewSession } from "#app/domain/identity/renew-session.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { startSession } from "#app/domain/identity/start-session.server.ts";
import { type ByProvider, type SignedIn, touchSession } from "#app/domain/identity/touch-session.server.ts";
import { environment, publicUrl } from "#app/env.server.ts";
import { knownBrowserCookie, readKnownBrowser } from "./browser-cookie.server.ts";
import type { Edge } from "./edge.server.ts";
import { readCookie } from "./host-cookie.server.ts";

declare module "lucia" {
  interface Register {
    Lucia: Lucia<Record<never, never>, SignedIn>;
    DatabaseSessionAttributes: NewSession;
    DatabaseUserAttributes: SignedIn;
  }
}

type NewSession = Pick<
  Parameters<typeof startSession>[1],
  "userAgent" | "browserHash" | "provedAt" | "byProvider" | "noLaterThan"
>;

// Lucia compares `expiresAt` with the machine's clock and renews in its second half. Our limits are columns compared
// with `edge.now`, so it is always handed an end far away; a session past its limits is not handed over at all.
const FAR = new TimeSpan(3650, "d");
const far = () => new Date(Date.now() + FAR.milliseconds());

const NOWHERE: NewSession = { userAgent: null, browserHash: "", provedAt: null, byProvider: null };
/** Bytes of randomness in a session's id, as Lucia makes them: 200 bits. */
const ENTROPY = 25;

function luciaFor(edge: Edge) {
  const https = publicUrl().startsWith("https:");
  return new Lucia(adapterFor(edge), {
    sessionExpiresIn: FAR,
    sessionCookie: {
      name: https ? "__Host-castellan" : "castellan",
      expires: false,
      attributes: { secure: https, sameSite: "lax", path: "/" },
    },
    getUserAttributes: (attributes) => attributes,
  });
}

/** Stores only hashes. Returns the raw id it was asked for, since Lucia hands it back to delete and renew. */
function adapterFor(edge: Edge): Adapter {
  return {
    async getSessionAndUser(id) {
      const found = await touchSession(edge, hashSecret(id));
      if (!found) return [null, null];
      const session = { id, userId: found.accountId, expiresAt: far(), attributes: NOWHERE };
      return [session, { id: found.accountId, attributes: found }];
    },
    async setSession(session) {
      const { SESSION_IDLE_MINUTES, SESSION_MAX_DAYS } = environment();
      await startSession(edge, {
        idHash: hashSecret(session.id),
        accountId: session.userId,
        ...session.attributes,
        idleMinutes: SESSION_IDLE_MINUTES,
        maxDays: SESSION_MAX_DAYS,
      });
    },
    async deleteSession(id) {
      await endSession(edge, hashSecret(id));
    },
    // Idle ends are moved by `touchSession`; listing and ending several sessions go by hash, outside Lucia.
    async updateSessionExpiration() {},
    async getUserSessions() {
      return [];
    },
    async deleteUserSessions() {},
    async deleteExpiredSessions() {},
  };
}

/** Who is signed in in this browser, or undefined. Moves the idle end. */
export async function readSession(edge: Edge, request: Request): Promise<SignedIn | undefined> {
  const lucia = luciaFor(edge);
  const id = readCookie(request, lucia.sessionCookieName);
  if (!id || !/^[a-z0-9]{30,64}$/.test(id)) return undefined;
  const { user } = await lucia.validateSession(id);
  if (!user) return undefined;
  const { accountId, email, name, provedAt, byProvider, sessionId, createdAt, endsAt } = user;
  return { accountId, email, name, provedAt, byProvider, sessionId, createdAt, endsAt };
}

/** Who proved an own password or passkey in this browser; a provider's word alone is not enough to join elsewhere. */
export async function readOwnSession(edge: Edge, request: Request): Promise<SignedIn | undefined> {
  const signedIn = await readSession(edge, request);
  return signedIn?.provedAt ? signedIn : undefined;
}

/**
 * A new session with a new id; any session this browser had ends. Without `byProvider` the account's own password or
 * passkey was just given. What the same account had proved in the session before, and its end, are taken along.
 * Returns the Set-Cookie headers: of the session, and of what this browser is known by from now on.
 */
export async function openSession(
  edge: Edge,
  request: Request,
  accountId: string,
  byProvider?: ByProvider,
): Promise<Headers> {
  const before = await readSession(edge, request);
  const same = before?.accountId === accountId ? before : undefined;
  await closeSession(edge, request);
  const lucia = luciaFor(edge);
  const userAgent = request.headers.get("user-agent")?.slice(0, 300) ?? null;
  const token = readKnownBrowser(request) ?? randomBytes(24).toString("base64url");
  const session = await lucia.createSession(accountId, {
    userAgent,
    browserHash: hashSecret(token),
    provedAt: byProvider ? (same?.provedAt ?? null) : edge.now,
    byProvider: byProvider ?? same?.byProvider ?? null,
    // A provider's word does not lengthen what the account's own proof began.
    ...(byProvider && same?.provedAt ? { noLaterThan: same.endsAt } : {}),
  });
  const headers = new Headers();
  headers.append("Set-Cookie", cookieOf(lucia, session.id));
  headers.append("Set-Cookie", knownBrowserCookie(token));
  return headers;
}

/**
 * After a proof: the same session under a new id, so that a copy of the old one opens nothing. Returns the Set-Cookie
 * header. Throws Conflict when the session was ended meanwhile.
 */
export async function rotateSession(ctx: AccountCtx): Promise<string> {
  const id = generateIdFromEntropySize(ENTROPY);
  if (!(await renewSession(ctx, hashSecret(id)))) {
    throw new Conflict("This session was ended meanwhile. Nothing was changed. Sign in again.");
  }
  return cookieOf(luciaFor(ctx), id);
}

function cookieOf(lucia: ReturnType<typeof luciaFor>, id: string): string {
  const cookie = lucia.createSessionCookie(id);
  cookie.attributes.maxAge = environment().SESSION_MAX_DAYS * 86_400;
  return cookie.serialize();
}

/** Ends this browser's session at the server. Returns the Set-Cookie header that forgets it. */
export async function closeSession(edge: Edge, request: Request): Promise<string> {
  const lucia = luciaFor(edge);
  const id = readCookie(request, lucia.sessionCookieName);
  if (id && /^[a-z0-9]{30,64}$/.test(id)) await lucia.invalidateSession(id);
  return lucia.createBlankSessionCookie().serialize();
}
