import { and, eq, isNull, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Forbidden } from "#app/domain/errors.ts";
import { CREDENTIAL_RULES } from "#app/domain/inventory/credential-rows.server.ts";
import { device } from "#app/domain/inventory/inventory-tables.server.ts";
import { DEFAULT_PASTED_DEVICE } from "#app/domain/inventory/scan-record-inputs.ts";

type Reporting = { id: string; memberId: string; lastReportAt: Date | null };

/**
 * The device a report is about, locked so that its reports are taken one after the other: the one whose key is used, or
 * else the acting member's own place for pasted files of that name, made when new. Throws Forbidden for a revoked key.
 */
export async function reportingDevice(
  tx: Transaction,
  ctx: MemberCtx,
  pastedName = DEFAULT_PASTED_DEVICE,
): Promise<Reporting> {
  const { memberId, deviceId, via } = ctx.actor;
  const mine = and(inOrg(ctx, device), eq(device.memberId, memberId), isNull(device.revokedAt));
  const columns = { id: device.id, memberId: device.memberId, lastReportAt: device.lastReportAt };
  if (via === "device_key") {
    const [own] = deviceId
      ? await tx
          .select(columns)
          .from(device)
          .where(and(mine, eq(device.id, deviceId)))
          .for("update")
      : [];
    if (!own) throw new Forbidden("This device's key was revoked. Nothing was stored. Enroll it again.");
    return own;
  }
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.orgId} ${memberId} ${pastedName}`}, 0))`,
  );
  const [known] = await tx
    .select(columns)
    .from(device)
    .where(and(mine, eq(device.kind, "pasted"), eq(device.name, pastedName)))
    .for("update");
  if (known) return known;
  const id = uuidv7();
  await tx.insert(device).values({
    orgId: ctx.orgId,
    id,
    memberId,
    name: pastedName,
    platform: "other",
    kind: "pasted",
    enrolledAt: ctx.now,
    credentialRules: CREDENTIAL_RULES,
  });
  return { id, memberId, lastReportAt: null };
}
