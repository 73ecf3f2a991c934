import type http from "node:http";
import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import {
  type ExchangeGuard,
  exchange,
  isEventStream,
  REDIRECTS,
  readBounded,
} from "#app/connectors/guarded-exchange.server.ts";

/** What a look at one server may reach and take; `signal` ends the whole look. */
export type LookGuard = ExchangeGuard & {
  /** Bytes of one answer that are read. */
  largestBody: number;
  mostRedirects: number;
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

type Question = { method: "GET" | "POST"; headers: Record<string, string>; body?: string };

/**
 * One request without credentials to what the guard lets through, its redirects followed. A stream is never waited for:
 * its headers are the answer. Throws FetchRefused.
 */
export async function boundedRequest(
  address: URL,
  asked: Question,
  guard: LookGuard,
): Promise<BoundedAnswer> {
  let url = address;
  let request = asked;
  for (let followed = 0; ; followed++) {
    const answer = await ask(url, request, guard);
    const { location } = answer.headers;
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
    if (followed >= guard.mostRedirects || !URL.canParse(location, url)) throw new FetchRefused("redirects");
    url = new URL(location, url);
    if (answer.status < 307) request = { method: "GET", headers: { Accept: asked.headers.Accept ?? "*/*" } };
  }
}

async function ask(url: URL, { body, ...request }: Question, guard: LookGuard): Promise<BoundedAnswer> {
  const asked = { ...request, ...(body === undefined ? {} : { body: Buffer.from(body) }) };
  return exchange(url, asked, guard, async (answer) => {
    const { statusCode: status = 0, headers, socket } = answer;
    const address = socket.remoteAddress ?? "";
    return { url, address, status, headers, body: await bodyOf(answer, guard.largestBody) };
  });
}

/** Null for what is not read: a refusal, whose headers say enough, and an event stream. */
async function bodyOf(answer: http.IncomingMessage, largest: number): Promise<string | null> {
  if (answer.statusCode === 200 && !isEventStream(answer))
    return (await readBounded(answer, largest)).toString("utf8");
  answer.destroy();
  return null;
}
