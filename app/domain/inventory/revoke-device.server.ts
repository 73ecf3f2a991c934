import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { capability, type MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { closeSilence } from "#app/domain/inventory/close-silence.server.ts";
import type { RevokeDeviceInput } from "#app/domain/inventory/device-inputs.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Ends a device's key: one's own, or anybody's for those who manage devices. What it reported stays, and grows silent.
 * Somebody else's device is NotFound to a member, since they may not know of it.
 */
export function revokeDevice(ctx: MemberCtx, input: RevokeDeviceInput): Promise<{ deviceId: string }> {
  const mayAll = can(capability(ctx.actor), "device.manage_all");
  permit(ctx, mayAll ? "device.manage_all" : "device.enroll");
  return inTransaction(ctx, async (tx) => {
    const one = and(inOrg(ctx, device), eq(device.id, input.deviceId));
    const [found] = await tx.select().from(device).where(one).for("update");
    if (!found || (!mayAll && found.memberId !== ctx.actor.memberId)) throw new NotFound("device");
    if (found.revokedAt) throw new Conflict("This device's key was revoked already. Nothing was changed.");
    await tx
      .update(device)
      .set({ revokedAt: ctx.now, revokedBy: ctx.actor.memberId, keyHash: null })
      .where(one);
    await closeSilence(tx, ctx, found.id);
    await recordAudit(tx, ctx, {
      verb: "device.revoke",
      target: { kind: "device", id: found.id },
      before: { revoked: false },
      after: { revoked: true, memberId: found.memberId },
    });
    return { deviceId: found.id };
  });
}
