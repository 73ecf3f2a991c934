import { Conflict } from "#app/domain/errors.ts";
import { offerPasskeyProof } from "#app/domain/identity/offer-passkey.server.ts";
import { STEP_IS_OVER } from "#app/domain/identity/pass-second-factor.server.ts";
import { findStep } from "#app/domain/identity/sign-in-step.server.ts";
import { readStep } from "#app/http/browser-cookie.server.ts";
import { edgeOf, type RouteArgs } from "#app/http/edge.server.ts";
import { challengeAnswer, passkeySite } from "#app/http/passkey.server.ts";
import { answering } from "#app/http/respond.server.ts";
import { countTry } from "#app/http/sign-in-limits.server.ts";

/** What a passkey of whoever gave the right password has to sign, as JSON for the page's script. */
export function action(args: RouteArgs): Promise<Response> {
  return answering(args, async () => {
    const edge = edgeOf(args.context);
    const secret = readStep(args.request, "step");
    const step = secret === undefined ? undefined : await findStep(edge, secret, "second_factor");
    if (!step?.accountId) throw new Conflict(STEP_IS_OVER);
    await countTry(edge, step.accountId, "passkey");
    return challengeAnswer(await offerPasskeyProof(edge, step.accountId, passkeySite()));
  });
}
