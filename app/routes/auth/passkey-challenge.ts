import { offerPasskeySignIn } from "#app/domain/identity/offer-passkey.server.ts";
import { edgeOf, type RouteArgs } from "#app/http/edge.server.ts";
import { challengeAnswer, passkeySite } from "#app/http/passkey.server.ts";
import { answering } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";

/** What any passkey of this site has to sign to sign its owner in, as JSON for the page's script. */
export function action(args: RouteArgs): Promise<Response> {
  return answering(args, async () => {
    const edge = edgeOf(args.context);
    await countTry(edge, edge.from ?? "unknown", "passkey");
    return challengeAnswer(await offerPasskeySignIn(edge, passkeySite()));
  });
}
