import { offerPasskeyProof } from "#app/domain/identity/offer-passkey.server.ts";
import { requireAccount } from "#app/http/context.server.ts";
import type { RouteArgs } from "#app/http/edge.server.ts";
import { challengeAnswer, passkeySite } from "#app/http/passkey.server.ts";
import { answering } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";

/** What a passkey of whoever is signed in has to sign, as JSON for the page's script. */
export function action(args: RouteArgs): Promise<Response> {
  return answering(args, async () => {
    const { account, ...edge } = await requireAccount(args);
    await countTry(edge, account.accountId, "passkey");
    return challengeAnswer(await offerPasskeyProof(edge, account.accountId, passkeySite()));
  });
}
