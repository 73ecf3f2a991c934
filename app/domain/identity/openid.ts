import type { OpenidRefusal } from "./openid-words.ts";

/** One organization's client at its provider. */
export type OpenidClient = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: readonly string[];
  /** Name of the claim that lists a person's groups. */
  groupClaim: string;
  redirectUri: string;
};

/** What ties one answer to one question: all three are made from secrets of this browser and this flow. */
export type OpenidSecrets = { state: string; nonce: string; verifier: string };

/** Somebody the provider vouches for. */
export type ProvedPerson = {
  subject: string;
  /** Lower case; null when the provider says none or does not say that it is verified. */
  email: string | null;
  name: string | null;
  groups: string[];
};

export type OpenidAnswer = ProvedPerson & {
  /** When they last typed a password or the like at the provider; null when it does not say. */
  authenticatedAt: Date | null;
};

export type OpenidOutcome<T> = { ok: true; value: T } | { ok: false; why: OpenidRefusal };

/** What the product needs from an OpenID provider; made by a connector. Never throws for what a provider does. */
export type Openid = {
  /** Where to send the browser. `again` asks the provider to let the person prove themselves anew. */
  authorizationUrl: (
    client: OpenidClient,
    secrets: OpenidSecrets,
    options: { again: boolean; now: Date },
  ) => Promise<OpenidOutcome<string>>;
  /** Exchanges the code in `callback`'s query for the person, everything checked. */
  redeem: (
    client: OpenidClient,
    secrets: OpenidSecrets,
    options: { callback: URLSearchParams; now: Date },
  ) => Promise<OpenidOutcome<OpenidAnswer>>;
};
