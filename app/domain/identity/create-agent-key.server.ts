import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { capability, type MemberCtx } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import type { CreateAgentKeyInput } from "#app/domain/identity/agent-inputs.ts";
import { findKeyEnd } from "#app/domain/identity/api-key-end.server.ts";
import { isOtherEnvironment, PREFIX_LENGTH, scopesBeyond } from "#app/domain/identity/api-key-rules.ts";
import type { MadeApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { loadLiveAgent } from "#app/domain/identity/load-agent.server.ts";
import { apiKey } from "#app/domain/identity/organization-tables.server.ts";
import { renewApiKeySentTwice } from "#app/domain/identity/renew-api-key-sent-twice.server.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

const SCOPES = ["check"] as const;

/**
 * Makes a key that acts as one agent and only asks whether its calls are allowed. Only the agent's owner makes one, and it
 * works while they are. A key that makes a key gives it neither more scopes nor a later end than its own.
 */
export function createAgentKey(ctx: MemberCtx, input: CreateAgentKeyInput): Promise<MadeApiKey> {
  permit(ctx, "agent.manage_own");
  if (scopesBeyond(capability(ctx.actor), SCOPES).length > 0) {
    throw new Forbidden("A key cannot give more than it has: check. Nothing was changed.");
  }
  return inTransaction(ctx, async (tx) => {
    const found = await loadLiveAgent(tx, ctx, input.agentId);
    const memberId = ctx.actor.memberId;
    if (found.ownerId !== memberId) {
      throw new Forbidden(
        `Only ${found.owner.name}, who answers for this agent, makes its keys. Nothing was changed.`,
      );
    }
    if (isOtherEnvironment(ctx.actor.keyEnvironment, found.environment)) {
      throw new Forbidden(
        `This key speaks for ${ctx.actor.keyEnvironment}, and the agent runs in ${found.environment}. Nothing was changed.`,
      );
    }
    const { secret: key, hash: keyHash } = makeSecret("cst_");
    const prefix = key.slice(0, PREFIX_LENGTH);
    const expiresAt = await findKeyEnd(tx, ctx, input.days);
    const id = input.id ?? uuidv7();
    const row = {
      id,
      memberId,
      agentId: found.id,
      name: input.name,
      prefix,
      keyHash,
      scopes: [...SCOPES],
      environment: null,
      expiresAt,
    };
    await takeTurn(tx, ctx, id);
    if (await renewApiKeySentTwice(tx, ctx, row)) return { id, key, prefix, expiresAt };
    await tx.insert(apiKey).values({ ...row, orgId: ctx.orgId, createdAt: ctx.now });
    await recordAudit(tx, ctx, {
      verb: "api_key.create",
      target: { kind: "api_key", id },
      touched: [
        { kind: "member", id: memberId },
        { kind: "agent", id: found.id },
      ],
      after: { scopes: SCOPES, agentId: found.id, expiresAt: expiresAt.toISOString() },
    });
    return { id, key, prefix, expiresAt };
  });
}
