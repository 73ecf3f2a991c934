import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { fingerprintKeyOf } from "#app/domain/identity/fingerprint-key.server.ts";
import { organization } from "#app/domain/identity/organization-tables.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import type {
  DeviceEnrollmentAnswer,
  DeviceEnrollmentInput,
} from "#app/domain/inventory/device-enrollment-inputs.ts";
import { enrollmentCode } from "#app/domain/inventory/inventory-tables.server.ts";
import { placeDevice } from "#app/domain/inventory/place-device.server.ts";
import { ROLES } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

type Caller = { db: Database; now: Date; requestId: string; from: string | null };

const FoundCode = z.object({
  org_id: z.string(),
  code_id: z.string(),
  expires_at: z.coerce.date(),
  used_at: z.coerce.date().nullable(),
  member_id: z.string(),
  member_name: z.string(),
  role: z.enum(ROLES),
  account_id: z.string(),
});

/**
 * Exchanges an enrollment code for a device key, shown only in this answer. The same name again by the same member is the
 * same machine enrolled anew: it keeps its history and its old key stops working. Throws Invalid for a code that is wrong,
 * used or ended, in the same words.
 */
export async function enrollDevice(
  caller: Caller,
  input: DeviceEnrollmentInput,
): Promise<DeviceEnrollmentAnswer> {
  const found = await caller.db.execute(sql`select * from lookup_enrollment_code(${hashSecret(input.code)})`);
  const [code] = z.array(FoundCode).parse([...found]);
  if (!code || code.used_at || code.expires_at <= caller.now) throw wrongCode();
  const ctx: MemberCtx = {
    ...caller,
    orgId: code.org_id,
    actor: {
      kind: "member",
      memberId: code.member_id,
      accountId: code.account_id,
      name: code.member_name,
      role: code.role,
      via: "device_key",
      provedAt: null,
      scopes: ["report"],
    },
  };
  permit(ctx, "device.enroll");
  return inTransaction(ctx, async (tx) => {
    const { deviceId, isNew, key } = await placeDevice(tx, ctx, input);
    const used = await tx
      .update(enrollmentCode)
      .set({ usedAt: ctx.now, deviceId })
      .where(
        and(inOrg(ctx, enrollmentCode), eq(enrollmentCode.id, code.code_id), isNull(enrollmentCode.usedAt)),
      )
      .returning({ id: enrollmentCode.id });
    if (used.length === 0) throw wrongCode();
    const [org] = await tx.select().from(organization).where(eq(organization.id, ctx.orgId));
    if (!org) throw wrongCode();
    await recordAudit(
      tx,
      { ...ctx, actor: { ...ctx.actor, deviceId } },
      {
        verb: "device.enroll",
        target: { kind: "device", id: deviceId },
        touched: [{ kind: "enrollment_code", id: code.code_id }],
        after: { platform: input.platform, isNew },
      },
    );
    const fingerprintKey = await fingerprintKeyOf(tx, ctx);
    return { deviceId, deviceKey: key, organization: org.name, fingerprintKey };
  });
}

function wrongCode(): Invalid {
  return new Invalid(
    "This code does not open anything: it was mistyped, used already, or ended. Ask for a new one on the devices page.",
    { code: ["Ask for a new code; each works once, for ten minutes."] },
  );
}
