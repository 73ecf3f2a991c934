import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import type { GuardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { retryTime } from "#app/connectors/retry-time.ts";
import { troubleWords } from "#app/connectors/trouble-words.ts";
import { absent, couldNot, type Looked } from "#app/domain/packages/looked.ts";

/** Asks one address of a service for JSON; every other answer is a reason. A limit that was reached says until when. */
export async function askJson(
  reach: GuardedFetch,
  who: string,
  address: string,
  options: {
    headers?: Record<string, string>;
    now: Date;
    /** What is told of a 401. */
    refusal?: string;
    /** Told when it allows no more questions for now, or asks to wait. */
    onLimit?: (answer: ReturnType<typeof couldNot>) => void;
  },
): Promise<Looked<unknown>> {
  const limited = (why: string, retryAt: Date | null) => {
    const answer = couldNot(why, retryAt);
    options.onLimit?.(answer);
    return answer;
  };
  try {
    const answer = await reach(address, {
      redirect: "follow",
      headers: { Accept: "application/json", ...options.headers },
    });
    const retryAt = retryTime(answer.headers, options.now);
    const isSpent = answer.headers.get("x-ratelimit-remaining") === "0" || answer.headers.has("retry-after");
    if (answer.status === 429 || (answer.status === 403 && isSpent))
      return limited(`${who} allows no more questions for now.`, retryAt);
    if (answer.status === 404 || answer.status === 410)
      return absent(`${who} has no such thing, or shows it to nobody.`);
    if (answer.status === 401 && options.refusal) return couldNot(options.refusal);
    if (answer.status === 401 || answer.status === 403) return couldNot(`${who} does not let us look.`);
    const says = `${who} answered ${answer.status}.`;
    if (answer.status !== 200) return retryAt ? limited(says, retryAt) : couldNot(says);
    return { ok: true, value: JSON.parse(await answer.text()) };
  } catch (error) {
    if (error instanceof FetchRefused) return couldNot(troubleWords(who, error.why));
    if (error instanceof SyntaxError) return couldNot(`${who} answered something that is no JSON.`);
    throw error;
  }
}
