import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import type { AuthenticationFacts } from "#app/domain/connections/connection-facts.ts";
import { jsonIn } from "#app/domain/json-text.ts";
import { boundedRequest, type LookGuard } from "./bounded-request.server.ts";
import { type Challenge, scopesOf } from "./challenge.ts";

type Issuer = Extract<AuthenticationFacts, { kind: "oauth" }>["issuers"][number];
type Document = { is: "there"; value: Record<string, unknown> } | { is: "absent" | "silent" | "not_https" };

const MOST_ISSUERS = 3;
const JSON_ONLY = { Accept: "application/json" };

/**
 * How a server that refused a call without credentials says it is to be asked: protected-resource metadata (RFC 9728)
 * where its challenge names it, then at the path form, then at the root; then, as servers of 2025-03 do it, the
 * authorization server's metadata at the server itself. Without any of them it wants a key.
 */
export async function findOauth(
  server: URL,
  challenge: Challenge,
  guard: LookGuard,
): Promise<AuthenticationFacts> {
  let isSilent = false;
  let isLying = false;
  for (const { source, url } of resourcePlaces(server, challenge)) {
    const found = await readDocument(url, guard);
    if (found.is === "silent" || found.is === "not_https") isSilent = true;
    if (found.is !== "there") continue;
    const named = issuersIn(found.value);
    if (named.length === 0 || !isAbout(found.value.resource, server)) {
      isLying = true;
      continue;
    }
    const issuers: Issuer[] = [];
    for (const issuer of named) issuers.push(await checkIssuer(issuer, guard));
    const scopes = challenge.scopes.length > 0 ? challenge.scopes : scopesOf(found.value.scopes_supported);
    return { kind: "oauth", source, scopes, issuers };
  }
  if (isLying) return { kind: "unknown", why: "bad_metadata" };
  const own = await checkIssuer(server.origin, guard);
  if (own.problem === null) {
    return { kind: "oauth", source: "server", scopes: challenge.scopes, issuers: [own] };
  }
  if (isSilent || own.problem === "no_answer") return { kind: "unknown", why: "no_metadata_answer" };
  return { kind: "key", scheme: challenge.scheme };
}

function resourcePlaces(server: URL, challenge: Challenge) {
  const wellKnown = "/.well-known/oauth-protected-resource";
  const path = server.pathname.replace(/\/+$/, "");
  const places = [
    { source: "header", url: challenge.resourceMetadata },
    { source: "path", url: path === "" ? null : `${server.origin}${wellKnown}${path}` },
    { source: "root", url: `${server.origin}${wellKnown}` },
  ] as const;
  return places.flatMap(({ source, url }) =>
    url !== null && URL.canParse(url) ? [{ source, url: new URL(url) }] : [],
  );
}

function issuersIn(metadata: Record<string, unknown>): string[] {
  const named = metadata.authorization_servers;
  if (!Array.isArray(named)) return [];
  return named
    .filter((one): one is string => typeof one === "string" && one.length <= 300 && URL.canParse(one))
    .slice(0, MOST_ISSUERS);
}

/** The metadata has to be of this server: of its very address, or of one above it at the same origin (RFC 9728 §3.3). */
function isAbout(resource: unknown, server: URL): boolean {
  if (typeof resource !== "string" || !URL.canParse(resource)) return false;
  const named = new URL(resource);
  if (named.origin !== server.origin) return false;
  const above = named.pathname.replace(/\/+$/, "");
  const path = server.pathname.replace(/\/+$/, "");
  return path === above || path.startsWith(`${above}/`);
}

/**
 * RFC 8414, then OpenID Connect Discovery. The issuer has to call itself as it was called, and to be reached over https
 * but in networks this installation allows.
 */
async function checkIssuer(issuer: string, guard: LookGuard): Promise<Issuer> {
  const url = new URL(issuer);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { issuer, problem: "not_https" };
  const path = url.pathname.replace(/\/+$/, "");
  const places = [
    `/.well-known/oauth-authorization-server${path}`,
    `/.well-known/openid-configuration${path}`,
    ...(path === "" ? [] : [`${path}/.well-known/openid-configuration`]),
  ];
  let problem: Issuer["problem"] = "no_metadata";
  for (const place of places) {
    const found = await readDocument(new URL(place, url.origin), guard);
    if (found.is === "not_https") return { issuer, problem: "not_https" };
    if (found.is === "silent" && problem === "no_metadata") problem = "no_answer";
    if (found.is !== "there") continue;
    if (found.value.issuer === issuer || withoutSlash(found.value.issuer) === withoutSlash(issuer))
      return { issuer, problem: null };
    problem = "other_issuer";
  }
  return { issuer, problem };
}

function withoutSlash(issuer: unknown): string {
  return typeof issuer === "string" ? issuer.replace(/\/$/, "") : "";
}

/**
 * A JSON object at an address; `absent` when it answered with something else, `silent` when it did not answer in bounds,
 * `not_https` when it is spoken to without TLS on the public internet, which is not done.
 */
async function readDocument(url: URL, guard: LookGuard): Promise<Document> {
  try {
    const answer = await boundedRequest(url, { method: "GET", headers: JSON_ONLY }, guard);
    if (answer.status >= 500 || answer.status === 429) return { is: "silent" };
    if (answer.status !== 200 || answer.body === null) return { is: "absent" };
    const value = jsonObject(answer.body);
    return value ? { is: "there", value } : { is: "absent" };
  } catch (error) {
    if (!(error instanceof FetchRefused) || guard.signal.aborted) throw error;
    return { is: error.why === "scheme" ? "not_https" : "silent" };
  }
}

/** What a text holds when it is JSON and an object. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  const value = jsonIn(text);
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
