import { and, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { CREDENTIAL_RULES } from "#app/domain/inventory/credential-rows.server.ts";
import type { DeviceEnrollmentInput } from "#app/domain/inventory/device-enrollment-inputs.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";

/** The device row an enrollment stands for, with a new key, inside the enrolling verb's transaction. */
export async function placeDevice(tx: Transaction, ctx: MemberCtx, input: DeviceEnrollmentInput) {
  const credentialRules = CREDENTIAL_RULES;
  const { secret: key, hash: keyHash } = makeSecret("csd_");
  const { deviceName: name, platform } = input;
  const mine = and(
    inOrg(ctx, device),
    eq(device.memberId, ctx.actor.memberId),
    eq(device.name, name),
    eq(device.kind, "enrolled"),
    isNull(device.revokedAt),
  );
  const [known] = await tx.select({ id: device.id }).from(device).where(mine).limit(1).for("update");
  const values = { keyHash, platform, enrolledAt: ctx.now };
  const deviceId = known?.id ?? uuidv7();
  if (known) {
    await tx
      .update(device)
      .set(values)
      .where(and(inOrg(ctx, device), eq(device.id, deviceId)));
  } else {
    const { memberId } = ctx.actor;
    await tx.insert(device).values({
      orgId: ctx.orgId,
      id: deviceId,
      memberId,
      name,
      kind: "enrolled",
      credentialRules,
      ...values,
    });
  }
  return { deviceId, isNew: !known, key };
}
