import { openSnapshot } from "#app/db/snapshot.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import { type ExportFile, filesOf } from "#app/domain/keeping/export-files.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

export type OrganizationExport = {
  files: AsyncGenerator<ExportFile>;
  /** To be called however it ended: gives the connection back. */
  close: () => Promise<void>;
};

/**
 * Everything of the organization as it is now, file by file, read only as fast as it is taken; what is left out stands in
 * the last file. Its event is written before the first file leaves. Throws FreshProofNeeded, and Conflict while another
 * export of it runs.
 */
export async function exportOrganization(ctx: Ctx): Promise<OrganizationExport> {
  permit(ctx, "organization.export");
  requireFreshProof(ctx);
  const snapshot = await openSnapshot(ctx, "export");
  if (snapshot === "running") {
    throw new Conflict("An export of this organization is running. Wait until it ends, then start the next.");
  }
  if (snapshot === "busy") throw new Conflict("Other exports are running. Try again in some minutes.");
  try {
    await inTransaction(ctx, (tx) =>
      recordAudit(tx, ctx, {
        verb: "organization.export",
        target: { kind: "organization", id: ctx.orgId },
      }),
    );
  } catch (error) {
    await snapshot.close();
    throw error;
  }
  return { files: filesOf(ctx, snapshot), close: snapshot.close };
}
