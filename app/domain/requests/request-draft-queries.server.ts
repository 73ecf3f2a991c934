import { and, asc, desc, eq, inArray, isNull, or } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { listGrantsOfActor } from "#app/domain/grants/grant-queries.server.ts";
import { isOpen } from "#app/domain/grants/grant-rules.ts";
import { team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";
import { listAgentsToAskFor } from "#app/domain/requests/asked-for-queries.server.ts";
import { findAskedServer, findDeciders } from "#app/domain/requests/draft-queries.server.ts";
import { getServerEvidence, riskOfRequest } from "#app/domain/requests/evidence-queries.server.ts";

const MOST_TEAMS = 12;

/**
 * What a request form shows before anything is sent: the server, its tools, who could decide for oneself and for each of
 * one's teams, and what one has already. Throws NotFound for a server or installation one cannot ask for.
 */
export function getRequestDraft(
  ctx: MemberCtx,
  what: {
    serverId?: string | undefined;
    installationId?: string | undefined;
    identity?: string | undefined;
    /** an agent to ask for, if the actor may */
    agentId?: string | undefined;
    /** a team to ask for: one's own, or any for guardians */
    teamId?: string | undefined;
  },
) {
  permit(ctx, "request.create");
  return inTransaction(ctx, async (tx) => {
    const inside = { ...ctx, tx };
    const serverId = await findAskedServer(tx, ctx, what);
    const evidence = serverId ? await getServerEvidence(tx, ctx, serverId) : null;
    const [place] = what.installationId
      ? await tx
          .select({ id: installation.id, client: installation.client, environment: installation.environment })
          .from(installation)
          .where(and(inOrg(ctx, installation), eq(installation.id, what.installationId)))
      : [];
    const teams = await teamsToAskFor(tx, ctx, what.teamId);
    const forTeams = [];
    for (const one of teams) forTeams.push({ ...one, ...(await findDeciders(tx, ctx, { teamId: one.id })) });
    const own = await findDeciders(tx, ctx, {});
    const forAgents = [];
    for (const { id, name, environment, owner } of await listAgentsToAskFor(tx, ctx, what.agentId)) {
      const isOwn = owner.memberId === ctx.actor.memberId;
      const decided = isOwn ? own : await findDeciders(tx, ctx, { agentId: id });
      forAgents.push({ id, name, environment, owner: { name: owner.name, isYou: isOwn }, ...decided });
    }
    const grants = serverId ? await listGrantsOfActor(inside) : [];
    return {
      server: { id: serverId, identity: evidence?.server.identity ?? what.identity ?? "" },
      blockReason: evidence?.blockReason ?? null,
      installation: place ?? null,
      isLooked: evidence?.manifest != null,
      tools: (evidence?.tools ?? []).map((one) => ({
        name: one.name,
        class: one.class,
        classSource: one.classSource,
        touches: one.touches,
        description: one.description,
      })),
      risk: evidence
        ? riskOfRequest(evidence, { tools: null, environment: "development", change: null })
        : null,
      own,
      teams: forTeams,
      agents: forAgents,
      holds: grants
        .filter(
          ({ server, holder, state }) => server.id === serverId && holder.kind !== "agent" && isOpen(state),
        )
        .map(({ id, environment, endsAt, tools }) => ({ id, environment, endsAt, tools })),
    };
  });
}

/** Teams the actor may ask for, by name: their own, and `wanted` before them for guardians; none that is archived. */
function teamsToAskFor(tx: Transaction, ctx: MemberCtx, wanted: string | undefined) {
  const isGuardian = can({ role: ctx.actor.role, scopes: null }, "grant.manage");
  const mine = tx
    .select({ id: teamMember.teamId })
    .from(teamMember)
    .where(and(inOrg(ctx, teamMember), eq(teamMember.memberId, ctx.actor.memberId)));
  const one = isGuardian && wanted ? eq(team.id, wanted) : undefined;
  return tx
    .select({ id: team.id, name: team.name })
    .from(team)
    .where(and(inOrg(ctx, team), isNull(team.archivedAt), or(inArray(team.id, mine), one)))
    .orderBy(...(one ? [desc(one)] : []), asc(team.name))
    .limit(MOST_TEAMS);
}

export type RequestDraft = Awaited<ReturnType<typeof getRequestDraft>>;
