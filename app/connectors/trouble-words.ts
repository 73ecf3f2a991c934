import type { FetchTrouble } from "./fetch-refused.ts";

const SENTENCES: Record<FetchTrouble, (who: string) => string> = {
  address: (who) => `${who} is in a private network, which is not allowed here.`,
  scheme: (who) => `${who} is not reached over https.`,
  unreachable: (who) => `${who} did not answer.`,
  slow: (who) => `${who} took too long to answer.`,
  large: (who) => `${who} answered more than is read.`,
  redirects: (who) => `${who} led on too often.`,
  packed: (who) => `${who} answered something packed, whose size could not be bounded.`,
};

/** Why nothing came from outside, for people. */
export function troubleWords(who: string, why: FetchTrouble): string {
  return SENTENCES[why](who);
}
