import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { WithdrawFindingAcceptanceInput } from "#app/domain/inventory/acceptance-inputs.ts";
import { getFinding } from "#app/domain/inventory/finding-list-queries.server.ts";
import { withdrawAcceptance } from "#app/domain/inventory/withdraw-acceptance.server.ts";
import { permit } from "#app/domain/permit.ts";

/** Withdraws the acceptance that holds for a finding now. Throws Conflict when there is none. */
export async function withdrawFindingAcceptance(
  ctx: MemberCtx,
  input: WithdrawFindingAcceptanceInput,
): Promise<{ acceptanceId: string; findings: number }> {
  permit(ctx, "finding.accept");
  const { acceptance } = await getFinding(ctx, input.findingId);
  if (!acceptance) throw new Conflict("This finding is not accepted now. Nothing was changed.");
  return withdrawAcceptance(ctx, { acceptanceId: acceptance.id });
}
