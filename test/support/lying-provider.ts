import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll } from "vitest";

type Key = Awaited<ReturnType<typeof generateKeyPair>> & { kid: string };
type Endpoint = "discovery" | "jwks" | "token";

/** What this provider does wrong; nothing: it is honest. */
export type Lies = {
  /** Answers an endpoint in its own way. */
  answers?: Partial<Record<Endpoint, (req: IncomingMessage, res: ServerResponse) => void>>;
  metadata?: Record<string, unknown>;
  claims?: JWTPayload & Record<string, unknown>;
  signed?:
    | "as published"
    | "not at all"
    | "with the client secret"
    | "with a key it does not publish"
    | "by somebody else";
};

/** A provider written from OpenID Connect Core, to be as wrong as a test wants it. */
export function openLyingProvider() {
  const lies: { now: Lies; nonce: string; secret: string; asked: Endpoint[] } = {
    now: {},
    nonce: "",
    secret: "",
    asked: [],
  };
  let server: Server | undefined;
  let url = "";
  let published: Key;
  let other: Key;
  const json = (res: ServerResponse, body: unknown) =>
    res.setHeader("Content-Type", "application/json").end(JSON.stringify(body));

  async function idToken(clientId: string): Promise<string> {
    const { claims, signed = "as published" } = lies.now;
    const now = Math.floor(Date.now() / 1_000);
    const payload = {
      iss: url,
      aud: clientId,
      sub: "somebody",
      iat: now,
      exp: now + 300,
      nonce: lies.nonce,
      email: "somebody@example.test",
      email_verified: true,
      groups: [],
      ...claims,
    };
    if (signed === "not at all") return new UnsecuredJWT(payload).encode();
    if (signed === "with the client secret") {
      const key = new TextEncoder().encode(lies.secret.padEnd(32, "0"));
      return new SignJWT(payload).setProtectedHeader({ alg: "HS256" }).sign(key);
    }
    const key = signed === "as published" ? published : other;
    const kid = signed === "by somebody else" ? published.kid : key.kid;
    return new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid }).sign(key.privateKey);
  }

  const honest: Record<Endpoint, (req: IncomingMessage, res: ServerResponse) => Promise<unknown> | unknown> =
    {
      discovery: (_req, res) =>
        json(res, {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          jwks_uri: `${url}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
          authorization_response_iss_parameter_supported: true,
          ...lies.now.metadata,
        }),
      jwks: async (_req, res) =>
        json(res, {
          keys: [{ ...(await exportJWK(published.publicKey)), kid: published.kid, use: "sig", alg: "RS256" }],
        }),
      token: async (req, res) => {
        const [, basic = ""] = /^Basic (.+)$/.exec(req.headers.authorization ?? "") ?? [];
        const [clientId = ""] = Buffer.from(basic, "base64").toString().split(":");
        json(res, {
          access_token: "access",
          token_type: "Bearer",
          id_token: await idToken(decodeURIComponent(clientId)),
        });
      },
    };
  const paths: Record<string, Endpoint> = {
    "/.well-known/openid-configuration": "discovery",
    "/jwks": "jwks",
    "/token": "token",
  };
  const makeKey = async (kid: string): Promise<Key> => ({
    ...(await generateKeyPair("RS256", { extractable: true })),
    kid,
  });

  beforeAll(async () => {
    published = await makeKey("first");
    other = await makeKey("other");
    server = createServer((req, res) => {
      const endpoint = paths[req.url ?? ""];
      if (!endpoint) return res.writeHead(404).end();
      lies.asked.push(endpoint);
      const answer = lies.now.answers?.[endpoint] ?? honest[endpoint];
      Promise.resolve(answer(req, res)).catch((error: unknown) => res.writeHead(500).end(String(error)));
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The provider listens on no port.");
    url = `http://127.0.0.1:${address.port}`;
  });
  afterAll(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  });
  return {
    lies,
    get url() {
      return url;
    },
    /** From now on it signs with, and publishes, another key. */
    async rotate() {
      published = await makeKey(`rotated ${Date.now()}`);
    },
  };
}
