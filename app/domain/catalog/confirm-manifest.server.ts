import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { makeManifestCurrent } from "#app/domain/catalog/make-manifest-current.server.ts";
import type { ConfirmManifestInput } from "#app/domain/catalog/server-inputs.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Vouches for a list of tools a member reported: it becomes current and is held against pins from now on. Throws Conflict
 * when it is confirmed already or a newer list was confirmed meanwhile.
 */
export function confirmManifest(
  ctx: MemberCtx,
  input: ConfirmManifestInput,
): Promise<{ manifestId: string; serverId: string }> {
  permit(ctx, "manifest.confirm");
  return inTransaction(ctx, async (tx) => {
    const mine = and(inOrg(ctx, manifest), eq(manifest.id, input.manifestId));
    const [place] = await tx.select({ serverId: manifest.serverId }).from(manifest).where(mine);
    if (!place) throw new NotFound("list of tools");
    const { serverId } = place;
    const [owner] = await tx
      .select({ manifestId: server.manifestId })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, serverId)))
      .for("update");
    const [found] = await tx.select().from(manifest).where(mine);
    if (!found || !owner) throw new NotFound("list of tools");
    if (found.isConfirmed)
      throw new Conflict("This list of tools is confirmed already. Nothing was changed.");
    const [current] = owner.manifestId
      ? await tx
          .select({ isConfirmed: manifest.isConfirmed, observedAt: manifest.observedAt })
          .from(manifest)
          .where(and(inOrg(ctx, manifest), eq(manifest.id, owner.manifestId)))
      : [];
    if (current?.isConfirmed && current.observedAt > found.observedAt) {
      throw new Conflict("A newer list of this server's tools was confirmed meanwhile. Nothing was changed.");
    }
    await tx.update(manifest).set({ isConfirmed: true }).where(mine);
    const drift = await makeManifestCurrent(tx, ctx, { serverId, manifestId: found.id, tools: found.tools });
    await recordAudit(tx, ctx, {
      verb: "manifest.confirm",
      target: { kind: "manifest", id: found.id },
      touched: [{ kind: "server", id: serverId }],
      before: { isConfirmed: false, currentManifestId: owner.manifestId },
      after: { isConfirmed: true, hash: found.hash, tools: found.tools.length, drift },
    });
    return { manifestId: found.id, serverId };
  });
}
