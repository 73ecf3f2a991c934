import * as client from "openid-client";
import { FetchRefused, type FetchTrouble } from "#app/connectors/fetch-refused.ts";
import type { OpenidRefusal } from "#app/domain/identity/openid-words.ts";

/** Found by ourselves in an answer that the library accepted. */
export class Refused extends Error {
  readonly why: OpenidRefusal;
  constructor(why: OpenidRefusal) {
    super(`The provider's answer was refused: ${why}.`);
    this.why = why;
  }
}

const BY_FETCH: Record<FetchTrouble, OpenidRefusal> = {
  address: "address",
  scheme: "address",
  unreachable: "unreachable",
  slow: "slow",
  large: "odd_answer",
  redirects: "odd_answer",
  packed: "odd_answer",
};

const BY_CODE: Record<string, OpenidRefusal> = {
  OAUTH_RESPONSE_IS_NOT_JSON: "not_json",
  OAUTH_PARSE_ERROR: "not_json",
  OAUTH_RESPONSE_IS_NOT_CONFORM: "unreachable",
  OAUTH_KEY_SELECTION_FAILED: "key",
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: "expired",
  OAUTH_TIMEOUT: "slow",
  OAUTH_WWW_AUTHENTICATE_CHALLENGE: "client",
  OAUTH_HTTP_REQUEST_FORBIDDEN: "address",
};

const BY_CLAIM: Record<string, OpenidRefusal> = {
  iss: "issuer",
  aud: "audience",
  azp: "audience",
  nonce: "nonce",
};
const BY_ANSWER: Record<string, OpenidRefusal> = { access_denied: "denied" };
const BY_TOKEN_ANSWER: Record<string, OpenidRefusal> = {
  invalid_client: "client",
  unauthorized_client: "client",
  invalid_grant: "code",
};

/** What a person is told about an error of the library. What is no provider's doing is thrown on. */
export function refusalOf(error: unknown): OpenidRefusal {
  const chain = causesOf(error);
  for (const cause of chain) {
    if (cause instanceof Refused) return cause.why;
    if (cause instanceof FetchRefused) return BY_FETCH[cause.why];
    if (cause instanceof client.AuthorizationResponseError) return BY_ANSWER[cause.error] ?? "refused";
    if (cause instanceof client.ResponseBodyError) return BY_TOKEN_ANSWER[cause.error] ?? "refused";
  }
  const code = chain.map((cause) => textAt(cause, "code")).find((text) => text?.startsWith("OAUTH_"));
  const known = refusalInside(chain) ?? BY_CODE[code ?? ""];
  if (known) return known;
  // Metadata or keys of a shape nobody can use end here too, as errors of an argument.
  const isOfAnswer = code !== undefined || error instanceof client.ClientError || isOfArgument(error);
  if (isOfAnswer) return "odd_answer";
  throw error;
}

/** The library says in its causes which claim, header or parameter was not as expected. */
function refusalInside(chain: readonly unknown[]): OpenidRefusal | undefined {
  for (const cause of chain) {
    const claim = textAt(cause, "claim");
    const named = claim === undefined ? undefined : BY_CLAIM[claim];
    if (named) return named;
    if (textAt(cause, "attribute") === "issuer") return "issuer";
    if (claim === "nbf") return "clock";
    if (has(cause, "signature") && has(cause, "key")) return "signature";
    if (has(cause, "header") && (has(cause, "reason") || has(cause, "alg"))) return "algorithm";
    if (has(cause, "parameters")) return "issuer";
  }
  return undefined;
}

function isOfArgument(error: unknown): boolean {
  return error instanceof TypeError && (textAt(error, "code") ?? "").startsWith("ERR_INVALID_");
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < 8; ) {
    chain.push(at);
    at = typeof at === "object" && "cause" in at ? at.cause : undefined;
  }
  return chain;
}

function has(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && name in value;
}

function textAt(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const found: unknown = Reflect.get(value, name);
  return typeof found === "string" ? found : undefined;
}
