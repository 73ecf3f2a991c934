import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import { whyNotAskFor } from "#app/domain/identity/agent-rules.ts";
import { ENVIRONMENTS, type Environment } from "#app/domain/identity/environments.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { teammatesOf, visibleAgents } from "#app/domain/identity/visible-agents.server.ts";
import { can } from "#app/domain/permissions.ts";
import type { AskedFor } from "#app/domain/requests/draft-queries.server.ts";

/** Throws NotFound for a team or an agent the actor does not see, Invalid when they may not ask for it. */
export async function requireAskedFor(
  tx: Transaction,
  ctx: MemberCtx,
  { teamId, agentId, environment }: AskedFor & { environment: Environment },
): Promise<void> {
  if (teamId && agentId) {
    const text = "Ask for a team or for an agent, not for both.";
    throw new Invalid(`The request was not sent. ${text} Your text is kept.`, { agentId: [text] });
  }
  if (teamId) await requireTeam(tx, ctx, teamId);
  if (agentId) await requireAgent(tx, ctx, agentId, environment);
}

/** Teams one may ask for: those one is in; guardians ask for any; none that is archived. Throws NotFound, Invalid. */
async function requireTeam(tx: Transaction, ctx: MemberCtx, teamId: string): Promise<void> {
  const [found] = await tx
    .select({ memberId: teamMember.memberId, archivedAt: team.archivedAt })
    .from(team)
    .leftJoin(
      teamMember,
      and(
        eq(teamMember.orgId, team.orgId),
        eq(teamMember.teamId, team.id),
        eq(teamMember.memberId, ctx.actor.memberId),
      ),
    )
    .where(and(inOrg(ctx, team), eq(team.id, teamId)))
    // whoever archives it waits until this request is there, and then sees it
    .for("share", { of: team });
  if (!found) throw new NotFound("team");
  if (found.archivedAt) {
    throw new Invalid("The request was not sent: that team is archived. Your text is kept.", {
      teamId: ["Choose a team that is not archived."],
    });
  }
  if (found.memberId || can({ role: ctx.actor.role, scopes: null }, "grant.manage")) return;
  throw new Invalid("The request was not sent: you are not in that team. Your text is kept.", {
    teamId: ["Choose a team you are in."],
  });
}

const AskedAgent = z.object({
  id: z.string(),
  name: z.string(),
  environment: z.enum(ENVIRONMENTS),
  owner: z.object({ memberId: z.string(), accountId: z.string(), name: z.string() }),
  hasOwner: z.boolean(),
  isRetired: z.boolean(),
  sharesTeam: z.boolean(),
});
type AskedAgent = z.infer<typeof AskedAgent>;

/** An agent asked for: not retired, answered for, in the environment it runs in, by somebody who may ask for it. */
async function requireAgent(
  tx: Transaction,
  ctx: MemberCtx,
  agentId: string,
  environment: Environment,
): Promise<void> {
  // whoever retires it waits until this request is there, and then closes it
  const [found] = await tx.execute(
    sql`${agentsToAskFor(ctx)} and a.id = ${agentId} and ${visibleAgents(ctx)} limit 1
      for share of a`,
  );
  if (!found) throw new NotFound("agent");
  const agent = AskedAgent.parse(found);
  const refuse = (field: string, text: string): never => {
    throw new Invalid(`The request was not sent: ${agent.name}: ${text} Your text is kept.`, {
      [field]: [text],
    });
  };
  if (agent.isRetired) refuse("agentId", "It was retired.");
  if (!agent.hasOwner) refuse("agentId", "Nobody answers for it any more. It needs a new owner first.");
  const why = whyNotAskFor({ ...ctx.actor, sharesTeam: agent.sharesTeam }, agent);
  if (why) refuse("agentId", why);
  if (agent.environment !== environment) {
    refuse("environment", `It runs in ${agent.environment}, so ask for ${agent.environment}.`);
  }
}

const MOST_AGENTS = 12;

/** Agents the actor may ask for, by name, `wanted` and then their own first; at most 12. */
export async function listAgentsToAskFor(
  tx: Transaction,
  ctx: MemberCtx,
  wanted: string | null = null,
): Promise<AskedAgent[]> {
  const me = ctx.actor.memberId;
  const isGuardian = can({ role: ctx.actor.role, scopes: null }, "grant.manage");
  const found = await tx.execute(sql`${agentsToAskFor(ctx)} and a.retired_at is null and o.removed_at is null
    and a.id in (
      select own.id from agent own where own.org_id = ${ctx.orgId} and own.owner_id = ${me}
      union select near.id from agent near where near.org_id = ${ctx.orgId} and near.environment <> 'production'
        and near.owner_id in (${teammatesOf(ctx, me)})
      ${
        isGuardian
          ? sql`union select w.id from agent w where w.org_id = ${ctx.orgId} and w.id = ${wanted}::uuid
        and w.environment <> 'production'`
          : sql``
      })
    order by (a.id = ${wanted}::uuid) is true desc, (a.owner_id = ${me}) desc, a.name, a.id limit ${MOST_AGENTS}`);
  return z.array(AskedAgent).parse([...found]);
}

function agentsToAskFor(ctx: MemberCtx) {
  return sql`
    select a.id, a.name, a.environment,
      jsonb_build_object('memberId', o.id, 'accountId', o.account_id, 'name', o.name) as owner,
      o.removed_at is null as "hasOwner", a.retired_at is not null as "isRetired",
      a.owner_id in (${teammatesOf(ctx, ctx.actor.memberId)}) as "sharesTeam"
    from agent a join member o on o.org_id = ${ctx.orgId} and o.id = a.owner_id
    where a.org_id = ${ctx.orgId}`;
}
