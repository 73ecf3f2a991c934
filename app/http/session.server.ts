import { type Adapter, Lucia, TimeSpan } from "lucia";
import { endSession } from "#app/domain/identity/end-session.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { startSession } from "#app/domain/identity/start-session.server.ts";
import { type SignedIn, touchSession } from "#app/domain/identity/touch-session.server.ts";
import { environment, publicUrl } from "#app/env.server.ts";
import type { Edge } from "./edge.server.ts";
import { readCookie } from "./flash.server.ts";

declare module "lucia" {
  interface Register {
    Lucia: Lucia<Record<never, never>, SignedIn>;
    DatabaseSessionAttributes: { userAgent: string | null };
    DatabaseUserAttributes: SignedIn;
  }
}

// Lucia compares `expiresAt` with the machine's clock and renews in its second half. Our limits are columns compared
// with `edge.now`, so it is always handed an end far away; a session past its limits is not handed over at all.
const FAR = new TimeSpan(3650, "d");
const far = () => new Date(Date.now() + FAR.milliseconds());

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
      const session = { id, userId: found.accountId, expiresAt: far(), attributes: { userAgent: null } };
      return [session, { id: found.accountId, attributes: found }];
    },
    async setSession(session) {
      const { SESSION_IDLE_MINUTES, SESSION_MAX_DAYS } = environment();
      await startSession(edge, {
        idHash: hashSecret(session.id),
        accountId: session.userId,
        userAgent: session.attributes.userAgent,
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
  const { accountId, email, name, provedAt } = user;
  return { accountId, email, name, provedAt };
}

/** A new session with a new id; any session this browser had ends. Returns the Set-Cookie header. */
export async function openSession(edge: Edge, request: Request, accountId: string): Promise<string> {
  await closeSession(edge, request);
  const lucia = luciaFor(edge);
  const userAgent = request.headers.get("user-agent")?.slice(0, 300) ?? null;
  const session = await lucia.createSession(accountId, { userAgent });
  const cookie = lucia.createSessionCookie(session.id);
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
