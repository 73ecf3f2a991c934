import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import type { RecordLookInput } from "#app/domain/catalog/look-inputs.ts";
import { look } from "#app/domain/catalog/look-tables.server.ts";
import { isStorableJson } from "#app/domain/catalog/storable-json.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/** Looks kept of one server. */
const KEPT = 20;

/**
 * Keeps why a server that was asked on a device gave no list, making the server when the catalog does not have it. Changes
 * nothing that is known of it. Throws Invalid for text that cannot be kept.
 */
export async function recordLook(
  ctx: MemberCtx,
  input: RecordLookInput,
): Promise<{ lookId: string; serverId: string }> {
  permit(ctx, "manifest.record");
  if (!isStorableJson(input))
    throw new Invalid(
      "The reason holds a NUL or half a character, which cannot be kept. Nothing was stored.",
    );
  return inTransaction(ctx, async (tx) => {
    const serverId = (await ensureServers(tx, ctx, [input.identity])).get(input.identity);
    if (serverId === undefined) throw new NotFound("server");
    const { release = null, reason, needs } = input;
    const id = uuidv7();
    await tx.insert(look).values({
      orgId: ctx.orgId,
      id,
      serverId,
      place: "device",
      state: "could_not_look",
      release,
      reason,
      needs,
      askedBy: ctx.actor.memberId,
      askedAt: ctx.now,
      endedAt: ctx.now,
    });
    await forgetOldLooks(tx, ctx, serverId);
    await recordAudit(tx, ctx, {
      verb: "look.record",
      target: { kind: "look", id },
      touched: [{ kind: "server", id: serverId }],
      after: { outcome: "could_not_look" },
    });
    return { lookId: id, serverId };
  });
}

/** Keeps the newest looks of a server: nobody fills the house by asking. */
export async function forgetOldLooks(tx: Transaction, ctx: Ctx, serverId: string): Promise<void> {
  await tx.execute(sql`delete from look where org_id = ${ctx.orgId} and id in (
    select id from look where org_id = ${ctx.orgId} and server_id = ${serverId}
    order by asked_at desc, id desc offset ${KEPT})`);
}
