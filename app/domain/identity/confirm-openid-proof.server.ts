import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { OpenidAnswer } from "#app/domain/identity/openid.ts";
import { findProviderRow } from "#app/domain/identity/openid-queries.server.ts";
import { CLOCK_SECONDS } from "#app/domain/identity/openid-rules.ts";
import { openidIdentity } from "#app/domain/identity/openid-tables.server.ts";
import type { OpenidEntry } from "#app/domain/identity/sign-in-by-openid.server.ts";

/**
 * Whether the provider let the person of this flow prove themselves anew since it began: the same linked subject, and
 * signed in there after the flow started, whatever the provider was asked to do.
 */
export function confirmOpenidProof(
  ctx: Ctx,
  answer: OpenidAnswer,
  flow: { accountId: string | null; createdAt: Date },
): Promise<OpenidEntry> {
  return inTransaction(ctx, async (tx): Promise<OpenidEntry> => {
    const provider = await findProviderRow(tx, ctx);
    const [identity] = await tx
      .select()
      .from(openidIdentity)
      .where(
        and(
          inOrg(ctx, openidIdentity),
          eq(openidIdentity.issuer, provider?.issuer ?? ""),
          eq(openidIdentity.subject, answer.subject),
        ),
      );
    if (!identity || identity.accountId !== flow.accountId) return { outcome: "refused", why: "not_you" };
    const earliest = flow.createdAt.getTime() - CLOCK_SECONDS * 1_000;
    const at = answer.authenticatedAt?.getTime();
    if (at === undefined || at < earliest) return { outcome: "refused", why: "not_fresh" };
    return { outcome: "entered", accountId: identity.accountId, identityId: identity.id };
  });
}
