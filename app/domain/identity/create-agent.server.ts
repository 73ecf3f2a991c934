import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import type { CreateAgentInput } from "#app/domain/identity/agent-inputs.ts";
import { problemOfReview } from "#app/domain/identity/agent-rules.ts";
import { agentTerms } from "#app/domain/identity/agent-terms.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { searchTerm } from "#app/domain/identity/search-tables.server.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import { permit } from "#app/domain/permit.ts";

type MadeAgent = { id: string; name: string };

/**
 * Registers an agent that the actor answers for; it may use nothing until access is granted to it. The same form again is
 * the same agent. Throws Conflict when an agent of that name runs already, Invalid for a review date too far away.
 */
export function createAgent(ctx: MemberCtx, input: CreateAgentInput): Promise<MadeAgent> {
  permit(ctx, "agent.manage_own");
  return inTransaction(ctx, async (tx) => {
    const problem = problemOfReview(input.reviewBy, ctx.now);
    if (problem)
      throw new Invalid(`The agent was not registered. ${problem} What you typed is kept.`, {
        reviewBy: [problem],
      });
    const { name, purpose, environment, reviewBy } = input;
    const id = input.id ?? uuidv7();
    const me = ctx.actor.memberId;
    const row = { id, name, purpose, environment, reviewBy, ownerId: me, createdBy: me };
    await takeTurn(tx, ctx, `agent ${name}`);
    const [made] = await tx
      .insert(agent)
      .values({ ...row, orgId: ctx.orgId, createdAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: agent.id });
    if (!made) return refuseOrRepeat(tx, ctx, row);
    await tx
      .insert(searchTerm)
      .values(
        agentTerms(row).map((term) => ({ orgId: ctx.orgId, kind: "agent" as const, term, subjectId: id })),
      );
    await recordAudit(tx, ctx, {
      verb: "agent.create",
      target: { kind: "agent", id },
      touched: [{ kind: "member", id: me }],
      after: { ownerId: me, environment, reviewBy: reviewBy.toISOString() },
    });
    return { id, name };
  });
}

async function refuseOrRepeat(
  tx: Transaction,
  ctx: MemberCtx,
  wanted: MadeAgent & { ownerId: string; environment: string },
): Promise<MadeAgent> {
  const [same] = await tx
    .select()
    .from(agent)
    .where(and(inOrg(ctx, agent), eq(agent.id, wanted.id)));
  const isSame =
    same?.name === wanted.name &&
    same.createdBy === wanted.ownerId &&
    same.environment === wanted.environment;
  if (isSame) return { id: same.id, name: same.name };
  throw new Conflict(`There is an agent called ${wanted.name} already. Choose another name.`);
}
