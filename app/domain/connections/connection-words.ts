import type { CertificateProblem, LookTrouble } from "./connection-facts.ts";

export const LOOK_STATES = ["asked", "observed", "could_not_look"] as const;

/** What is asked of every connection, in the order it is shown. */
export const CONNECTION_QUESTIONS = ["transport", "tls", "authentication", "secret", "zone"] as const;
export type ConnectionQuestion = (typeof CONNECTION_QUESTIONS)[number];

/** A look that was begun and did not end for this long is lost: the next one may begin. */
export const LOST_AFTER_MINUTES = 10;
/** A look that nobody began for this long is given up. */
export const NOT_BEGUN_AFTER_HOURS = 24;

/** Looks kept of each server, beside the newest that saw something. */
export const LOOKS_KEPT = 30;

export const LOOK_TROUBLE_WORDS: Record<LookTrouble, string> = {
  incomplete: "Its address holds a part that is not known, so it cannot be called.",
  address: "It stands in a private network that this installation may not reach.",
  scheme: "It is spoken to without TLS on the public internet, which this installation does not do.",
  unreachable: "It could not be reached.",
  slow: "It did not answer in time.",
  large: "It answered with more than is read.",
  redirects: "It sent on from one address to the next without an end.",
  packed: "It answered packed, though asked for plain text.",
  tls: "No protected connection could be made.",
  not_carried_out: "The look was asked for and not carried out.",
};

export const CERTIFICATE_PROBLEM_WORDS: Record<CertificateProblem, string> = {
  expired: "It has expired.",
  not_yet_valid: "It is not valid yet.",
  wrong_host: "It is of another host.",
  self_signed: "It is signed by itself.",
  untrusted: "It is signed by an authority this installation does not know.",
};
