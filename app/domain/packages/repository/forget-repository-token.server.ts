import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { forgetSecret } from "#app/domain/identity/keep-secret.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { type ForgetRepositoryTokenInput, TOKEN_HOSTS, tokenKind } from "./repository-token-inputs.ts";
import { findTokenId } from "./repository-token-queries.server.ts";

/** Forgets the token of a host of repositories: it is asked without one from the next look on. Throws NotFound. */
export function forgetRepositoryToken(ctx: Ctx, input: ForgetRepositoryTokenInput) {
  permit(ctx, "repository_token.manage");
  const host = TOKEN_HOSTS.find((one) => one === input.host);
  if (host === undefined) throw new NotFound("token");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, tokenKind(host));
    const id = await findTokenId(tx, ctx, host);
    if (id === undefined) throw new NotFound("token");
    await forgetSecret(tx, ctx, id);
    await recordAudit(tx, ctx, {
      verb: "repository_token.forget",
      target: { kind: "repository_token", id },
      before: { because: host },
    });
    return { host };
  });
}
