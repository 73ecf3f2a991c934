import { reviveJob } from "#app/db/queue-facts.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { ReplayJobInput } from "#app/domain/identity/operations-inputs.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Runs a dead job of the organization once more. Every job can be run twice without a second effect. Throws NotFound
 * for a job that is not dead, not there, or another organization's.
 */
export function replayJob(ctx: Ctx, input: ReplayJobInput): Promise<{ jobId: string; name: string }> {
  permit(ctx, "operations.replay");
  return inTransaction(ctx, async (tx) => {
    const name = await reviveJob(tx, ctx.orgId, input.jobId);
    if (name === undefined) throw new NotFound("dead job");
    await recordAudit(tx, ctx, {
      verb: "job.replay",
      target: { kind: "job", id: input.jobId },
      after: { name },
    });
    return { jobId: input.jobId, name };
  });
}
