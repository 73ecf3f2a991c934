import type { AuthenticationFacts, ConnectionFacts, TlsFacts } from "./connection-facts.ts";
import { CERTIFICATE_PROBLEM_WORDS } from "./connection-words.ts";

type AuthenticationTrouble = Extract<AuthenticationFacts, { kind: "unknown" }>["why"];
type IssuerProblem = Extract<AuthenticationFacts, { kind: "oauth" }>["issuers"][number]["problem"];

const AUTHENTICATION_TROUBLE_WORDS: Record<AuthenticationTrouble, string> = {
  certificate: "Its certificate is not valid, so nothing it says was asked for or believed.",
  not_mcp: "It answered, but not as an MCP server does.",
  refused: "It refuses everybody without saying what it wants.",
  failed: "It answered with an error of its own.",
  limited: "It answered that it is asked too often.",
  no_metadata_answer: "It wants authentication; the place where it would say which kind did not answer.",
  bad_metadata: "It wants authentication; what it says of it is not about this server or names nobody.",
};

const ISSUER_PROBLEM_WORDS: Record<NonNullable<IssuerProblem>, string> = {
  other_issuer: "calls itself something else",
  no_metadata: "says nothing of itself",
  no_answer: "did not answer",
  not_https: "has no web address",
};

/** One answer in words. `isKnown` false: it could not be told, and the sentence says why. */
export type Words = { isKnown: boolean; sentence: string; more: string[] };

/** What the certificate of a connection is, or that there is none. */
export function tlsWords(tls: TlsFacts | null): Words {
  if (tls === null) {
    return { isKnown: true, sentence: "Plain HTTP: everybody on the way can read and change it.", more: [] };
  }
  const until = tls.validUntil === null ? "" : `, until ${tls.validUntil.slice(0, 10)}`;
  const by = tls.issuer === "" ? "by nobody named" : `by ${tls.issuer}`;
  const isFine = tls.problems.length === 0;
  return {
    isKnown: true,
    sentence: isFine
      ? `${protocolWords(tls)} with a valid certificate ${by}${until}.`
      : `${protocolWords(tls)} with a certificate not to be trusted. ${tls.problems.map((problem) => CERTIFICATE_PROBLEM_WORDS[problem]).join(" ")}`,
    more: [
      ...(isFine ? [] : [`Certificate of ${tls.subject || "nobody named"} ${by}${until}`]),
      ...(tls.names.length > 0 ? [`For ${tls.names.join(", ")}`] : []),
    ],
  };
}

function protocolWords({ protocol }: TlsFacts): string {
  return protocol === null ? "TLS" : protocol.replace("TLSv", "TLS ");
}

/** How a server seen from outside knows who is asking. */
export function authenticationWords(facts: Pick<ConnectionFacts, "authentication" | "answer">): Words {
  const { authentication, answer } = facts;
  const status = answer === null ? [] : [`A call without credentials was answered ${answer.status}`];
  switch (authentication.kind) {
    case "none":
      return { isKnown: true, sentence: "None: it lets everybody in who can reach it.", more: status };
    case "key": {
      const scheme = authentication.scheme === null ? "" : `, sent as ${authentication.scheme}`;
      return { isKnown: true, sentence: `A key that does not change by itself${scheme}.`, more: status };
    }
    case "oauth": {
      const { issuers, scopes } = authentication;
      const trusted = issuers.filter(({ problem }) => problem === null).map(({ issuer }) => issuer);
      return {
        isKnown: true,
        sentence:
          trusted.length > 0
            ? `OAuth at ${trusted.join(", ")}.`
            : "OAuth, but nobody it names for it could be confirmed.",
        more: [
          scopes.length > 0 ? `Scopes: ${scopes.join(", ")}` : "It names no scopes",
          ...issuers.flatMap(({ issuer, problem }) =>
            problem === null ? [] : [`${issuer} ${ISSUER_PROBLEM_WORDS[problem]}`],
          ),
          ...status,
        ],
      };
    }
    case "unknown":
      return { isKnown: false, sentence: AUTHENTICATION_TROUBLE_WORDS[authentication.why], more: status };
  }
}
