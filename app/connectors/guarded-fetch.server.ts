import type http from "node:http";
import { FetchRefused, refusalOf } from "./fetch-refused.ts";
import {
  exchange,
  isEventStream,
  REDIRECTS,
  type Resolve,
  readBounded,
  refuseUnbounded,
} from "./guarded-exchange.server.ts";
import { blockList } from "./networks.server.ts";

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

/**
 * The one way out of this house: reaches public addresses only, and those an administrator of this installation allowed.
 * The address that is checked is the one that is connected to, at every redirect; time and size are bounded.
 * The answer is read whole before it is given. Throws FetchRefused.
 */
export function guardedFetch(options: GuardedFetchOptions): GuardedFetch {
  const allowed = blockList(options.allowedNetworks);
  const { timeoutMs = 10_000, largestBody = 1_048_576, mostRedirects = 3, resolve } = options;
  return async (address, request = {}) => {
    const late = AbortSignal.timeout(timeoutMs);
    const signal = request.signal ? AbortSignal.any([late, request.signal]) : late;
    const guard = { allowed, signal, resolve };
    const { method = "GET" } = request;
    const body = request.body === undefined || request.body === null ? {} : { body: bytesOf(request.body) };
    const read = (answer: http.IncomingMessage) =>
      comesAsItIs(request, answer)
        ? asItComes(answer, largestBody, signal)
        : readBounded(answer, largestBody).then((bytes) => responseOf(answer, new Uint8Array(bytes)));
    let url = new URL(address);
    let { headers = {} } = request;
    for (let followed = 0; ; followed++) {
      const response = await exchange(url, { method, headers, ...body }, guard, read);
      const location = response.headers.get("location");
      if (request.redirect === "manual" || !REDIRECTS.has(response.status) || !location) return response;
      if (method !== "GET" || followed >= mostRedirects || !URL.canParse(location, url))
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

function comesAsItIs({ isStream }: GuardedRequest, answer: http.IncomingMessage): boolean {
  if (isStream === "any") return true;
  return isStream === true && isEventStream(answer);
}

function bytesOf(body: string | URLSearchParams | Uint8Array): Buffer {
  return Buffer.from(body instanceof URLSearchParams ? body.toString() : body);
}

/** What is not taken yet is held, up to `largest`; then it is broken off. */
async function asItComes(
  answer: http.IncomingMessage,
  largest: number,
  signal: AbortSignal,
): Promise<Response> {
  refuseUnbounded(answer, largest);
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
      answer.on("error", (error) => size <= largest && events.error(refusalOf(error, signal)));
    },
    cancel() {
      answer.removeAllListeners("data");
      answer.destroy();
    },
  });
  return responseOf(answer, body);
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
