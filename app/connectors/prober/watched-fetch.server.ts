import type { FetchLike } from "@modelcontextprotocol/client";
import { FetchRefused, type FetchTrouble } from "#app/connectors/fetch-refused.ts";
import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";

const REDIRECTS = new Set([307, 308]);
const MOST_REDIRECTS = 3;

/** What the last exchange that counts looked like. */
type Seen = {
  trouble: FetchTrouble | null;
  status: number;
  type: string;
  challenge: string | null;
  /** Something was asked by POST since the beginning of this way of asking. */
  hasAsked: boolean;
};
const NOTHING: Seen = { trouble: null, status: 0, type: "", challenge: null, hasAsked: false };

/**
 * The guarded way out in the shape the protocol's client wants, without credentials. It keeps in mind why an exchange
 * went wrong, since the client's own errors do not say. A redirect that keeps the method is followed, checked again.
 */
export function watchedFetch(reach: GuardedFetch) {
  const seen = { ...NOTHING };
  const fetch: FetchLike = async (address, init = {}) => {
    const method = (init.method ?? "GET").toUpperCase();
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    const body = typeof init.body === "string" ? init.body : null;
    let url = new URL(address);
    try {
      for (let followed = 0; ; followed += 1) {
        const answer = await reach(url, {
          method,
          headers,
          body,
          redirect: "manual",
          isStream: true,
          signal: init.signal ?? undefined,
        });
        const location = answer.headers.get("location");
        if (!REDIRECTS.has(answer.status) || location === null || !URL.canParse(location, url))
          return note(seen, method, answer);
        if (followed >= MOST_REDIRECTS) throw new FetchRefused("redirects");
        url = new URL(location, url);
      }
    } catch (error) {
      if (error instanceof FetchRefused && !init.signal?.aborted) seen.trouble = error.why;
      throw error;
    }
  };
  /** True when the newer transport is not spoken there, so that the older one is worth a try. */
  const isOlder = () => seen.trouble === null && [400, 404, 405, 406].includes(seen.status);
  /** Before another way is tried: what went wrong with the first says nothing about it. */
  const startAnew = () => Object.assign(seen, NOTHING);
  return { fetch, seen, isOlder, startAnew };
}

function note(seen: Seen, method: string, answer: Response): Response {
  const isAsking = method === "POST";
  // A server may refuse the stream of its own messages; once something was asked, only that counts.
  if (!isAsking && (answer.status === 405 || (seen.hasAsked && answer.status >= 300))) return answer;
  seen.hasAsked ||= isAsking;
  seen.trouble = null;
  seen.status = answer.status;
  seen.challenge = answer.headers.get("www-authenticate");
  seen.type = answer.headers.get("content-type") ?? "";
  return answer;
}
