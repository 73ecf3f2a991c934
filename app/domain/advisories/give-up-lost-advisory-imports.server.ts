import { and, isNull, lt } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { advisoryImport } from "#app/domain/advisories/advisory-import-tables.server.ts";
import { finishAdvisoryImport } from "#app/domain/advisories/finish-advisory-import.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";

/** The largest file is read in an hour; whatever began a day ago was lost with its job. */
const LOST_AFTER_HOURS = 24;

/** Ends imports whose job is gone, so that no address or file of one stays behind; at most `limit`. */
export async function giveUpLostAdvisoryImports(
  ctx: Ctx,
  { limit }: { limit: number },
): Promise<{ ended: number }> {
  permit(ctx, "advisory.import");
  const before = new Date(ctx.now.getTime() - LOST_AFTER_HOURS * 3_600_000);
  const lost = await inTransaction(ctx, (tx) =>
    tx
      .select({ id: advisoryImport.id })
      .from(advisoryImport)
      .where(
        and(inOrg(ctx, advisoryImport), isNull(advisoryImport.endedAt), lt(advisoryImport.createdAt, before)),
      )
      .orderBy(advisoryImport.id)
      .limit(limit),
  );
  const problem =
    "It was begun and not read to its end within a day. What was read is kept. Import it again.";
  for (const { id: importId } of lost) await finishAdvisoryImport(ctx, { importId, problem });
  return { ended: lost.length };
}
