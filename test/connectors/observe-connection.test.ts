import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readChallenge } from "#app/connectors/connection/challenge.ts";
import { connectionObserver } from "#app/connectors/connection/observe-connection.server.ts";
import { isNetworkError } from "#app/connectors/network-error.ts";
import { ConnectionFacts } from "#app/domain/connections/connection-facts.ts";
import { makeAuthority, makeCertificate } from "#test/support/certificates.ts";
import { openOutsideServers } from "#test/support/outside-servers.ts";

const outside = openOutsideServers();
const authority = makeAuthority();
const good = makeCertificate("good.example", { by: authority });

const look = connectionObserver({ allowedNetworks: ["127.0.0.1/32"], ca: [authority.cert] });

/** What was seen, which has to be there and of the shape that is kept. */
async function seen(url: string, by = look): Promise<ConnectionFacts> {
  const observation = await by(url);
  if (observation.outcome !== "observed") throw new Error(`It could not look: ${observation.why}.`);
  return ConnectionFacts.parse(observation.facts);
}

async function whyNot(url: string, by = look): Promise<string> {
  const observation = await by(url);
  if (observation.outcome === "observed") throw new Error("It was seen.");
  return observation.why;
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}

const letsIn: RequestListener = (request, response) =>
  request.method === "POST" ? json(response, { jsonrpc: "2.0", id: 1, result: {} }) : json(response, {}, 405);

type Pages = Record<string, unknown>;

/** A server that refuses calls with `challenge` and answers GET of the paths in `pages`. `{origin}` stands for its own. */
async function refusing(
  pages: (origin: string) => Pages,
  challenge: (origin: string) => string | undefined = () => "Bearer",
) {
  const origin: string = await outside.https((request: IncomingMessage, response) => {
    const page = pages(origin)[request.url ?? ""];
    if (request.method === "GET" && page !== undefined) return json(response, page);
    if (request.method === "GET") return json(response, {}, 404);
    const asks = challenge(origin);
    response.writeHead(401, asks ? { "WWW-Authenticate": asks } : {}).end();
  }, good);
  return origin;
}

const RESOURCE = "/.well-known/oauth-protected-resource";
const SERVER = "/.well-known/oauth-authorization-server";

describe("a certificate", () => {
  test("that is valid is described, and the call is answered over it", async () => {
    const url = await outside.https(letsIn, good);
    const facts = await seen(`${url}/mcp`);
    expect(facts).toMatchObject({
      address: "127.0.0.1",
      isPublic: false,
      tls: { protocol: "TLSv1.3", issuer: "Test authority", subject: "good.example", problems: [] },
      answer: { status: 200, kind: "open" },
      authentication: { kind: "none" },
    });
    expect(facts.tls?.names).toEqual(["127.0.0.1"]);
    expect(Date.parse(facts.tls?.validUntil ?? "")).toBeGreaterThan(Date.now());
  });

  const past = { from: new Date(Date.now() - 20 * 86_400_000), until: new Date(Date.now() - 86_400_000) };
  const future = { from: new Date(Date.now() + 86_400_000), until: new Date(Date.now() + 20 * 86_400_000) };
  test.each([
    ["signed by itself", makeCertificate("self"), ["self_signed"]],
    ["that has expired", makeCertificate("old", { by: authority, ...past }), ["expired"]],
    ["that is not valid yet", makeCertificate("new", { by: authority, ...future }), ["not_yet_valid"]],
    [
      "of another host",
      makeCertificate("other", { by: authority, names: ["other.example"] }),
      ["wrong_host"],
    ],
    [
      "expired and of another host",
      makeCertificate("both", { by: authority, names: ["other.example"], ...past }),
      ["expired", "wrong_host"],
    ],
    ["by an authority nobody knows", makeCertificate("x", { by: makeAuthority("Nobody") }), ["untrusted"]],
  ])("%s is an answer, and nothing is sent over it", async (_, certificate, problems) => {
    let calls = 0;
    const url = await outside.https((_request, response) => {
      calls += 1;
      response.end();
    }, certificate);
    expect(await seen(url)).toMatchObject({
      tls: { problems },
      answer: null,
      authentication: { kind: "unknown", why: "certificate" },
    });
    expect(calls).toBe(0);
  });
});

