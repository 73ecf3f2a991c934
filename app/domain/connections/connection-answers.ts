import { ZONE_NAMES } from "#app/domain/trust/zone-words.ts";
import { EXPOSED, joinSentence, whyNoZone } from "./connection-evidence.ts";
import type { ConnectionFacts, LookTrouble } from "./connection-facts.ts";
import {
  authenticationWords,
  secretWords,
  tlsWords,
  transportWords,
  type Words,
} from "./connection-sentences.ts";
import { type ConnectionQuestion, LOOK_TROUBLE_WORDS } from "./connection-words.ts";
import type { LaunchConnection } from "./launch-connection.ts";
import type { ZoneVerdict } from "./zone-verdict.ts";

/** One fact of a connection, as a page and the API tell it. */
export type ConnectionAnswer = {
  question: ConnectionQuestion;
  state: "found" | "none" | "could_not_look" | "not_looked";
  sentence: string;
  more: string[];
  source: string | null;
  at: Date | null;
  /** A later look that saw nothing: what stands here is older than that. */
  failed: { at: Date; why: string } | null;
};

type Known = {
  identity: string;
  uses: readonly LaunchConnection[];
  usesAt: Date | null;
  seen: { at: Date; facts: ConnectionFacts } | null;
  failed: { at: Date; why: LookTrouble } | null;
};

const FILES = "configuration files";
const ADDRESS = "its address";

/** The five facts of a server's connection, each with its source. */
export function connectionAnswers(known: Known, verdict: ZoneVerdict): ConnectionAnswer[] {
  const isRemote = known.identity.startsWith("remote:");
  const unseen = (question: ConnectionQuestion) =>
    answer(question, "not_looked", "No file that configures it was seen.");
  if (known.uses.length === 0) {
    return [
      unseen("transport"),
      unseen("tls"),
      unseen("authentication"),
      unseen("secret"),
      zoneAnswer(verdict, known),
    ];
  }
  const local = { source: FILES, at: known.usesAt };
  return [
    answer("transport", "found", transportWords(known.uses), known.usesAt ? local : { source: ADDRESS }),
    isRemote
      ? lookAnswer("tls", known, tlsWords)
      : answer("tls", "found", "None is needed: nothing crosses a network.", local),
    isRemote
      ? authentication(known, local)
      : answer("authentication", "found", "Only the program that started it can speak to it.", local),
    known.usesAt === null ? unseen("secret") : secret(known, local),
    zoneAnswer(verdict, known),
  ];
}

type From = {
  source?: string | null;
  at?: Date | null;
  more?: string[];
  failed?: ConnectionAnswer["failed"];
};

function answer(
  question: ConnectionQuestion,
  state: ConnectionAnswer["state"],
  sentence: string,
  { source = null, at = null, more = [], failed = null }: From = {},
): ConnectionAnswer {
  return { question, state, sentence, more, source, at, failed };
}

/** What a look from outside says; what was seen before stays when a later look saw nothing. */
function lookAnswer(
  question: ConnectionQuestion,
  { seen, failed }: Known,
  words: (facts: ConnectionFacts) => Words,
): ConnectionAnswer {
  const source = "a look from outside";
  const since = failed === null ? null : { at: failed.at, why: LOOK_TROUBLE_WORDS[failed.why] };
  if (seen) {
    const { isKnown, sentence, more } = words(seen.facts);
    const from = { source, at: seen.at, more, failed: since };
    return answer(question, isKnown ? "found" : "could_not_look", sentence, from);
  }
  return since
    ? answer(question, "could_not_look", since.why, { source, at: since.at })
    : answer(question, "not_looked", "Nobody looked at it from outside yet.");
}

function authentication(known: Known, files: From): ConnectionAnswer {
  const looked = lookAnswer("authentication", known, authenticationWords);
  const isGivenKey = known.uses.some(({ secrets }) => secrets.length > 0);
  if (looked.state === "found" || !isGivenKey) return looked;
  return answer(
    "authentication",
    "found",
    "A key that does not change by itself, as the files seen hand it one.",
    {
      ...files,
      more: looked.state === "could_not_look" ? [`From outside: ${looked.sentence}`] : [],
    },
  );
}

function secret({ uses, seen }: Known, from: From): ConnectionAnswer {
  const isOauth = seen?.facts.authentication.kind === "oauth";
  const words = secretWords(uses, isOauth);
  return answer("secret", words.isKnown ? "found" : "none", words.sentence, { ...from, more: words.more });
}

function zoneAnswer(verdict: ZoneVerdict, { uses, usesAt, seen, identity }: Known): ConnectionAnswer {
  const { zone, rule, reached, joins, isExposed } = verdict;
  if (zone === null) {
    return answer("zone", uses.length > 0 ? "could_not_look" : "not_looked", whyNoZone(identity));
  }
  const more = [
    ...reached.map((one) => `Goes to ${one.host}: ${ZONE_NAMES[one.zone].toLowerCase()}`),
    ...(joins ? [joinSentence(joins)] : []),
    ...(isExposed === true ? [EXPOSED] : []),
  ];
  if (rule !== null)
    return answer("zone", "found", `${ZONE_NAMES[zone]}.`, {
      source: `rule ${rule} of the zone policy`,
      more,
    });
  const source = seen ? "a look from outside" : usesAt ? FILES : ADDRESS;
  return answer("zone", "found", `${ZONE_NAMES[zone]}.`, { source, at: seen?.at ?? usesAt, more });
}
