import type { Ctx } from "#app/domain/context.ts";
import { LEFT_OUT } from "#app/domain/keeping/export-limits.ts";
import { EXPORTED } from "#app/domain/keeping/export-words.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/** What an export would hold, for who may make one. Throws FreshProofNeeded, so that the page asks for the proof. */
export function getExportPlan(ctx: Ctx) {
  permit(ctx, "organization.export");
  requireFreshProof(ctx);
  return { kinds: Object.keys(EXPORTED).length, leftOut: LEFT_OUT };
}
