import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden, FreshProofNeeded } from "#app/domain/errors.ts";
import { type LetIn, letInByOpenid } from "#app/domain/identity/let-in-by-openid.server.ts";
import { loadArrival } from "#app/domain/identity/openid-arrival.server.ts";
import { findProviderRow } from "#app/domain/identity/openid-queries.server.ts";
import { wayInByOpenid } from "#app/domain/identity/openid-rules.ts";
import { OPENID_REFUSALS } from "#app/domain/identity/openid-words.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { SignedIn } from "#app/domain/identity/touch-session.server.ts";
import { findWaitingFlow, forgetOpenidFlow } from "#app/domain/identity/waiting-openid-flow.server.ts";
import { isProofFresh } from "#app/domain/require-fresh-proof.ts";

type Linking = { browser: string; account: SignedIn };

/**
 * Links an account to whom the provider vouched for in this browser, once its own password or passkey was given: both
 * sides of the link have proved themselves. Throws FreshProofNeeded, Conflict when nothing waits any more, Forbidden for
 * another account or when the organization does not let them in.
 */
export function linkOpenid(
  ctx: Ctx,
  { browser, account }: Linking,
): Promise<LetIn & { returnTo: string | null }> {
  if (!isProofFresh(account.provedAt, ctx.now)) {
    throw new FreshProofNeeded("Sign in with your own password first. Nothing was linked.");
  }
  return inTransaction(ctx, async (tx) => {
    const flow = await findWaitingFlow(tx, ctx, browser);
    if (!flow) throw new Conflict(`${OPENID_REFUSALS.flow[1]} Nothing was linked.`);
    const person = flow.waiting;
    await takeTurn(tx, ctx, `openid ${person.subject}`);
    if (person.email !== account.email) throw new Forbidden(OPENID_REFUSALS.not_you[1]);
    const provider = await findProviderRow(tx, ctx);
    if (!provider) throw new Conflict(OPENID_REFUSALS.entrance[1]);
    const arrival = await loadArrival(tx, ctx, provider, person);
    if (arrival.accountId !== account.accountId) throw new Forbidden(OPENID_REFUSALS.not_you[1]);
    const way = wayInByOpenid(arrival);
    if (way !== "prove" && way !== "link" && way !== "enter" && way !== "join") {
      throw new Forbidden(OPENID_REFUSALS[way][1]);
    }
    const entered = await letInByOpenid(tx, ctx, { provider, person, arrival });
    await forgetOpenidFlow(tx, ctx, flow.id);
    if (!entered) throw new Forbidden(OPENID_REFUSALS.no_group[1]);
    return { ...entered, returnTo: flow.returnTo };
  });
}
