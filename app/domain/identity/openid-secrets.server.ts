import { createHmac } from "node:crypto";
import type { OpenidSecrets } from "#app/domain/identity/openid.ts";

/**
 * Nonce and PKCE verifier of a flow, made from its state and the token in the browser's cookie, so that neither is
 * stored: whoever reads the database cannot finish anybody's sign-in.
 */
export function openidSecrets(state: string, browser: string): OpenidSecrets {
  const make = (what: string) => createHmac("sha256", browser).update(`${what} ${state}`).digest("base64url");
  return { state, nonce: make("nonce"), verifier: make("verifier") };
}
