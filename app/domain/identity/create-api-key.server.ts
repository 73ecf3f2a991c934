import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { Forbidden, NotFound } from "#app/domain/errors.ts";
import { findKeyEnd } from "#app/domain/identity/api-key-end.server.ts";
import type { CreateApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import {
  isOtherEnvironment,
  mayNameEnvironment,
  PREFIX_LENGTH,
  scopesBeyond,
} from "#app/domain/identity/api-key-rules.ts";
import { loadActiveMember } from "#app/domain/identity/load-active-member.server.ts";
import { apiKey } from "#app/domain/identity/organization-tables.server.ts";
import { renewApiKeySentTwice } from "#app/domain/identity/renew-api-key-sent-twice.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

/** `key` is never readable again. */
export type MadeApiKey = { id: string; key: string; prefix: string; expiresAt: Date };

/**
 * Makes a key that acts as its member's role, narrowed to its scopes. A person makes keys for themselves only;
 * `memberId` is for the operator. A key that makes a key gives it neither more scopes nor a later end than its own, and
 * no other environment when it speaks for one.
 */
export function createApiKey(
  ctx: Ctx,
  input: CreateApiKeyInput & { memberId?: string },
): Promise<MadeApiKey> {
  permit(ctx, "api_key.manage_own");
  const who = capability(ctx.actor);
  const memberId = holderOf(ctx, input.memberId);
  const beyond = scopesBeyond(who, input.scopes);
  if (beyond.length > 0) {
    throw new Forbidden(`A key cannot give more than it has: ${beyond.join(", ")}. Nothing was changed.`);
  }
  if (input.environment && !mayNameEnvironment(who)) {
    throw new Forbidden(
      "Only an owner, admin or security can make a key that speaks for an environment. Nothing was changed.",
    );
  }
  if (ctx.actor.kind === "member" && isOtherEnvironment(ctx.actor.keyEnvironment, input.environment)) {
    throw new Forbidden(
      `This key speaks for ${ctx.actor.keyEnvironment}, and so do the keys it makes. Nothing was changed.`,
    );
  }
  return inTransaction(ctx, async (tx) => {
    await loadActiveMember(tx, ctx, memberId);
    const { secret: key, hash: keyHash } = makeSecret("cst_");
    const prefix = key.slice(0, PREFIX_LENGTH);
    const expiresAt = await findKeyEnd(tx, ctx, input.days);
    const { name, scopes, environment } = input;
    const row = { id: input.id ?? uuidv7(), memberId, name, prefix, keyHash, scopes, environment, expiresAt };
    const made = { id: row.id, key, prefix, expiresAt };
    await takeTurn(tx, ctx, row.id);
    if (await renewApiKeySentTwice(tx, ctx, row)) return made;
    await tx.insert(apiKey).values({ ...row, orgId: ctx.orgId, createdAt: ctx.now });
    await recordAudit(tx, ctx, {
      verb: "api_key.create",
      target: { kind: "api_key", id: row.id },
      touched: [{ kind: "member", id: memberId }],
      after: { scopes, environment, expiresAt: expiresAt.toISOString() },
    });
    return made;
  });
}

function holderOf(ctx: Ctx, memberId: string | undefined): string {
  if (ctx.actor.kind !== "member") {
    if (!memberId) throw new NotFound("member");
    return memberId;
  }
  if (memberId && memberId !== ctx.actor.memberId) {
    throw new Forbidden("Everybody makes their own API keys. Nothing was changed.");
  }
  return ctx.actor.memberId;
}
