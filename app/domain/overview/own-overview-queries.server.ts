import type { MemberCtx } from "#app/domain/context.ts";
import { type GrantRow, listGrants } from "#app/domain/grants/grant-queries.server.ts";
import { listAgents } from "#app/domain/identity/agent-queries.server.ts";
import { listTeamsOf } from "#app/domain/identity/team-queries.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import type { InstallationRow } from "#app/domain/inventory/inventory-rows.ts";
import {
  getInventorySummary,
  type InventorySummary,
} from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { inSettledInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { type NextStep, nextSteps } from "#app/domain/overview/next-step-rules.ts";
import { ENDING_DAYS } from "#app/domain/overview/overview-words.ts";
import {
  countWaitingOn,
  listRequests,
  type RequestRow,
} from "#app/domain/requests/request-queries.server.ts";

type Few<Row> = { rows: Row[]; total: number };
export type OwnOverview = {
  /** Over one's own devices. */
  inventory: InventorySummary;
  servers: Few<InstallationRow>;
  /** Asked by oneself and not decided yet. */
  requests: Few<RequestRow>;
  questions: number;
  /** One's own and one's teams' grants that end soon, the next first. */
  ending: Few<GrantRow>;
  teams: { id: string; name: string; isLead: boolean }[];
  next: NextStep[];
};

/** What a member without a wider view starts from: own servers, requests and grants, each the first few of `total`. */
export function getOwnOverview(ctx: MemberCtx, options: { most?: number } = {}): Promise<OwnOverview> {
  const me = ctx.actor.memberId;
  const first = { limit: options.most ?? 5, offset: 0 };
  return inSettledInventory(ctx, "server", async (tx, settled) => {
    const inside = { ...settled, tx };
    const inventory = await getInventorySummary(inside);
    const waiting = await countWaitingOn(inside);
    const servers = await listInstallations(
      inside,
      { member: me },
      { page: 1, perPage: first.limit, sort: "need" },
    );
    const requests = await listRequests(inside, { requester: me, open: "yes" }, first);
    const asked = { requester: me, state: "waiting_for_requester", open: "yes" } as const;
    const { total: questions } = await listRequests(inside, asked, { limit: 1, offset: 0 });
    const ending = await listGrants(inside, { member: me, endsWithin: ENDING_DAYS }, first);
    const due = await listAgents(inside, { view: "review", owner: me }, { page: 1, perPage: 1 });
    const next = nextSteps({
      decide_past_due: waiting.pastDue,
      decide: waiting.pastDue > 0 ? 0 : waiting.waiting,
      answer_questions: questions,
      over_scope: inventory.serverStandings.over_scope,
      unapproved: inventory.serverStandings.unapproved,
      lapsed: inventory.serverStandings.lapsed,
      own_agent_reviews: due.total,
      ending_grants: ending.total,
      silent_devices: inventory.silentDevices,
    });
    return { inventory, servers, requests, questions, ending, teams: await listTeamsOf(inside, me), next };
  });
}
