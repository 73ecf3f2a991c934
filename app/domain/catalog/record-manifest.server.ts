import { and, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import { hashBeside, hashManifest, hashTool } from "#app/domain/catalog/hash-tools.server.ts";
import { ownNames } from "#app/domain/catalog/hidden/named-tools.ts";
import { makeManifestCurrent } from "#app/domain/catalog/make-manifest-current.server.ts";
import { besideOf, type Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { besideColumns } from "#app/domain/catalog/permissions/class-columns.ts";
import { findSameList } from "#app/domain/catalog/same-list.server.ts";
import { manifest, pin, server } from "#app/domain/catalog/server-tables.server.ts";
import { isStorableJson } from "#app/domain/catalog/storable-json.ts";
import { capability, type MemberCtx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type RecordedManifest = {
  manifestId: string;
  serverId: string;
  tools: number;
  isConfirmed: boolean;
  isCurrent: boolean;
};

/**
 * Records the tools a probe listed, making the server when the catalog does not have it. Confirmed at once when the
 * actor may confirm. The same list with the same words beside it makes no new row, only a newer time, which for a confirmed
 * list only they give. An unconfirmed list becomes current only while nothing better stands: never over a confirmed list, never under pins. Throws Invalid for text that cannot be kept.
 */
export async function recordManifest(ctx: MemberCtx, input: Manifest): Promise<RecordedManifest> {
  permit(ctx, "manifest.record");
  if (!isStorableJson(input)) {
    throw new Invalid("The tools hold a NUL or half a character, which cannot be kept. Nothing was stored.");
  }
  const mayConfirm = can(capability(ctx.actor), "manifest.confirm");
  const hash = hashManifest(input.tools.map((tool) => ({ name: tool.name, hash: hashTool(tool) })));
  return inTransaction(ctx, async (tx) => {
    const serverId = (await ensureServers(tx, ctx, [input.identity])).get(input.identity);
    if (serverId === undefined) throw new NotFound("server");
    const current = await lockCurrent(tx, ctx, serverId);
    const besideHash = hashBeside(input);
    // only who may confirm says what a list from before instructions were asked for came with
    const list = { serverId, release: input.release, hash, besideHash, orUnknown: mayConfirm };
    const known = await findSameList(tx, ctx, list);
    const manifestId = known?.id ?? uuidv7();
    const isConfirmed = mayConfirm || (known?.isConfirmed ?? false);
    const beside = { beside: besideOf(input), besideHash, ...besideColumns(input, ownNames(input.tools)) };
    const row = { observedAt: ctx.now, reportedBy: ctx.actor.memberId, isConfirmed, ...beside };
    if (known) {
      // what somebody vouched for is as old as that: nobody else makes it look newer
      if (mayConfirm || !known.isConfirmed)
        await tx
          .update(manifest)
          .set(mayConfirm ? row : { observedAt: ctx.now })
          .where(and(inOrg(ctx, manifest), eq(manifest.id, manifestId)));
    } else {
      const { release, tools, protocolVersion } = input;
      const made = { orgId: ctx.orgId, id: manifestId, serverId, release, hash, tools, protocolVersion };
      await tx.insert(manifest).values({ ...made, ...row });
    }
    const takesOver =
      manifestId === current.manifestId || mayConfirm || !(current.isConfirmed || current.hasPins);
    const drift = takesOver
      ? await makeManifestCurrent(tx, ctx, { serverId, manifestId, tools: input.tools })
      : null;
    await recordAudit(tx, ctx, {
      verb: "manifest.record",
      target: { kind: "manifest", id: manifestId },
      touched: [{ kind: "server", id: serverId }],
      before: { currentManifestId: current.manifestId },
      after: { hash, tools: input.tools.length, isNew: !known, isConfirmed, isCurrent: takesOver, drift },
    });
    return { manifestId, serverId, tools: input.tools.length, isConfirmed, isCurrent: takesOver };
  });
}

async function lockCurrent(tx: Transaction, ctx: MemberCtx, serverId: string) {
  const [found] = await tx
    .select({
      manifestId: server.manifestId,
      hasPins: sql<boolean>`exists (select 1 from ${pin} where ${and(inOrg(ctx, pin), eq(pin.serverId, serverId))})`,
    })
    .from(server)
    .where(and(inOrg(ctx, server), eq(server.id, serverId)))
    .for("update");
  const manifestId = found?.manifestId ?? null;
  if (manifestId === null) return { manifestId, isConfirmed: false, hasPins: found?.hasPins ?? false };
  const [current] = await tx
    .select({ isConfirmed: manifest.isConfirmed })
    .from(manifest)
    .where(and(inOrg(ctx, manifest), eq(manifest.id, manifestId)));
  return { manifestId, isConfirmed: current?.isConfirmed ?? false, hasPins: found?.hasPins ?? false };
}
