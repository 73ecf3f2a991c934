import type { PasskeyAnswer, PasskeySite } from "#app/domain/identity/check-passkey.server.ts";
import type { SignedChallenge } from "#app/domain/identity/passkey-inputs.ts";
import { STEP_MINUTES, takeStep } from "#app/domain/identity/sign-in-step.server.ts";
import { publicUrl } from "#app/env.server.ts";
import { readStep, stepCookie } from "./browser-cookie.server.ts";
import type { Edge } from "./edge.server.ts";

/** Passkeys are bound to the host people reach this installation under. */
export function passkeySite(): PasskeySite {
  const { origin, hostname } = new URL(publicUrl());
  return { origin, host: hostname };
}

/** What scripts hand to the authenticator; the step goes along in a cookie out of their reach. */
export function challengeAnswer({ options, secret }: { options: object; secret: string }): Response {
  return Response.json(options, {
    headers: { "Cache-Control": "no-store", "Set-Cookie": stepCookie("passkey", secret, STEP_MINUTES) },
  });
}

/**
 * What was signed beside the challenge this browser was given, which counts once: undefined when it was given none, has
 * answered it already, came too late, or was given it for another account.
 */
export async function takeAnswer(
  edge: Edge,
  request: Request,
  asked: { kind: "passkey_sign_in" | "passkey_proof"; accountId: string | null; signed?: SignedChallenge },
): Promise<PasskeyAnswer | undefined> {
  const challenge = asked.signed && (await takeChallenge(edge, request, asked.kind, asked.accountId));
  return asked.signed && challenge ? { signed: asked.signed, challenge, site: passkeySite() } : undefined;
}

/** The challenge alone, for making a passkey. */
export async function takeChallenge(
  edge: Edge,
  request: Request,
  kind: "passkey_sign_in" | "passkey_proof" | "passkey_add",
  accountId: string | null,
): Promise<string | undefined> {
  const secret = readStep(request, "passkey");
  const step = secret === undefined ? undefined : await takeStep(edge, secret, kind);
  return step && step.accountId === accountId ? (step.challenge ?? undefined) : undefined;
}
