import http from "node:http";
import https from "node:https";
import { type BlockList, isIP, type Socket } from "node:net";
import {
  FetchRefused,
  guardedLookup,
  type Resolve,
  systemNames,
} from "#app/connectors/guarded-fetch.server.ts";
import { kindOfAddress } from "#app/connectors/networks.server.ts";

/** What a look at one server may reach and take. */
export type LookGuard = {
  allowed: BlockList;
  /** Ends the whole look. */
  signal: AbortSignal;
  /** Bytes of one answer that are read. */
  largestBody: number;
  mostRedirects: number;
  resolve?: Resolve | undefined;
  /** Certificates trusted beside the system's own, PEM. */
  ca?: string[] | undefined;
};

export type BoundedAnswer = {
  /** Of the last of its redirects. */
  url: URL;
  /** That was connected to. */
  address: string;
  status: number;
  headers: http.IncomingHttpHeaders;
  /** Null where it was not read: of a refusal and of a stream. */
  body: string | null;
};

type Asked = { method: "GET" | "POST"; headers: Record<string, string>; body?: string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Refuses what is neither public nor allowed, and plain http anywhere but where it is allowed. */
export function addressCheck(allowed: BlockList, isProtected: boolean) {
  return (address: string): FetchRefused | undefined => {
    const kind = kindOfAddress(address, allowed);
    if (kind === "refused") return new FetchRefused("address");
    return isProtected || kind === "allowed" ? undefined : new FetchRefused("scheme");
  };
}

/** The host of an address as it is connected to. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

/**
 * One request without credentials to what the guard lets through, its redirects followed. A stream is never waited for:
 * its headers are the answer. Throws FetchRefused, or the error of the connection.
 */
export async function boundedRequest(address: URL, asked: Asked, guard: LookGuard): Promise<BoundedAnswer> {
  let url = address;
  let request = asked;
  for (let followed = 0; ; followed++) {
    const answer = await exchange(url, request, guard);
    const { location } = answer.headers;
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
    if (followed >= guard.mostRedirects || !URL.canParse(location, url)) throw new FetchRefused("redirects");
    url = new URL(location, url);
    if (answer.status < 307) request = { method: "GET", headers: { Accept: asked.headers.Accept ?? "*/*" } };
  }
}

function exchange(url: URL, request: Asked, guard: LookGuard): Promise<BoundedAnswer> {
  const isHttps = url.protocol === "https:";
  if (!isHttps && url.protocol !== "http:") return Promise.reject(new FetchRefused("scheme"));
  const check = addressCheck(guard.allowed, isHttps);
  const host = hostOf(url);
  // an address needs no lookup, so the hook below is not asked about it
  const refused = isIP(host) ? check(host) : undefined;
  if (refused) return Promise.reject(refused);
  const body = request.body === undefined ? undefined : Buffer.from(request.body);
  return new Promise((resolve, reject) => {
    const slow = () => reject(new FetchRefused("slow", guard.signal.reason));
    if (guard.signal.aborted) return slow();
    guard.signal.addEventListener("abort", slow, { once: true });
    const sent = (isHttps ? https : http).request(
      url,
      {
        method: request.method,
        agent: false,
        signal: guard.signal,
        lookup: guardedLookup(guard.resolve ?? systemNames, check),
        ...(guard.ca && isHttps ? { ca: guard.ca } : {}),
        headers: {
          "User-Agent": "Castellan",
          ...request.headers,
          "Accept-Encoding": "identity",
          ...(body ? { "Content-Length": String(body.length) } : {}),
        },
      },
      (answer) => {
        const { statusCode: status = 0, headers, socket } = answer;
        const from = socket.remoteAddress ?? "";
        readBody(answer, guard.largestBody)
          .then((read) => resolve({ url, address: from, status, headers, body: read }), reject)
          .finally(() => {
            sent.destroy();
            guard.signal.removeEventListener("abort", slow);
          });
      },
    );
    sent.on("error", reject);
    sent.on("socket", (socket: Socket) => {
      socket.once("connect", () => {
        const trouble = check(socket.remoteAddress ?? "");
        if (trouble) sent.destroy(trouble);
      });
    });
    sent.end(body);
  });
}

/** Null for what is not read: a refusal, whose headers say enough, and an event stream. Throws for what cannot be bounded. */
async function readBody(answer: http.IncomingMessage, largest: number): Promise<string | null> {
  if (answer.statusCode !== 200) return null;
  if (/^text\/event-stream\b/i.test(answer.headers["content-type"] ?? "")) return null;
  const packing = answer.headers["content-encoding"];
  if (packing && packing !== "identity") throw new FetchRefused("packed");
  if (Number(answer.headers["content-length"] ?? 0) > largest) throw new FetchRefused("large");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += chunk.length;
    if (size > largest) throw new FetchRefused("large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
