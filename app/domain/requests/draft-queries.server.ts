import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { server, tool } from "#app/domain/catalog/server-tables.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { Conflict, Invalid, NotFound } from "#app/domain/errors.ts";
import { installation } from "#app/domain/inventory/inventory-tables.server.ts";
import { can } from "#app/domain/permissions.ts";
import {
  type EligibleDecider,
  getDecidedRequest,
  listDeciders,
} from "#app/domain/requests/decider-queries.server.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

/** Whom a request is for: a team, an agent, or with neither the actor. */
export type AskedFor = { teamId?: string | null | undefined; agentId?: string | null | undefined };

/** Deciders of a request by the actor, for themselves, a team or an agent, and the dead end when there is none. */
export async function findDeciders(
  tx: Transaction,
  ctx: MemberCtx,
  { teamId = null, agentId = null }: AskedFor,
): Promise<{ deciders: EligibleDecider[]; deadEnd: string | null }> {
  const requesterId = ctx.actor.memberId;
  const concerned = await getDecidedRequest(tx, ctx, {
    requesterId,
    memberId: teamId || agentId ? null : requesterId,
    teamId,
    agentId,
  });
  const deciders = await listDeciders(tx, ctx, concerned);
  if (deciders.length > 0) return { deciders, deadEnd: null };
  const invite = can({ role: ctx.actor.role, scopes: null }, "member.invite")
    ? "Invite somebody with the role security or approver"
    : "Ask an owner or admin to invite somebody with the role security or approver";
  return {
    deciders,
    deadEnd: `Nobody can decide this: nobody decides their own request, and there is no one else who could. ${invite}.`,
  };
}

/** The server asked for: its id, or null for an identity the catalog does not have. Throws NotFound, Invalid. */
export async function findAskedServer(
  tx: Transaction,
  ctx: MemberCtx,
  what: { serverId?: string | null; installationId?: string | null; identity?: string | null },
): Promise<string | null> {
  const named = [what.serverId, what.installationId, what.identity].filter(Boolean);
  if (named.length !== 1) {
    const text = "Name the server by one of these: its id, an installation, an identity.";
    throw new Invalid(`The request was not sent. ${text} Your text is kept.`, { identity: [text] });
  }
  if (what.installationId) {
    const [own] = await tx
      .select({ serverId: installation.serverId })
      .from(installation)
      .where(
        and(
          inOrg(ctx, installation),
          eq(installation.id, what.installationId),
          eq(installation.memberId, ctx.actor.memberId),
        ),
      );
    if (!own) throw new NotFound("installation of yours");
    return own.serverId;
  }
  const [found] = await tx
    .select({ id: server.id })
    .from(server)
    .where(
      and(
        inOrg(ctx, server),
        what.serverId ? eq(server.id, what.serverId) : eq(server.identity, what.identity ?? ""),
      ),
    );
  if (!found && what.serverId) throw new NotFound("server");
  return found?.id ?? null;
}

/** The actor's request of this id, sent before. Throws Conflict when somebody else's has it. */
export async function findOwnRequest(tx: Transaction, ctx: MemberCtx, id: string) {
  const [known] = await tx
    .select({ id: request.id, serverId: request.serverId, state: request.state, by: request.requesterId })
    .from(request)
    .where(and(inOrg(ctx, request), eq(request.id, id)));
  if (!known) return undefined;
  const { by, ...answer } = known;
  if (by !== ctx.actor.memberId) throw new Conflict("This id is taken. Send the request with a new one.");
  return answer;
}

/** Throws Invalid for tools a listed server does not have. */
export async function refuseUnknownTools(
  tx: Transaction,
  ctx: MemberCtx,
  serverId: string,
  names: string[] | null,
) {
  if (!names) return;
  const listed = await tx
    .select({ name: tool.name })
    .from(tool)
    .where(and(inOrg(ctx, tool), eq(tool.serverId, serverId)));
  const unknown = names.filter((name) => !listed.some((one) => one.name === name));
  if (listed.length === 0 || unknown.length === 0) return;
  const text = `This server does not list ${unknown.slice(0, 5).join(", ")}.`;
  throw new Invalid(`The request was not sent. ${text} Your text is kept.`, { tools: [text] });
}
