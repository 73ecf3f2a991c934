import { lookup as askNames } from "node:dns";
import http from "node:http";
import https from "node:https";
import { type BlockList, isIP, type LookupFunction, type Socket } from "node:net";
import { blockList, kindOfAddress } from "./networks.server.ts";

/** Why nothing came back. Sentences for people are made by whoever asked. */
export type FetchTrouble =
  /** Not on the public internet, and no administrator of this installation allowed it. */
  | "address"
  /** Neither https nor, for an allowed network, http. */
  | "scheme"
  | "unreachable"
  | "slow"
  | "large"
  | "redirects"
  /** Packed, though asked for plain: its size could not be bounded. */
  | "packed";

export class FetchRefused extends Error {
  readonly why: FetchTrouble;
  constructor(why: FetchTrouble, cause?: unknown) {
    super(`A request to the outside was not answered: ${why}.`, { cause });
    this.why = why;
  }
}

export type Resolve = (
  name: string,
  done: (error: NodeJS.ErrnoException | null, found: { address: string; family: number }[]) => void,
) => void;

export type GuardedFetchOptions = {
  /** Networks in CIDR notation that may be reached though they are not public; plain http only there. */
  allowedNetworks: readonly string[];
  /** For the whole exchange, from the name to the last byte; 10 s. */
  timeoutMs?: number;
  /** Bytes; 1 MiB. */
  largestBody?: number;
  /** Followed for GET when `redirect` is "follow"; 3. */
  mostRedirects?: number;
  /** The system's name lookup unless given. */
  resolve?: Resolve;
};

export type GuardedRequest = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | URLSearchParams | Uint8Array | null;
  /** "manual" gives a redirect back as it is. */
  redirect?: "manual" | "follow";
  /** Gives an event stream, or any answer, as it comes, still bounded in time and size, instead of reading it whole. */
  isStream?: boolean | "any";
  /** Ends the exchange earlier than its time. */
  signal?: AbortSignal | undefined;
};

export type GuardedFetch = (address: string | URL, request?: GuardedRequest) => Promise<Response>;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The one way out of this house: reaches public addresses only, and those an administrator of this installation allowed.
 * The address that is checked is the one that is connected to, at every redirect; time and size are bounded.
 * The answer is read whole before it is given. Throws FetchRefused.
 */
export function guardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const allowed = blockList(options.allowedNetworks);
  const { timeoutMs = 10_000, mostRedirects = 3 } = options;
  return async (address, request = {}) => {
    const late = AbortSignal.timeout(timeoutMs);
    const signal = request.signal ? AbortSignal.any([late, request.signal]) : late;
    let url = new URL(address);
    let { headers = {} } = request;
    for (let followed = 0; ; followed++) {
      const response = await exchange(url, { ...request, headers }, { ...options, allowed, signal });
      const location = response.headers.get("location");
      if (request.redirect === "manual" || !REDIRECTS.has(response.status) || !location) return response;
      if ((request.method ?? "GET") !== "GET" || followed >= mostRedirects || !URL.canParse(location, url))
        throw new FetchRefused("redirects");
      const next = new URL(location, url);
      if (next.origin !== url.origin) headers = withoutCredentials(headers);
      url = next;
    }
  };
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(authorization|cookie|proxy-authorization)$/i.test(name)),
  );
}

type Guard = GuardedFetchOptions & { allowed: BlockList; signal: AbortSignal };

