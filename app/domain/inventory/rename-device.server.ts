import { and, eq, isNull, ne } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { capability, type MemberCtx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import type { RenameDeviceInput } from "#app/domain/inventory/device-inputs.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Gives a device another name: one's own, or anybody's for those who manage devices. The event says that, not the names,
 * which are often a person's. Throws NotFound for somebody else's, Conflict when its person has another one so called.
 */
export function renameDevice(
  ctx: MemberCtx,
  input: RenameDeviceInput,
): Promise<{ deviceId: string; name: string }> {
  const mayAll = can(capability(ctx.actor), "device.manage_all");
  permit(ctx, mayAll ? "device.manage_all" : "device.enroll");
  const { deviceId, name } = input;
  return inTransaction(ctx, async (tx) => {
    const one = and(inOrg(ctx, device), eq(device.id, deviceId));
    const [found] = await tx.select().from(device).where(one).for("update");
    if (!found || (!mayAll && found.memberId !== ctx.actor.memberId)) throw new NotFound("device");
    if (found.revokedAt)
      throw new Conflict("This device was revoked, so its name stays. Nothing was changed.");
    if (found.name === name) return { deviceId, name };
    // a device that enrolls again is known by its person and its name
    const [taken] = await tx
      .select({ id: device.id })
      .from(device)
      .where(
        and(
          inOrg(ctx, device),
          eq(device.memberId, found.memberId),
          eq(device.name, name),
          isNull(device.revokedAt),
          ne(device.id, deviceId),
        ),
      )
      .limit(1);
    if (taken) throw new Conflict(`Its person has a device called ${name} already. Choose another name.`);
    await tx.update(device).set({ name }).where(one);
    await recordAudit(tx, ctx, {
      verb: "device.rename",
      target: { kind: "device", id: deviceId },
      after: { memberId: found.memberId },
    });
    return { deviceId, name };
  });
}
