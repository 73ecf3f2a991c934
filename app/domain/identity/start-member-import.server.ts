import { and, eq } from "drizzle-orm";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import type { OneMemberImportInput } from "#app/domain/identity/member-import-inputs.ts";
import { memberImport } from "#app/domain/identity/member-import-tables.server.ts";
import { permit, requireMember } from "#app/domain/permit.ts";

/**
 * Lets everybody a looked-at import names be invited, by a job and in the name of whoever says so. Throws Conflict when
 * it was started or discarded already, or names nobody who can be invited.
 */
export function startMemberImport(unchecked: Ctx, input: OneMemberImportInput) {
  permit(unchecked, "member.invite");
  const ctx = requireMember(unchecked);
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, memberImport), eq(memberImport.id, input.importId));
    const [row] = await tx.select().from(memberImport).where(its).for("update");
    if (!row) throw new NotFound("import");
    if (row.state === "withdrawn") throw new Conflict("This import was discarded. Choose the file again.");
    if (row.state !== "checked") throw new Conflict("This import was started already.");
    if (row.ready === 0)
      throw new Conflict("Nobody in this file can be invited. Correct it and choose it again.");
    const started = { state: "running", startedBy: ctx.actor.memberId, startedAt: ctx.now } as const;
    await tx.update(memberImport).set(started).where(its);
    await recordAudit(tx, ctx, {
      verb: "member_import.start",
      target: { kind: "member_import", id: row.id },
      after: { ready: row.ready },
    });
    await enqueue(tx, "invite_imported", { orgId: ctx.orgId, importId: row.id });
    return { id: row.id, ready: row.ready };
  });
}
