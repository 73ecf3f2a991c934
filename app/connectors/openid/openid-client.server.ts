import * as client from "openid-client";
import { type GuardedFetch, guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import type { Openid, OpenidClient, OpenidOutcome, OpenidSecrets } from "#app/domain/identity/openid.ts";
import { CLOCK_SECONDS } from "#app/domain/identity/openid-rules.ts";
import { readPerson } from "./read-person.server.ts";
import { Refused, refusalOf } from "./refusal-of.server.ts";

/** Signatures only the provider can make; never "none", never one made with the client secret. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
/** How far an answer may be dated from now: it was made a moment ago. */
const ISSUED_WITHIN_SECONDS = 300;
const LARGEST_ANSWER = 512 * 1024;
const TIMEOUT_MS = 8_000;

/**
 * Speaks OpenID Connect (code flow, PKCE, nonce, RFC 9207) with the provider of an organization. Its metadata and keys
 * are read anew at every sign-in, so keys that were rotated a moment ago are known.
 * @param allowedNetworks see guardedFetch; plain http only there
 */
export function openidConnector(allowedNetworks: readonly string[], timeoutMs = TIMEOUT_MS): Openid {
  const fetch = guardedFetch({ allowedNetworks, largestBody: LARGEST_ANSWER, timeoutMs });
  return {
    authorizationUrl: (asked, secrets, { again, now }) =>
      outcomeOf(async () => {
        const configuration = await configurationOf(fetch, asked, now);
        const url = client.buildAuthorizationUrl(configuration, {
          redirect_uri: asked.redirectUri,
          scope: asked.scopes.join(" "),
          state: secrets.state,
          nonce: secrets.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(secrets.verifier),
          code_challenge_method: "S256",
          ...(again ? { prompt: "login", max_age: "0" } : {}),
        });
        return url.href;
      }),
    redeem: (asked, secrets, { callback, now }) =>
      outcomeOf(async () => {
        const configuration = await configurationOf(fetch, asked, now);
        const tokens = await redeemCode(configuration, asked, secrets, callback);
        const claims = tokens.claims();
        if (!claims) throw new Refused("odd_answer");
        if (Math.abs(claims.iat * 1_000 - now.getTime()) > ISSUED_WITHIN_SECONDS * 1_000)
          throw new Refused("clock");
        return readPerson(
          claims,
          await moreClaims(configuration, asked, tokens.access_token, claims),
          asked.groupClaim,
        );
      }),
  };
}

async function outcomeOf<T>(work: () => Promise<T>): Promise<OpenidOutcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, why: refusalOf(error) };
  }
}

async function configurationOf(
  fetch: GuardedFetch,
  asked: OpenidClient,
  now: Date,
): Promise<client.Configuration> {
  const issuer = new URL(asked.issuer);
  const options = {
    [client.customFetch]: (url: string, init: client.CustomFetchOptions) =>
      fetch(url, { method: init.method, headers: init.headers, body: bodyOf(init.body), redirect: "manual" }),
    // Plain http is refused by the fetch itself wherever no administrator allowed it.
    execute: issuer.protocol === "http:" ? [client.allowInsecureRequests] : [],
  };
  const found = await client.discovery(issuer, asked.clientId, undefined, client.None(), options);
  const { supportsPKCE: _, ...metadata } = found.serverMetadata();
  const offered = metadata.id_token_signing_alg_values_supported ?? ["RS256"];
  const accepted = offered.filter((name) => ALGORITHMS.includes(name));
  if (accepted.length === 0) throw new Refused("algorithm");
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const authentication = methods.includes("client_secret_basic")
    ? client.ClientSecretBasic
    : client.ClientSecretPost;
  const configuration = new client.Configuration(
    { ...metadata, id_token_signing_alg_values_supported: accepted },
    asked.clientId,
    {
      [client.clockTolerance]: CLOCK_SECONDS,
      [client.clockSkew]: Math.round((now.getTime() - Date.now()) / 1_000),
    },
    authentication(asked.clientSecret),
  );
  configuration[client.customFetch] = options[client.customFetch];
  for (const extension of options.execute) extension(configuration);
  // Without this the signature of an answer that came over TLS would not be looked at.
  client.enableNonRepudiationChecks(configuration);
  return configuration;
}

function bodyOf(body: client.FetchBody): string | URLSearchParams | undefined {
  if (body === null || body === undefined) return undefined;
  if (typeof body === "string" || body instanceof URLSearchParams) return body;
  throw new Error("A request to a provider has a body of a kind that is not expected.");
}

function redeemCode(
  configuration: client.Configuration,
  asked: OpenidClient,
  { state, nonce, verifier }: OpenidSecrets,
  callback: URLSearchParams,
) {
  const address = new URL(asked.redirectUri);
  address.search = callback.toString();
  const checks = {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  };
  return client.authorizationCodeGrant(configuration, address, checks);
}

/** Many providers say address and groups only when asked with the access token. */
async function moreClaims(
  configuration: client.Configuration,
  asked: OpenidClient,
  accessToken: string,
  claims: client.IDToken,
): Promise<Record<string, unknown>> {
  const isComplete = claims.email !== undefined && claims[asked.groupClaim] !== undefined;
  if (isComplete || !configuration.serverMetadata().userinfo_endpoint) return {};
  return client.fetchUserInfo(configuration, accessToken, claims.sub);
}
