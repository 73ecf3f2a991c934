import { offerNewPasskey } from "#app/domain/identity/offer-passkey.server.ts";
import { requireFreshProofOf } from "#app/domain/require-fresh-proof.ts";
import { requireAccount } from "#app/http/context.server.ts";
import type { RouteArgs } from "#app/http/edge.server.ts";
import { challengeAnswer, passkeySite } from "#app/http/passkey.server.ts";
import { answering } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";

/** What an authenticator has to make for whoever is signed in, as JSON for the page's script. */
export function action(args: RouteArgs): Promise<Response> {
  return answering(args, async () => {
    const ctx = await requireAccount(args);
    requireFreshProofOf(ctx.account, ctx.now);
    await countTry(ctx, ctx.account.accountId, "passkey");
    return challengeAnswer(await offerNewPasskey(ctx, passkeySite()));
  });
}