describe("the answer without credentials", () => {
  test("over plain http in an allowed network is seen as plain", async () => {
    const url = await outside.http(letsIn);
    expect(await seen(url)).toMatchObject({ tls: null, answer: { kind: "open" }, address: "127.0.0.1" });
  });

  test("of the older transport is a stream on GET, which is not waited for", async () => {
    const url = await outside.http((request, response) => {
      if (request.method === "POST") return response.writeHead(405).end();
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      return response.write("event: endpoint\n\n");
    });
    expect(await seen(`${url}/sse`)).toMatchObject({
      answer: { status: 200, kind: "open" },
      authentication: { kind: "none" },
    });
  });

  test.each([
    ["a page", 200, "<html>", "text/html", "not_mcp"],
    ["JSON that is no result", 200, '{"error":{}}', "application/json", "not_mcp"],
    ["JSON that is not whole", 200, '{"result":', "application/json", "not_mcp"],
    ["500", 500, "<html>", "text/html", "failed"],
    ["429", 429, "", "text/plain", "limited"],
    ["204", 204, "", "text/plain", "not_mcp"],
  ])("that is %s leaves open how it authenticates", async (_, status, body, type, why) => {
    const url = await outside.http((_request, response) => {
      response.writeHead(status, { "Content-Type": type }).end(body);
    });
    expect(await seen(url)).toMatchObject({
      answer: { status, kind: "other" },
      authentication: { kind: "unknown", why },
    });
  });

  test("403 without a word is no proof of a key, 401 is", async () => {
    const refused = await outside.http((_request, response) => {
      response.writeHead(403).end();
    });
    expect(await seen(refused)).toMatchObject({
      answer: { status: 403, kind: "forbidden" },
      authentication: { kind: "unknown", why: "refused" },
    });
    const keyed = await refusing(
      () => ({}),
      () => 'ApiKey realm="x"',
    );
    expect(await seen(`${keyed}/mcp`)).toMatchObject({
      answer: { status: 401, kind: "unauthorized" },
      authentication: { kind: "key", scheme: "ApiKey" },
    });
    expect(
      await seen(
        await refusing(
          () => ({}),
          () => undefined,
        ),
      ),
    ).toMatchObject({
      authentication: { kind: "key", scheme: null },
    });
  });
});

describe("OAuth", () => {
  test("is found where the challenge points, with its scopes and an issuer that calls itself so", async () => {
    const origin = await refusing(
      (own) => ({
        "/meta": { resource: `${own}/mcp`, authorization_servers: [`${own}/realm`], scopes_supported: ["a"] },
        [`${SERVER}/realm`]: { issuer: `${own}/realm` },
      }),
      (own) => `Bearer realm="x, y", resource_metadata="${own}/meta", scope="read write"`,
    );
    expect((await seen(`${origin}/mcp`)).authentication).toEqual({
      kind: "oauth",
      source: "header",
      scopes: ["read", "write"],
      issuers: [{ issuer: `${origin}/realm`, problem: null }],
    });
  });

  test("is found at the path form before the root, and at the root otherwise", async () => {
    const both = await refusing((own) => ({
      [`${RESOURCE}/mcp`]: { resource: `${own}/mcp`, authorization_servers: [`${own}/path`] },
      [RESOURCE]: { resource: own, authorization_servers: [`${own}/root`] },
    }));
    expect((await seen(`${both}/mcp`)).authentication).toMatchObject({
      source: "path",
      issuers: [{ issuer: `${both}/path` }],
    });
    const root = await refusing((own) => ({
      [RESOURCE]: { resource: own, authorization_servers: [own], scopes_supported: ["mcp:use"] },
      "/.well-known/openid-configuration": { issuer: own },
    }));
    expect((await seen(`${root}/mcp`)).authentication).toEqual({
      kind: "oauth",
      source: "root",
      scopes: ["mcp:use"],
      issuers: [{ issuer: root, problem: null }],
    });
  });

  test("of a server of 2025-03 is the authorization server's metadata at the server itself", async () => {
    const origin = await refusing((own) => ({ [SERVER]: { issuer: own } }));
    expect((await seen(`${origin}/mcp`)).authentication).toMatchObject({ source: "server" });
  });

  test("with an issuer that calls itself something else is marked", async () => {
    const origin = await refusing((own) => ({
      [RESOURCE]: { resource: own, authorization_servers: [own, `${own}/silent`, "ftp://x.example"] },
      [SERVER]: { issuer: "https://login.elsewhere.example" },
    }));
    expect((await seen(origin)).authentication).toMatchObject({
      kind: "oauth",
      issuers: [{ problem: "other_issuer" }, { problem: "no_metadata" }, { problem: "not_https" }],
    });
  });

  test("with an issuer on the public internet without TLS says so, and does not ask it", async () => {
    const origin = await refusing((own) => ({
      [RESOURCE]: { resource: own, authorization_servers: ["http://93.184.215.14/realm"] },
    }));
    expect((await seen(origin)).authentication).toMatchObject({
      issuers: [{ issuer: "http://93.184.215.14/realm", problem: "not_https" }],
    });
  });

  test("keeps no mistake of ours to itself", async () => {
    const mistake = new TypeError("A mistake of ours.");
    const broken = connectionObserver({ allowedNetworks: [], resolve: (_, done) => done(mistake, []) });
    await expect(broken("https://somewhere.example/")).rejects.toBe(mistake);
    const of = (code: string) => isNetworkError(Object.assign(new Error("x"), { code }));
    expect(["ECONNRESET", "ENOTFOUND", "HPE_INVALID_CONSTANT", "CERT_HAS_EXPIRED"].map(of)).toEqual(
      Array(4).fill(true),
    );
    expect([of("ERR_INVALID_ARG_TYPE"), isNetworkError(new TypeError("x"))]).toEqual([false, false]);
  });

  test.each([
    [
      "of another server",
      (own: string) => ({ resource: "https://elsewhere.example", authorization_servers: [own] }),
    ],
    ["of another path", (own: string) => ({ resource: `${own}/other`, authorization_servers: [own] })],
    ["without an authorization server", (own: string) => ({ resource: own, authorization_servers: [] })],
    ["with odd servers", (own: string) => ({ resource: own, authorization_servers: [1, {}, "no url"] })],
  ])("by metadata %s is not believed", async (_, metadata) => {
    const origin = await refusing((own) => ({ [RESOURCE]: metadata(own) }));
    expect((await seen(`${origin}/mcp`)).authentication).toEqual({ kind: "unknown", why: "bad_metadata" });
  });

  test("whose metadata is not answered is unknown, never a key", async () => {
    const origin: string = await outside.https((request, response) => {
      response.writeHead(request.method === "POST" ? 401 : 500).end();
    }, good);
    expect((await seen(origin)).authentication).toEqual({ kind: "unknown", why: "no_metadata_answer" });
  });

  test("whose challenge points into a private network is not followed there", async () => {
    const origin = await refusing(
      () => ({}),
      () => 'Bearer resource_metadata="http://169.254.169.254/latest/meta-data"',
    );
    expect((await seen(origin)).authentication).toEqual({ kind: "unknown", why: "no_metadata_answer" });
  });
});

