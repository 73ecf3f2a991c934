import { z } from "zod";

/** What is wrong with a server's certificate. */
export const CERTIFICATE_PROBLEMS = [
  "expired",
  "not_yet_valid",
  "wrong_host",
  "self_signed",
  "untrusted",
] as const;
export type CertificateProblem = (typeof CERTIFICATE_PROBLEMS)[number];

/** Why nothing was seen of a connection. */
export const LOOK_TROUBLES = [
  "incomplete",
  "address",
  "scheme",
  "unreachable",
  "slow",
  "large",
  "redirects",
  "packed",
  "tls",
  "not_carried_out",
] as const;
export type LookTrouble = (typeof LOOK_TROUBLES)[number];

/** Why it stayed unknown how a server knows who asks. */
export const AUTHENTICATION_TROUBLES = [
  "certificate",
  "not_mcp",
  "refused",
  "failed",
  "limited",
  "no_metadata_answer",
  "bad_metadata",
] as const;

/** What an issuer's own metadata said: null is that it named itself as the server had named it. */
export const ISSUER_PROBLEMS = ["other_issuer", "no_metadata", "no_answer", "not_https"] as const;

/** Where it stood that the server wants OAuth. */
export const OAUTH_SOURCES = ["header", "path", "root", "server"] as const;

const text = z.string().max(300);

const TlsFacts = z.object({
  protocol: text.nullable(),
  issuer: text,
  subject: text,
  names: z.array(text).max(20),
  validFrom: z.iso.datetime().nullable(),
  validUntil: z.iso.datetime().nullable(),
  problems: z.array(z.enum(CERTIFICATE_PROBLEMS)),
});
export type TlsFacts = z.infer<typeof TlsFacts>;

const AuthenticationFacts = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("key"), scheme: text.nullable() }),
  z.object({
    kind: z.literal("oauth"),
    source: z.enum(OAUTH_SOURCES),
    scopes: z.array(text).max(50),
    issuers: z
      .array(z.object({ issuer: text, problem: z.enum(ISSUER_PROBLEMS).nullable() }))
      .min(1)
      .max(5),
  }),
  z.object({ kind: z.literal("unknown"), why: z.enum(AUTHENTICATION_TROUBLES) }),
]);
export type AuthenticationFacts = z.infer<typeof AuthenticationFacts>;

/** What was seen of a remote server without any credential. Small: it is kept as it is. */
export const ConnectionFacts = z.object({
  /** That was connected to. */
  address: text,
  isPublic: z.boolean(),
  /** Null for plain http. */
  tls: TlsFacts.nullable(),
  /** Of a first call without credentials; null when its certificate was not to be trusted with one. */
  answer: z
    .object({ status: z.int(), kind: z.enum(["open", "unauthorized", "forbidden", "other"]) })
    .nullable(),
  authentication: AuthenticationFacts,
});
export type ConnectionFacts = z.infer<typeof ConnectionFacts>;

export type Observation =
  | { outcome: "observed"; facts: ConnectionFacts }
  | { outcome: "could_not_look"; why: LookTrouble };

/** Looks at a remote server from outside, without a credential, bounded in time and size. Never throws for what it meets. */
export type ObserveConnection = (url: string) => Promise<Observation>;
