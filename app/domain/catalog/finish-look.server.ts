import { and, eq, isNull } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { look } from "#app/domain/catalog/look-tables.server.ts";
import type { Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { isStorableJson } from "#app/domain/catalog/storable-json.ts";
import { type Ctx, capability, type MemberCtx } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type LookOutcome = { found: Manifest } | { reason: string; needs: readonly string[] };

/**
 * Writes what came of a look the worker took. A list is recorded in the name of whoever asked, with the role they have now:
 * confirmed when they may confirm. One who left or may not record any more leaves no list. A look that ended stays as it is.
 */
export function finishLook(ctx: Ctx, input: { lookId: string; outcome: LookOutcome }): Promise<void> {
  permit(ctx, "manifest.record");
  return inTransaction(ctx, async (tx) => {
    const its = and(inOrg(ctx, look), eq(look.id, input.lookId));
    const [row] = await tx.select().from(look).where(its).for("update");
    if (row?.state !== "waiting") return;
    const asker = await findAsker(tx, ctx, row.askedBy);
    const outcome = storableOutcome("why" in asker ? { needs: [], reason: asker.why } : input.outcome);
    if ("found" in outcome && "actor" in asker) {
      const { manifestId } = await recordManifest(asker, outcome.found);
      await tx
        .update(look)
        .set({ state: "found", endedAt: ctx.now, manifestId, release: outcome.found.release })
        .where(its);
    } else if (!("found" in outcome)) {
      const { reason, needs } = outcome;
      await tx
        .update(look)
        .set({ state: "could_not_look", endedAt: ctx.now, reason, needs: [...needs] })
        .where(its);
    }
    await recordAudit(tx, ctx, {
      verb: "look.finish",
      target: { kind: "look", id: row.id },
      touched: [{ kind: "server", id: row.serverId }],
      after: { outcome: "found" in outcome ? "found" : "could_not_look" },
    });
  });
}

function storableOutcome(outcome: LookOutcome): LookOutcome {
  return isStorableJson(outcome) ? outcome : { needs: [], reason: "its answer cannot be kept" };
}

/** Whoever asked, with the role they have now, or why no list is recorded in their name any more. */
async function findAsker(tx: Transaction, ctx: Ctx, memberId: string): Promise<MemberCtx | { why: string }> {
  const [found] = await tx
    .select({ accountId: member.accountId, name: member.name, role: member.role })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.id, memberId), isNull(member.removedAt)));
  if (!found) return { why: "whoever asked has left" };
  const came = { via: "session", provedAt: null, scopes: null } as const;
  const asker: MemberCtx = { ...ctx, tx, actor: { kind: "member", memberId, ...found, ...came } };
  return can(capability(asker.actor), "manifest.record")
    ? asker
    : { why: "whoever asked may not record lists of tools any more" };
}
