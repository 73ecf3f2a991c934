import { and, count, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit, requireMember } from "#app/domain/permit.ts";
import type { CreateScimTokenInput } from "#app/domain/provisioning/provisioning-inputs.ts";
import { scimToken } from "#app/domain/provisioning/provisioning-tables.server.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

const MOST_TOKENS = 5;
const PREFIX_LENGTH = 10;

/**
 * Makes a token with which an identity provider adds, changes and removes people here; it is never readable again.
 * Throws FreshProofNeeded, and Conflict when five are in use or the same form was sent before.
 */
export function createScimToken(unchecked: Ctx, input: CreateScimTokenInput) {
  permit(unchecked, "provisioning.open");
  requireFreshProof(unchecked);
  const ctx = requireMember(unchecked);
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, "scim tokens");
    const inUse = and(inOrg(ctx, scimToken), isNull(scimToken.revokedAt));
    const [counted] = await tx.select({ tokens: count() }).from(scimToken).where(inUse);
    if ((counted?.tokens ?? 0) >= MOST_TOKENS) {
      throw new Conflict(`${MOST_TOKENS} tokens are in use. Revoke one that is not needed first.`);
    }
    const { secret: token, hash: tokenHash } = makeSecret("scm_");
    const id = input.id ?? uuidv7();
    const prefix = token.slice(0, PREFIX_LENGTH);
    const row = { id, name: input.name, prefix, tokenHash, createdBy: ctx.actor.memberId };
    const [made] = await tx
      .insert(scimToken)
      .values({ ...row, orgId: ctx.orgId, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: scimToken.id });
    if (!made) throw new Conflict("This token was made already and shown once. Revoke it and make another.");
    await recordAudit(tx, ctx, {
      verb: "scim_token.create",
      target: { kind: "scim_token", id },
      after: { revoked: false },
    });
    return { id, token, name: input.name };
  });
}
