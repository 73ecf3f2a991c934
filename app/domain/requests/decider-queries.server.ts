import { and, asc, eq, inArray, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx, MemberCtx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { agent, member, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import { rolesWith } from "#app/domain/permissions.ts";
import { type DecidedRequest, type Decider, mayDecide } from "#app/domain/requests/decider-rules.ts";
import { hasOtherDecider, hasServer } from "#app/domain/requests/holding-sql.server.ts";
import type { REQUEST_KINDS } from "#app/domain/requests/request-words.ts";

export type RequestTarget = {
  requesterId: string;
  memberId: string | null;
  teamId: string | null;
  agentId: string | null;
  kind?: (typeof REQUEST_KINDS)[number];
  /** of a request about what a server changed to */
  driftId?: string | null;
  serverId?: string;
};

/** Whom a request concerns, as the eligibility rules need it, read now. Throws NotFound for an unknown person. */
export async function getDecidedRequest(
  tx: Transaction,
  ctx: Ctx,
  target: RequestTarget,
): Promise<DecidedRequest> {
  const ownerId = target.agentId ? await findOwner(tx, ctx, target.agentId) : null;
  const concerned = target.memberId ?? ownerId;
  const wanted = [target.requesterId, ...(concerned ? [concerned] : [])];
  const people = await tx
    .select({ memberId: member.id, accountId: member.accountId })
    .from(member)
    .where(and(inOrg(ctx, member), inArray(member.id, wanted)));
  const person = (id: string) => {
    const found = people.find((one) => one.memberId === id);
    if (!found) throw new NotFound("member");
    return found;
  };
  const teamIds = target.teamId
    ? [target.teamId]
    : await tx
        .select({ id: teamMember.teamId })
        .from(teamMember)
        .where(and(inOrg(ctx, teamMember), eq(teamMember.memberId, concerned ?? target.requesterId)))
        .then((rows) => rows.map((row) => row.id));
  const inTeams =
    teamIds.length === 0
      ? []
      : await tx
          .select({ id: member.id, accountId: member.accountId, isLead: teamMember.isLead })
          .from(teamMember)
          .innerJoin(member, and(eq(member.orgId, teamMember.orgId), eq(member.id, teamMember.memberId)))
          .where(and(inOrg(ctx, teamMember), inArray(teamMember.teamId, teamIds), isNull(member.removedAt)));
  const holding =
    target.driftId && target.serverId
      ? await findHolding(tx, ctx, target.serverId)
      : { holderAccountIds: [], isLastResort: false };
  return {
    ...holding,
    requester: person(target.requesterId),
    grantee: target.memberId ? person(target.memberId) : null,
    agentOwner: ownerId ? person(ownerId) : null,
    // what everybody's pins become is for no lead of some of them to say
    leadIds: target.kind === "drift" ? [] : inTeams.filter((row) => row.isLead).map((row) => row.id),
    teamAccountIds: target.teamId ? inTeams.map((row) => row.accountId) : [],
  };
}

/** Whom a server's grants reach now, and whether nobody else has a role that decides. */
async function findHolding(tx: Transaction, ctx: Ctx, serverId: string) {
  const [found] = await tx.execute(sql`
    select array(select distinct h.account_id::text from member h where h.org_id = ${ctx.orgId} and h.removed_at is null
        and ${hasServer(ctx, sql`h.account_id`, sql`${serverId}::uuid`)}) as "holderAccountIds",
      not ${hasOtherDecider(ctx, sql`${serverId}::uuid`)} as "isLastResort"`);
  return Holding.parse(found);
}

const Holding = z.object({ holderAccountIds: z.array(z.string()), isLastResort: z.boolean() });

async function findOwner(tx: Transaction, ctx: Ctx, agentId: string): Promise<string> {
  const [found] = await tx
    .select({ ownerId: agent.ownerId })
    .from(agent)
    .where(and(inOrg(ctx, agent), eq(agent.id, agentId)));
  if (!found) throw new NotFound("agent");
  return found.ownerId;
}

/** The actor as a decider, with the role they have now. Throws NotFound for somebody removed meanwhile. */
export async function getActingDecider(tx: Transaction, ctx: MemberCtx): Promise<Decider> {
  const [row] = await tx
    .select({ memberId: member.id, accountId: member.accountId, role: member.role, name: member.name })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.id, ctx.actor.memberId), isNull(member.removedAt)));
  if (!row) throw new NotFound("member");
  return row;
}

export type EligibleDecider = { memberId: string; name: string; role: string; by: "role" | "lead" };

/** Who can decide it: active members by role or lead relation, never those it is from or for. At most 200, by name. */
export async function listDeciders(
  tx: Transaction,
  ctx: Ctx,
  request: DecidedRequest,
): Promise<EligibleDecider[]> {
  const byRole = inArray(member.role, [...rolesWith("request.decide")]);
  const rows = await tx
    .select({ memberId: member.id, accountId: member.accountId, role: member.role, name: member.name })
    .from(member)
    .where(
      and(
        inOrg(ctx, member),
        isNull(member.removedAt),
        request.leadIds.length > 0 ? or(byRole, inArray(member.id, [...request.leadIds])) : byRole,
      ),
    )
    .orderBy(asc(member.name), asc(member.id))
    .limit(200);
  return rows.flatMap((row) => {
    const answer = mayDecide(row, request);
    return answer.allowed ? [{ memberId: row.memberId, name: row.name, role: row.role, by: answer.by }] : [];
  });
}
