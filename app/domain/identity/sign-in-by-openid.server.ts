import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { letInByOpenid } from "#app/domain/identity/let-in-by-openid.server.ts";
import type { ProvedPerson } from "#app/domain/identity/openid.ts";
import { loadArrival } from "#app/domain/identity/openid-arrival.server.ts";
import { findProviderRow } from "#app/domain/identity/openid-queries.server.ts";
import { wayInByOpenid } from "#app/domain/identity/openid-rules.ts";
import type { OpenidRefusal } from "#app/domain/identity/openid-words.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { letOpenidFlowWait } from "#app/domain/identity/waiting-openid-flow.server.ts";

export type OpenidEntry =
  | { outcome: "entered"; accountId: string; identityId: string }
  /** The account must sign in with its own password once; the flow waits for that. */
  | { outcome: "prove" }
  | { outcome: "refused"; why: OpenidRefusal };

/**
 * Lets in whom the provider vouches for: the linked member, or somebody new where the provider makes members. Roles and
 * teams follow the groups. Who loses their last group gets the least role and is kept out; nobody is removed by that.
 */
export function signInByOpenid(ctx: Ctx, person: ProvedPerson, flowId: string): Promise<OpenidEntry> {
  return inTransaction(ctx, async (tx): Promise<OpenidEntry> => {
    await takeTurn(tx, ctx, `openid ${person.subject}`);
    if (person.email !== null) await takeTurn(tx, ctx, `openid ${person.email}`);
    const provider = await findProviderRow(tx, ctx);
    if (!provider) return { outcome: "refused", why: "entrance" };
    const arrival = await loadArrival(tx, ctx, provider, person);
    const way = wayInByOpenid(arrival);
    if (way === "prove") {
      await letOpenidFlowWait(tx, ctx, flowId, person);
      return { outcome: "prove" };
    }
    if (way !== "enter" && way !== "join" && way !== "link") return { outcome: "refused", why: way };
    const entered = await letInByOpenid(tx, ctx, { provider, person, arrival });
    if (!entered?.enters) return { outcome: "refused", why: "no_group" };
    const { accountId, identityId } = entered;
    return { outcome: "entered", accountId, identityId };
  });
}
