import type { Ctx } from "#app/domain/context.ts";
import { Forbidden, FreshProofNeeded } from "#app/domain/errors.ts";

/** How long a proof of who acts counts for irreversible steps (ASVS 5.0, 7.5.3). */
export const FRESH_PROOF_MINUTES = 10;

/**
 * The second line of every irreversible verb, after `permit`: whoever acts has signed in or proved who they are in this
 * browser within the last ten minutes. Throws FreshProofNeeded otherwise, Forbidden for keys, which can prove nothing;
 * an operator at the server's own command line has proved enough.
 */
export function requireFreshProof(ctx: Ctx): void {
  if (ctx.actor.kind === "operator") return;
  if (ctx.actor.kind !== "member" || ctx.actor.via !== "session") {
    throw new Forbidden(
      "This needs a fresh proof of who you are, which a key cannot give. Do it in the browser. Nothing was changed.",
    );
  }
  requireFreshProofOf(ctx.actor, ctx.now);
}

/** The same for what somebody changes of their own account, which belongs to no organization. */
export function requireFreshProofOf(who: { provedAt: Date | null }, now: Date): void {
  if (!isProofFresh(who.provedAt, now)) {
    throw new FreshProofNeeded("Prove that it is you first. Nothing was changed.");
  }
}

export function isProofFresh(provedAt: Date | null, now: Date): boolean {
  return provedAt !== null && now.getTime() - provedAt.getTime() < FRESH_PROOF_MINUTES * 60_000;
}
