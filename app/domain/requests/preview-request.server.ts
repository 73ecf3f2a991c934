import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { requireAskedFor } from "#app/domain/requests/asked-for-queries.server.ts";
import type { EligibleDecider } from "#app/domain/requests/decider-queries.server.ts";
import { findAskedServer, findDeciders } from "#app/domain/requests/draft-queries.server.ts";
import type { PreviewRequestInput } from "#app/domain/requests/request-inputs.ts";
import { problemOfEnd } from "#app/domain/requests/request-rules.ts";

export type RequestPreview = { deciders: EligibleDecider[]; deadEnd: string | null; problems: string[] };

/** Who could decide a request like this, before it is sent; stores nothing. Throws NotFound for a foreign id. */
export function previewRequest(ctx: MemberCtx, input: PreviewRequestInput): Promise<RequestPreview> {
  permit(ctx, "request.create");
  return inTransaction(ctx, async (tx) => {
    await findAskedServer(tx, ctx, input);
    await requireAskedFor(tx, ctx, input);
    const end = input.endsAt ? problemOfEnd(input.endsAt, ctx.now) : null;
    return { ...(await findDeciders(tx, ctx, input)), problems: end ? [end] : [] };
  });
}