function exchange(url: URL, request: GuardedRequest, guard: Guard): Promise<Response> {
  const isHttps = url.protocol === "https:";
  if (!isHttps && url.protocol !== "http:") return Promise.reject(new FetchRefused("scheme"));
  const check = (address: string) => {
    const kind = kindOfAddress(address, guard.allowed);
    if (kind === "refused") return new FetchRefused("address");
    return isHttps || kind === "allowed" ? undefined : new FetchRefused("scheme");
  };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // An address needs no lookup, so the hook below is not asked about it.
  const refused = isIP(host) ? check(host) : undefined;
  if (refused) return Promise.reject(refused);
  const body = request.body === undefined || request.body === null ? undefined : bytesOf(request.body);
  return new Promise((resolve, reject) => {
    const slow = () => reject(new FetchRefused("slow", guard.signal.reason));
    guard.signal.addEventListener("abort", slow, { once: true });
    const fail = (error: unknown) => reject(troubleOf(error, guard.signal));
    const sent = (isHttps ? https : http).request(
      url,
      {
        method: request.method ?? "GET",
        agent: false,
        signal: guard.signal,
        lookup: guardedLookup(guard.resolve ?? systemNames, check),
        headers: {
          "User-Agent": "Castellan",
          ...request.headers,
          "Accept-Encoding": "identity",
          ...(body ? { "Content-Length": String(body.length) } : {}),
        },
      },
      (answer) => {
        const largest = guard.largestBody ?? 1_048_576;
        const isEvents = /^text\/event-stream\b/i.test(answer.headers["content-type"] ?? "");
        const comes = request.isStream === "any" || (request.isStream && isEvents);
        const read = comes ? asItComes : readWhole;
        read(answer, largest).then(resolve, (error) => {
          sent.destroy();
          fail(error);
        });
      },
    );
    sent.on("error", fail);
    sent.on("socket", (socket: Socket) => {
      socket.once("connect", () => {
        const trouble = check(socket.remoteAddress ?? "");
        if (trouble) sent.destroy(trouble);
      });
    });
    sent.end(body);
  });
}

function bytesOf(body: string | URLSearchParams | Uint8Array): Buffer {
  return Buffer.from(body instanceof URLSearchParams ? body.toString() : body);
}

export const systemNames: Resolve = (name, done) => {
  askNames(name, { all: true }, (error, found) => done(error, found ?? []));
};

/** Answers a name with its addresses only when every one of them may be reached. */
export function guardedLookup(
  resolve: Resolve,
  check: (address: string) => FetchRefused | undefined,
): LookupFunction {
  return (name, options, done) => {
    resolve(name, (error, found) => {
      const refused = found.map(({ address }) => check(address)).find((trouble) => trouble !== undefined);
      const [first] = found;
      if (error || refused || !first) return done(error ?? refused ?? new FetchRefused("unreachable"), "", 4);
      if (options.all) return done(null, found);
      done(null, first.address, first.family);
    });
  };
}

function refusePacked(answer: http.IncomingMessage): void {
  const packing = answer.headers["content-encoding"];
  if (packing && packing !== "identity") throw new FetchRefused("packed");
}

/** What is not taken yet is held, up to `largest`; then it is broken off. */
async function asItComes(answer: http.IncomingMessage, largest: number): Promise<Response> {
  refusePacked(answer);
  if (Number(answer.headers["content-length"] ?? 0) > largest) throw new FetchRefused("large");
  let size = 0;
  const body = new ReadableStream<Uint8Array>({
    start(events) {
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= largest) return events.enqueue(new Uint8Array(chunk));
        events.error(new FetchRefused("large"));
        answer.removeAllListeners("data");
        answer.destroy();
      });
      answer.on("end", () => size <= largest && events.close());
      answer.on("error", (error) => size <= largest && events.error(error));
    },
    cancel() {
      answer.removeAllListeners("data");
      answer.destroy();
    },
  });
  return responseOf(answer, body);
}

async function readWhole(answer: http.IncomingMessage, largest: number): Promise<Response> {
  refusePacked(answer);
  if (Number(answer.headers["content-length"] ?? 0) > largest) throw new FetchRefused("large");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += chunk.length;
    if (size > largest) throw new FetchRefused("large");
    chunks.push(chunk);
  }
  return responseOf(answer, new Uint8Array(Buffer.concat(chunks)));
}

function responseOf(
  answer: http.IncomingMessage,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
): Response {
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 599) throw new FetchRefused("unreachable");
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const text of [value ?? []].flat()) headers.append(name, text);
  }
  const isEmpty = status === 204 || status === 205 || status === 304;
  return new Response(isEmpty ? null : body, { status, headers });
}

function troubleOf(error: unknown, signal: AbortSignal): FetchRefused {
  if (error instanceof FetchRefused) return error;
  return new FetchRefused(signal.aborted ? "slow" : "unreachable", error);
}
