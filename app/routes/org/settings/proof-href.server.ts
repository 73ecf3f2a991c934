import { isProofFresh } from "#app/domain/require-fresh-proof.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import { paths } from "#app/http/paths.ts";

/** Where a fresh proof is given before `here`, by whoever came in through the provider there; null: it is fresh still. */
export function proofHref({ org, account, actor, now }: PageCtx, here: string): string | null {
  if (isProofFresh(actor.provedAt, now)) return null;
  return account.provedAt === null ? paths.openidProof(org.slug, here) : paths.proof(here);
}
