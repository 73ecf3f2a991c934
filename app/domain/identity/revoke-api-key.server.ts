import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import type { RevokeApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import { apiKeyState } from "#app/domain/identity/api-key-rules.ts";
import { apiKey } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Ends a key now: one's own, or anybody's by an administrator. Throws Conflict when it was revoked already. */
export function revokeApiKey(ctx: Ctx, input: RevokeApiKeyInput): Promise<{ id: string }> {
  permit(ctx, "api_key.manage_own");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, apiKey), eq(apiKey.id, input.apiKeyId));
    const [row] = await tx.select().from(apiKey).where(its).for("update");
    if (!row) throw new NotFound("API key");
    const isOwn = ctx.actor.kind === "member" && ctx.actor.memberId === row.memberId;
    if (!isOwn) permit(ctx, "api_key.manage_all");
    const state = apiKeyState(row, ctx.now);
    if (state === "revoked") throw new Conflict("This key was revoked already.");
    await tx.update(apiKey).set({ revokedAt: ctx.now }).where(its);
    await recordAudit(tx, ctx, {
      verb: "api_key.revoke",
      target: { kind: "api_key", id: row.id },
      touched: [{ kind: "member", id: row.memberId }],
      before: { state },
      after: { state: "revoked" },
    });
    return { id: row.id };
  });
}
