import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { makeSecret } from "#app/domain/identity/secret-token.server.ts";
import { ENROLLMENT_CODE_MINUTES } from "#app/domain/inventory/device-inputs.ts";
import { enrollmentCode } from "#app/domain/inventory/inventory-tables.server.ts";
import { minutesAfter } from "#app/domain/inventory/moments.ts";
import { permit } from "#app/domain/permit.ts";

/** Makes a code that enrolls one device of the acting member, once, for ten minutes. Only its hash is kept. */
export function createEnrollmentCode(
  ctx: MemberCtx,
): Promise<{ codeId: string; code: string; expiresAt: Date }> {
  permit(ctx, "device.enroll");
  return inTransaction(ctx, async (tx) => {
    const { secret, hash } = makeSecret("cse_");
    const row = {
      orgId: ctx.orgId,
      id: uuidv7(),
      memberId: ctx.actor.memberId,
      codeHash: hash,
      createdAt: ctx.now,
      expiresAt: minutesAfter(ctx.now, ENROLLMENT_CODE_MINUTES),
    };
    await tx.insert(enrollmentCode).values(row);
    await recordAudit(tx, ctx, {
      verb: "enrollment_code.create",
      target: { kind: "enrollment_code", id: row.id },
      after: { expiresAt: row.expiresAt.toISOString() },
    });
    return { codeId: row.id, code: secret, expiresAt: row.expiresAt };
  });
}
