import { and, eq, isNull, ne } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import type { ChangeAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { agentTerms } from "#app/domain/identity/agent-terms.ts";
import { type LockedAgent, loadAgentToManage } from "#app/domain/identity/load-agent.server.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { searchTerm } from "#app/domain/identity/search-tables.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

/**
 * Changes what an agent is called, what it is for, or brings its review forward. A later review date is a review.
 * As it stands already: no change and no event. Throws Conflict for a name that is taken, Forbidden for others.
 */
export function changeAgent(ctx: Ctx, input: ChangeAgentInput): Promise<{ id: string }> {
  permit(ctx, "agent.manage_own");
  return inTransaction(ctx, async (tx) => {
    const found = await loadAgentToManage(tx, ctx, input.agentId);
    const wanted = changesOf(found, input, ctx.now);
    if (Object.keys(wanted).length === 0) return { id: found.id };
    if (wanted.name) await rename(tx, ctx, found.id, wanted.name);
    await tx
      .update(agent)
      .set(wanted)
      .where(and(inOrg(ctx, agent), eq(agent.id, found.id)));
    await recordAudit(tx, ctx, {
      verb: "agent.change",
      target: { kind: "agent", id: found.id },
      before: wanted.reviewBy ? { reviewBy: found.reviewBy.toISOString() } : {},
      after: {
        changed: Object.keys(wanted),
        ...(wanted.reviewBy ? { reviewBy: wanted.reviewBy.toISOString() } : {}),
      },
    });
    return { id: found.id };
  });
}

function changesOf(found: LockedAgent, input: ChangeAgentInput, now: Date) {
  const { name, purpose, reviewBy } = input;
  // a form sends the day, so the same day is no change
  const isOther = reviewBy && dayOf(reviewBy) !== dayOf(found.reviewBy);
  if (isOther && (reviewBy > found.reviewBy || reviewBy <= now)) {
    const text =
      reviewBy <= now
        ? "That date has passed. Choose a later one."
        : "The next review can only come sooner. Somebody else who reviews it sets a later date.";
    throw new Invalid(`The agent was not changed. ${text} What you typed is kept.`, { reviewBy: [text] });
  }
  return {
    ...(name && name !== found.name ? { name } : {}),
    ...(purpose && purpose !== found.purpose ? { purpose } : {}),
    ...(isOther ? { reviewBy } : {}),
  };
}

async function rename(tx: Transaction, ctx: Ctx, id: string, name: string): Promise<void> {
  await takeTurn(tx, ctx, `agent ${name}`);
  const [taken] = await tx
    .select({ id: agent.id })
    .from(agent)
    .where(and(inOrg(ctx, agent), eq(agent.name, name), ne(agent.id, id), isNull(agent.retiredAt)));
  if (taken) throw new Conflict(`There is an agent called ${name} already. Choose another name.`);
  await tx
    .delete(searchTerm)
    .where(and(inOrg(ctx, searchTerm), eq(searchTerm.kind, "agent"), eq(searchTerm.subjectId, id)));
  const terms = agentTerms({ name });
  await tx
    .insert(searchTerm)
    .values(terms.map((term) => ({ orgId: ctx.orgId, kind: "agent" as const, term, subjectId: id })));
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
