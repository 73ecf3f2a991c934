import type { ConnectionFacts, LookTrouble } from "./connection-facts.ts";
import { authenticationWords, tlsWords, type Words } from "./connection-sentences.ts";
import { type ConnectionQuestion, LOOK_TROUBLE_WORDS } from "./connection-words.ts";

/** One fact of a connection, as a page and the API tell it. */
export type ConnectionAnswer = {
  question: ConnectionQuestion;
  state: "found" | "could_not_look" | "not_looked";
  sentence: string;
  more: string[];
  source: string;
  at: Date | null;
  /** A later look that saw nothing: what stands here is older than that. */
  failed: { at: Date; why: string } | null;
};

type Looked = {
  seen: { at: Date; facts: ConnectionFacts } | null;
  failed: { at: Date; why: LookTrouble } | null;
};

const LOOK = "a look from outside";

/** What looks from outside say of a remote server. */
export function lookAnswers({ seen, failed }: Looked): ConnectionAnswer[] {
  const since = failed === null ? null : { at: failed.at, why: LOOK_TROUBLE_WORDS[failed.why] };
  const answer = (
    question: ConnectionQuestion,
    words: (facts: ConnectionFacts) => Words,
  ): ConnectionAnswer => {
    const common = { question, source: LOOK };
    if (seen) {
      const { isKnown, sentence, more } = words(seen.facts);
      const state = isKnown ? "found" : "could_not_look";
      return { ...common, state, sentence, more, at: seen.at, failed: since };
    }
    if (since) {
      return {
        ...common,
        state: "could_not_look",
        sentence: since.why,
        more: [],
        at: since.at,
        failed: null,
      };
    }
    return {
      ...common,
      state: "not_looked",
      sentence: "Nobody looked yet.",
      more: [],
      at: null,
      failed: null,
    };
  };
  return [answer("tls", (facts) => tlsWords(facts.tls)), answer("authentication", authenticationWords)];
}
