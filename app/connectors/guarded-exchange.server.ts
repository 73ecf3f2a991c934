import { lookup as askNames } from "node:dns";
import http from "node:http";
import https from "node:https";
import { type BlockList, isIP, type LookupFunction, type Socket } from "node:net";
import { FetchRefused, refusalOf } from "./fetch-refused.ts";
import { kindOfAddress } from "./networks.server.ts";

export type Resolve = (
  name: string,
  done: (error: NodeJS.ErrnoException | null, found: { address: string; family: number }[]) => void,
) => void;

/** What one exchange may reach, and until when. */
export type ExchangeGuard = {
  allowed: BlockList;
  signal: AbortSignal;
  resolve?: Resolve | undefined;
  /** Certificates trusted beside the system's own, PEM. */
  ca?: string[] | undefined;
};

/** Statuses that send on; whoever asks decides whether to follow. */
export const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export type Asked = { method: string; headers?: Record<string, string> | undefined; body?: Uint8Array };

/**
 * One exchange with an address the guard lets through; redirects are the caller's. `read` takes what it wants of the
 * answer and destroys what it does not. Throws FetchRefused; errors that are no connection's doing pass as they are.
 */
export function exchange<T>(
  url: URL,
  { method, headers, body }: Asked,
  guard: ExchangeGuard,
  read: (answer: http.IncomingMessage) => Promise<T>,
): Promise<T> {
  const isHttps = url.protocol === "https:";
  if (!isHttps && url.protocol !== "http:") return Promise.reject(new FetchRefused("scheme"));
  const check = addressCheck(guard.allowed, isHttps);
  const host = hostOf(url);
  // An address needs no lookup, so the hook below is not asked about it.
  const refused = isIP(host) ? check(host) : undefined;
  if (refused) return Promise.reject(refused);
  return new Promise((resolve, reject) => {
    const slow = () => reject(new FetchRefused("slow", guard.signal.reason));
    if (guard.signal.aborted) return slow();
    guard.signal.addEventListener("abort", slow, { once: true });
    const fail = (error: unknown) => reject(refusalOf(error, guard.signal));
    const sent = (isHttps ? https : http).request(
      url,
      {
        method,
        agent: false,
        signal: guard.signal,
        lookup: guardedLookup(guard.resolve ?? systemNames, check),
        ...(guard.ca && isHttps ? { ca: guard.ca } : {}),
        headers: {
          "User-Agent": "Castellan",
          ...headers,
          "Accept-Encoding": "identity",
          ...(body ? { "Content-Length": String(body.length) } : {}),
        },
      },
      (answer) => {
        read(answer)
          .then(resolve, (error) => {
            sent.destroy();
            fail(error);
          })
          .finally(() => guard.signal.removeEventListener("abort", slow));
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

/** The bytes of an answer, `largest` at most. Throws FetchRefused. */
export async function readBounded(answer: http.IncomingMessage, largest: number): Promise<Buffer> {
  refuseUnbounded(answer, largest);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    size += chunk.length;
    if (size > largest) throw new FetchRefused("large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Refuses what says already that it cannot be bounded. */
export function refuseUnbounded(answer: http.IncomingMessage, largest: number): void {
  const packing = answer.headers["content-encoding"];
  if (packing && packing !== "identity") throw new FetchRefused("packed");
  if (Number(answer.headers["content-length"] ?? 0) > largest) throw new FetchRefused("large");
}

export function isEventStream(answer: http.IncomingMessage): boolean {
  return /^text\/event-stream\b/i.test(answer.headers["content-type"] ?? "");
}
