import { Forbidden } from "#app/domain/errors.ts";
import { getAgent } from "#app/domain/identity/agent-queries.server.ts";
import { mayManageAgent, whyNotAskFor, whyNotReview } from "#app/domain/identity/agent-rules.ts";
import { can } from "#app/domain/permissions.ts";
import type { PageCtx } from "#app/http/context.server.ts";
import { memberLoader, type Page } from "#app/http/respond.server.ts";

type Step = "change" | "handOver" | "accept" | "endOffer" | "review" | "retire" | "makeKey";

/** The agent again, for whoever may take this step. Throws Forbidden for everybody else. */
export const agentStepLoader = (step: Step, sentence: string) =>
  memberLoader((ctx, page) => agentStep(ctx, page, step, sentence));

/** The same, for loaders that read more besides. */
export async function agentStep(
  ctx: PageCtx,
  { params }: Pick<Page, "params">,
  step: Step,
  sentence: string,
) {
  const shown = await agentPage(ctx, params.agentId ?? "");
  if (shown.steps[step] === undefined) throw new Forbidden(sentence);
  return shown;
}

/** An agent and what the reader can do with it. Throws NotFound. */
export async function agentPage(ctx: PageCtx, agentId: string) {
  const { agent, ownerAccountId, sharesTeam } = await getAgent(ctx, agentId);
  const owner = { memberId: agent.owner.id, accountId: ownerAccountId, name: agent.owner.name };
  const isOwner = ctx.actor.memberId === owner.memberId;
  const acts = can(ctx.actor, "agent.manage_own");
  const manages = acts && mayManageAgent(ctx.actor, owner);
  const all = can(ctx.actor, "agent.manage_all");
  const isOffered = agent.offeredTo?.id === ctx.actor.memberId;
  const over = agent.retiredAt ? "It was retired." : null;
  const orphaned = agent.owner.hasLeft ? "Nobody answers for it: hand it over first." : null;
  return {
    org: ctx.org.slug,
    zone: ctx.org.timeZone,
    now: ctx.now,
    title: agent.name,
    agentId: agent.id,
    agent,
    isOwner,
    handsOverAtOnce: all,
    /** absent: the reader never could; a text: why not now */
    steps: {
      change: manages ? over : undefined,
      handOver: manages ? over : undefined,
      accept: acts && isOffered ? over : undefined,
      endOffer: isOffered || (manages && agent.offeredTo) ? over : undefined,
      review: all ? (over ?? orphaned ?? whyNotReview(ctx.actor, owner)) : undefined,
      retire: manages ? over : undefined,
      makeKey: acts && isOwner ? over : undefined,
      ask: can(ctx.actor, "request.create")
        ? (over ?? orphaned ?? whyNotAskFor({ ...ctx.actor, sharesTeam }, { ...agent, owner }))
        : undefined,
    },
  };
}
export type AgentPage = Awaited<ReturnType<typeof agentPage>>;
