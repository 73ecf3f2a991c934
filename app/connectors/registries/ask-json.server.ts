import { FetchRefused, type GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { retryTime } from "#app/connectors/retry-time.ts";
import { troubleWords } from "#app/connectors/trouble-words.ts";
import { absent, couldNot, type Looked } from "#app/domain/packages/looked.ts";

/** Asks one address of a service for JSON; every other answer is a reason. A limit that was reached says until when. */
export async function askJson(
  reach: GuardedFetch,
  who: string,
  address: string,
  options: { headers?: Record<string, string>; now: Date },
): Promise<Looked<unknown>> {
  try {
    const answer = await reach(address, {
      redirect: "follow",
      headers: { Accept: "application/json", ...options.headers },
    });
    const retryAt = retryTime(answer.headers, options.now);
    const isSpent = answer.headers.get("x-ratelimit-remaining") === "0" || answer.headers.has("retry-after");
    if (answer.status === 429 || (answer.status === 403 && isSpent))
      return couldNot(`${who} allows no more questions for now.`, retryAt);
    if (answer.status === 404 || answer.status === 410)
      return absent(`${who} has no such thing, or shows it to nobody.`);
    if (answer.status === 401 || answer.status === 403) return couldNot(`${who} does not let us look.`);
    if (answer.status !== 200) return couldNot(`${who} answered ${answer.status}.`, retryAt);
    return { ok: true, value: JSON.parse(await answer.text()) };
  } catch (error) {
    if (error instanceof FetchRefused) return couldNot(troubleWords(who, error.why));
    if (error instanceof SyntaxError) return couldNot(`${who} answered something that is no JSON.`);
    throw error;
  }
}
