import { capability, type MemberCtx } from "#app/domain/context.ts";
import { type GrantRow, listGrants } from "#app/domain/grants/grant-queries.server.ts";
import { listAgents } from "#app/domain/identity/agent-queries.server.ts";
import { type FindingKind, listFindingKinds } from "#app/domain/inventory/finding-queries.server.ts";
import { listServersInUse } from "#app/domain/inventory/inventory-queries.server.ts";
import type { ServerInUseRow } from "#app/domain/inventory/inventory-rows.ts";
import {
  getInventorySummary,
  type InventorySummary,
} from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { inSettledInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { type NextStep, nextSteps } from "#app/domain/overview/next-step-rules.ts";
import { ENDING_DAYS } from "#app/domain/overview/overview-words.ts";
import { can } from "#app/domain/permissions.ts";
import { countWaitingOn, listRequests } from "#app/domain/requests/request-queries.server.ts";
import {
  getRequestSummary,
  type RequestSummary,
} from "#app/domain/requests/request-summary-queries.server.ts";

export type Overview = {
  inventory: InventorySummary;
  requests: RequestSummary;
  /** What waits on the viewer. */
  waiting: { waiting: number; pastDue: number };
  /** Of one's own requests, those with a question to answer. */
  questions: number;
  /** The first few of `total`, the next to end first. */
  ending: { rows: GrantRow[]; total: number };
  /** Servers somebody uses without an approval, the riskiest first: the first few of `total`. */
  unapproved: { rows: ServerInUseRow[]; total: number };
  findings: FindingKind[];
  next: NextStep[];
};

/** Where the organization stands and what is next, over what the viewer may see: every number has a list that agrees. */
export function getOverview(ctx: MemberCtx, options: { most?: number } = {}): Promise<Overview> {
  const most = options.most ?? 5;
  const asked = { requester: ctx.actor.memberId, state: "waiting_for_requester", open: "yes" } as const;
  return inSettledInventory(ctx, "server", async (tx, settled) => {
    const inside = { ...settled, tx };
    const inventory = await getInventorySummary(inside);
    const requests = await getRequestSummary(inside);
    const waiting = await countWaitingOn(inside);
    const { total: questions } = await listRequests(inside, asked, { limit: 1, offset: 0 });
    const ending = await listGrants(inside, { endsWithin: ENDING_DAYS }, { limit: most, offset: 0 });
    const unapproved = await listServersInUse(
      inside,
      { standing: "unapproved" },
      { page: 1, perPage: most, sort: "need" },
    );
    const facts = {
      decide_past_due: waiting.pastDue,
      decide: waiting.pastDue > 0 ? 0 : waiting.waiting,
      answer_questions: questions,
      blocked_in_use: inventory.serverStandings.blocked,
      critical_findings: inventory.criticalServers,
      drifted: inventory.serverStandings.drifted,
      over_scope: inventory.serverStandings.over_scope,
      unapproved: unapproved.total,
      lapsed: inventory.serverStandings.lapsed,
      ...(await agentSteps(inside)),
      ending_grants: ending.total,
      silent_devices: inventory.silentDevices,
    };
    return {
      inventory,
      requests,
      waiting,
      questions,
      ending: { rows: ending.rows, total: ending.total },
      unapproved,
      findings: await listFindingKinds(inside),
      next: nextSteps(facts),
    };
  });
}

/** Agents nobody answers for and reviews that are due, for those who can hand over and review. */
async function agentSteps(ctx: MemberCtx) {
  if (!can(capability(ctx.actor), "agent.manage_all")) return {};
  const first = { page: 1, perPage: 1 };
  return {
    ownerless_agents: (await listAgents(ctx, { view: "ownerless" }, first)).total,
    agent_reviews: (await listAgents(ctx, { view: "review" }, first)).total,
  };
}
