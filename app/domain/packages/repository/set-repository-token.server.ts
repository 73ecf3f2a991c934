import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { forgetSecret, keepSecret } from "#app/domain/identity/keep-secret.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";
import { type SetRepositoryTokenInput, tokenKind } from "./repository-token-inputs.ts";
import { findTokenId } from "./repository-token-queries.server.ts";

/** Keeps the token with which a host of repositories is asked, sealed; the one before is forgotten. */
export function setRepositoryToken(ctx: Ctx, { host, secret }: SetRepositoryTokenInput) {
  permit(ctx, "repository_token.manage");
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, tokenKind(host));
    const former = await findTokenId(tx, ctx, host);
    const id = await keepSecret(tx, ctx, { kind: tokenKind(host), text: secret });
    if (former !== undefined) await forgetSecret(tx, ctx, former);
    await recordAudit(tx, ctx, {
      verb: "repository_token.set",
      target: { kind: "repository_token", id },
      after: { because: host, secret: former === undefined ? "set" : "replaced" },
    });
    return { host };
  });
}
