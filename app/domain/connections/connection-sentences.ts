import { SECRET_PLACES, type SecretPlace } from "#app/domain/trust/secret-places.ts";
import { zoneOfHost } from "#app/domain/trust/zone-of-host.ts";
import type { AuthenticationFacts, ConnectionFacts, TlsFacts } from "./connection-facts.ts";
import { CERTIFICATE_PROBLEM_WORDS } from "./connection-words.ts";
import type { LaunchConnection } from "./launch-connection.ts";

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
  not_https: "is not reached over https",
};

/** One answer in words. `isKnown` false: it could not be told, and the sentence says why. */
export type Words = { isKnown: boolean; sentence: string; more: string[] };

/** What the certificate of a connection is, or that there is none. */
export function tlsWords({ tls, address }: Pick<ConnectionFacts, "tls" | "address">): Words {
  if (tls === null) {
    if (zoneOfHost(address) === "developer_machine")
      return { isKnown: true, sentence: "Plain HTTP, which does not leave the machine.", more: [] };
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
      return {
        isKnown: true,
        sentence: "None was asked for: it let a first call in without a credential.",
        more: status,
      };
    case "key": {
      const scheme = authentication.scheme === null ? "" : `, sent as ${authentication.scheme}`;
      const sentence = `It wants a credential of a kind it does not name${scheme}.`;
      return { isKnown: true, sentence, more: status };
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

const TRANSPORT_WORDS: Record<LaunchConnection["transport"], string> = {
  stdio: "stdio, to a program on the device",
  http: "Streamable HTTP",
  sse: "HTTP with server-sent events, the older way",
};

/** By what a server is spoken to. */
export function transportWords(uses: readonly LaunchConnection[]): string {
  const ways = new Set(
    uses.map(({ transport, way, host }) =>
      transport === "stdio" && way !== "local"
        ? `a bridge on the device${host === null ? "" : `, on to ${host}`}`
        : `${TRANSPORT_WORDS[transport]}${host === null ? "" : ` at ${host}`}`,
    ),
  );
  const text = [...ways].sort().slice(0, 5).join("; ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const PLACE_WORDS: Record<SecretPlace, string> = {
  file: "in the file as plain text",
  variable: "in a variable of the person's environment",
  prompt: "with the client, which asks for it",
};

/** Where the secret lives that it is given; `isKnown` false: no file seen holds one. */
export function secretWords(uses: readonly LaunchConnection[], isOauth: boolean): Words {
  const places = SECRET_PLACES.filter((place) => uses.some(({ secrets }) => secrets.includes(place)));
  const without = uses.some(({ secrets }) => secrets.length === 0);
  const all = [
    ...places.map((place) => PLACE_WORDS[place]),
    ...(isOauth && without ? ["in the client's own store, as it signs in by OAuth"] : []),
  ];
  if (all.length === 0) return { isKnown: false, sentence: "No file seen holds a secret for it.", more: [] };
  const text = all.join("; ");
  return {
    isKnown: true,
    sentence: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    more: places.length > 0 && without ? ["Some installations hold none"] : [],
  };
}