describe("nothing is seen, and why is said", () => {
  const sends = (to: (request: IncomingMessage) => string, status = 307) =>
    outside.http((request, response) => {
      response.writeHead(status, { Location: to(request) }).end();
    });

  test("of an address that is not public, unless the installation allows it", async () => {
    const closed = connectionObserver({ allowedNetworks: [] });
    expect(await whyNot("https://127.0.0.1:1/", closed)).toBe("address");
    expect(await whyNot("https://10.0.0.1/", closed)).toBe("address");
    expect(await whyNot("http://127.0.0.1:1/", closed)).toBe("address");
    const named = connectionObserver({
      allowedNetworks: [],
      resolve: (_, done) => done(null, [{ address: "192.168.1.1", family: 4 }]),
    });
    expect(await whyNot("https://server.example/", named)).toBe("address");
  });

  test("of a public address over plain http", async () => {
    const named = connectionObserver({
      allowedNetworks: [],
      resolve: (_, done) => done(null, [{ address: "93.184.215.14", family: 4 }]),
    });
    expect(await whyNot("http://server.example/", named)).toBe("scheme");
  });

  test.each(["remote", "https://•••.example/", "https://{host}/mcp", "https://${HOST}/mcp", "not a url"])(
    "of %s, which is no whole address",
    async (address) => {
      expect(await whyNot(address)).toBe("incomplete");
    },
  );

  test("of one that sends on for ever, or into a private network", async () => {
    expect(await whyNot(await sends(() => "/again"))).toBe("redirects");
    expect(await whyNot(await sends(() => "/again", 302))).toBe("redirects");
    expect(await whyNot(await sends(() => "http://10.0.0.1/"))).toBe("address");
    expect(await whyNot(await sends(() => "file:///etc/passwd"))).toBe("scheme");
  });

  test("of one that answers too slowly, too much, packed, or not at all", async () => {
    const hurried = connectionObserver({ allowedNetworks: ["127.0.0.1/32"], timeoutMs: 300 });
    const silent = await outside.http(() => undefined);
    expect(await whyNot(silent, hurried)).toBe("slow");
    const dripping = await outside.http((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json" }).write("{");
    });
    expect(await whyNot(dripping, hurried)).toBe("slow");
    const huge = await outside.http((_request, response) => {
      response.writeHead(200, { "Content-Type": "application/json" }).end("x".repeat(200_000));
    });
    expect(await whyNot(huge)).toBe("large");
    const packed = await outside.http((_request, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("{}"));
    });
    expect(await whyNot(packed)).toBe("packed");
    const gone = await outside.http((request) => request.socket.destroy());
    expect(await whyNot(gone)).toBe("unreachable");
  });

  test("of one that speaks no TLS, or shakes no hand", async () => {
    const plain = await outside.http(letsIn);
    expect(await whyNot(plain.replace("http:", "https:"))).toBe("tls");
    const mute = createTcpServer();
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const address = mute.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const hurried = connectionObserver({ allowedNetworks: ["127.0.0.1/32"], timeoutMs: 300 });
    expect(await whyNot(`https://127.0.0.1:${port}/`, hurried)).toBe("slow");
    mute.close();
  });
});

test("a challenge is read leniently, whatever it holds", () => {
  expect(readChallenge(undefined)).toEqual({ scheme: null, resourceMetadata: null, scopes: [] });
  expect(readChallenge('bearer scope="a  b a", Resource_Metadata="x\\"y"')).toEqual({
    scheme: "bearer",
    resourceMetadata: 'x"y',
    scopes: ["a", "b"],
  });
  expect(readChallenge(`${"=".repeat(50_000)}"`)).toMatchObject({ scheme: null });
  expect(readChallenge(`Bearer ${'a="'.repeat(20_000)}`)).toMatchObject({ scheme: "Bearer" });
});
