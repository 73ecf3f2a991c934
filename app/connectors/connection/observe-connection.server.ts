import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import type { Resolve } from "#app/connectors/guarded-exchange.server.ts";
import { blockList, kindOfAddress } from "#app/connectors/networks.server.ts";
import type {
  AuthenticationFacts,
  ConnectionFacts,
  LookTrouble,
  ObserveConnection,
  TlsFacts,
} from "#app/domain/connections/connection-facts.ts";
import { type BoundedAnswer, boundedRequest, type LookGuard } from "./bounded-request.server.ts";
import { readChallenge } from "./challenge.ts";
import { findOauth, jsonObject } from "./find-oauth.server.ts";
import { lookAtTls } from "./look-at-tls.server.ts";

type ObserveOptions = {
  /** Networks in CIDR notation that may be reached though they are not public; plain http only there. */
  allowedNetworks: readonly string[];
  /** For the whole look; 20 s. */
  timeoutMs?: number;
  /** Bytes of one answer; 128 KiB. */
  largestBody?: number;
  resolve?: Resolve;
  ca?: string[];
};

/** As a client begins: harmless, and answered by every server of every revision that lets one in. */
const FIRST_CALL = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "castellan", version: "1.0.0" },
  },
});

/**
 * Looks at remote servers without a credential: the certificate, what a first call is answered by, and how it says one
 * has to authenticate. Nothing is sent over a connection whose certificate is not valid.
 */
export function connectionObserver(options: ObserveOptions): ObserveConnection {
  const allowed = blockList(options.allowedNetworks);
  const { timeoutMs = 20_000, largestBody = 131_072, resolve, ca } = options;
  return async (address) => {
    if (!URL.canParse(address) || /[•{}$]/.test(address)) return couldNot("incomplete");
    const url = new URL(address);
    const signal = AbortSignal.timeout(timeoutMs);
    const guard: LookGuard = { allowed, signal, largestBody, mostRedirects: 3, resolve, ca };
    try {
      return { outcome: "observed", facts: await observe(url, guard) };
    } catch (error) {
      if (!(error instanceof FetchRefused)) throw error;
      return couldNot(troubleOf(error));
    }
  };
}

function couldNot(why: LookTrouble) {
  return { outcome: "could_not_look", why } as const;
}

async function observe(url: URL, guard: LookGuard): Promise<ConnectionFacts> {
  if (url.protocol === "http:") return { ...(await ask(url, guard, null)), tls: null };
  if (url.protocol !== "https:") throw new FetchRefused("scheme");
  const { tls, address } = await lookAtTls(url, guard);
  return { ...(await ask(url, guard, { tls, address })), tls };
}

async function ask(
  url: URL,
  guard: LookGuard,
  shaken: { tls: TlsFacts; address: string } | null,
): Promise<Omit<ConnectionFacts, "tls">> {
  if (shaken && shaken.tls.problems.length > 0) {
    const authentication = { kind: "unknown", why: "certificate" } as const;
    return { ...placeOf(shaken.address, guard), answer: null, authentication };
  }
  const first = await firstAnswer(url, guard);
  const answer = { status: first.status, kind: kindOf(first) };
  const authentication = await authenticationOf(url, first, answer.kind, guard);
  return { ...placeOf(shaken?.address ?? first.address, guard), answer, authentication };
}

function placeOf(address: string, guard: LookGuard) {
  return { address, isPublic: kindOfAddress(address, guard.allowed) === "public" };
}

/** Servers of the older transport take no POST: they open a stream on GET. */
async function firstAnswer(url: URL, guard: LookGuard): Promise<BoundedAnswer> {
  const headers = {
    Accept: "application/json, text/event-stream",
    "Content-Type": "application/json",
    "MCP-Protocol-Version": "2025-06-18",
  };
  const posted = await boundedRequest(url, { method: "POST", headers, body: FIRST_CALL }, guard);
  if (![400, 404, 405, 415].includes(posted.status)) return posted;
  const got = await boundedRequest(url, { method: "GET", headers: { Accept: "text/event-stream" } }, guard);
  return isStream(got) || got.status === 401 || got.status === 403 ? got : posted;
}

type AnswerKind = NonNullable<ConnectionFacts["answer"]>["kind"];

function kindOf(answer: BoundedAnswer): AnswerKind {
  if (answer.status === 401) return "unauthorized";
  if (answer.status === 403) return "forbidden";
  if (answer.status !== 200) return "other";
  if (isStream(answer)) return "open";
  return jsonObject(answer.body ?? "")?.result === undefined ? "other" : "open";
}

function isStream(answer: BoundedAnswer): boolean {
  return answer.status === 200 && /^text\/event-stream\b/i.test(answer.headers["content-type"] ?? "");
}

async function authenticationOf(
  url: URL,
  first: BoundedAnswer,
  kind: AnswerKind,
  guard: LookGuard,
): Promise<AuthenticationFacts> {
  if (kind === "open") return { kind: "none" };
  if (kind === "other") {
    const why = first.status === 429 ? "limited" : first.status >= 500 ? "failed" : "not_mcp";
    return { kind: "unknown", why };
  }
  const found = await findOauth(url, readChallenge(first.headers["www-authenticate"]), guard);
  // a refusal that says nothing may be meant for everybody
  if (kind === "forbidden" && found.kind === "key" && found.scheme === null)
    return { kind: "unknown", why: "refused" };
  return found;
}

function troubleOf({ why, cause }: FetchRefused): LookTrouble {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^(?:ERR_SSL|ERR_TLS|CERT_|EPROTO|DEPTH_ZERO|UNABLE_TO_)/.test(code) ? "tls" : why;
}
