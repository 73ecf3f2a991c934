import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Invalid, NotFound } from "#app/domain/errors.ts";
import {
  type AcceptFindingInput,
  mayReach,
  problemOfAcceptanceEnd,
} from "#app/domain/inventory/acceptance-inputs.ts";
import { findingAcceptance } from "#app/domain/inventory/acceptance-tables.server.ts";
import { acceptedOn, applyAcceptances, subjectOf } from "#app/domain/inventory/apply-acceptances.server.ts";
import { finding } from "#app/domain/inventory/inventory-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

type Accepted = { acceptanceId: string; findings: number; endsAt: Date };

/**
 * Accepts what a finding remarks on until a day: that finding as it is now, its rule on the installation, or on the whole server.
 * Throws Conflict when it is gone or accepted already, Invalid for an end that is past or more than a year away.
 */
export function acceptFinding(ctx: MemberCtx, input: AcceptFindingInput): Promise<Accepted> {
  permit(ctx, "finding.accept");
  const problem = problemOfAcceptanceEnd(input.endsAt, ctx.now);
  if (problem) throw new Invalid("Nothing was accepted.", { endsAt: [problem] });
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select()
      .from(finding)
      .where(and(inOrg(ctx, finding), eq(finding.id, input.findingId)))
      .for("update");
    if (!found) throw new NotFound("finding");
    if (found.resolvedAt) throw new Conflict("This holds no longer. Nothing needs accepting.");
    if (found.acceptedUntil && found.acceptedUntil > ctx.now) {
      throw new Conflict("Somebody has accepted this already. Withdraw that first to change it.");
    }
    const { rule, serverId, deviceId, installationId, where, subjectHash } = found;
    const { reach, endsAt } = input;
    if (!mayReach(rule, reach)) {
      throw new Invalid("Nothing was accepted.", { reach: ["Of this rule, accept one finding at a time."] });
    }
    const id = uuidv7();
    const target = { kind: "finding", id: found.id };
    const reason = await keepText(tx, ctx, target, input.reason);
    await tx.insert(findingAcceptance).values({
      orgId: ctx.orgId,
      id,
      reach,
      rule,
      serverId,
      deviceId,
      installationId: reach === "server" ? null : installationId,
      where: reach === "finding" ? where : null,
      subjectHash: reach === "finding" ? subjectHash : null,
      reasonId: reason.id,
      acceptedAt: ctx.now,
      acceptedBy: ctx.actor.memberId,
      endsAt,
    });
    const findings = await applyAcceptances(tx, ctx, acceptedOn(found));
    await recordAudit(tx, ctx, {
      verb: "finding.accept",
      target,
      touched: [{ kind: "finding_acceptance", id }, subjectOf(found)],
      after: { reach, rule, findings, endsAt: endsAt.toISOString(), reason },
    });
    return { acceptanceId: id, findings, endsAt };
  });
}
