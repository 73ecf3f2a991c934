import { and, count, desc, eq, lt, sql } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { type Ctx, capability } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { apiKeyState } from "#app/domain/identity/api-key-rules.ts";
import type { Environment } from "#app/domain/identity/environments.ts";
import {
  afterId,
  type CursorPage,
  cutPage,
  type NumberedPage,
  offsetOf,
} from "#app/domain/identity/list-page.ts";
import { agent, apiKey, member } from "#app/domain/identity/organization-tables.server.ts";
import { visibleAgents } from "#app/domain/identity/visible-agents.server.ts";
import { can, type Scope } from "#app/domain/permissions.ts";
import { permit } from "#app/domain/permit.ts";

export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  member: { id: string; name: string };
  /** The agent it acts as, instead of the member. */
  agent: { id: string; name: string } | null;
  scopes: Scope[];
  environment: Environment | null;
  state: "active" | "revoked" | "ended";
  createdAt: Date;
  expiresAt: Date;
  /** Null when it was never used. Known to the minute. */
  lastUsedAt: Date | null;
};

/** One's own keys, or everybody's for administrators; newest first. */
export function listApiKeys(ctx: Ctx, page: NumberedPage): Promise<{ rows: ApiKeyRow[]; total: number }> {
  permit(ctx, "api_key.manage_own");
  return inTransaction(ctx, async (tx) => {
    const where = visible(ctx);
    const [counted] = await tx.select({ total: count() }).from(apiKey).where(where);
    const found = await tx
      .select(columns)
      .from(apiKey)
      .innerJoin(member, holder(ctx))
      .leftJoin(agent, itsAgent(ctx))
      .where(where)
      .orderBy(desc(apiKey.id))
      .limit(page.perPage)
      .offset(offsetOf(page));
    return { rows: found.map((row) => toRow(row, ctx.now)), total: counted?.total ?? 0 };
  });
}

/** The same by cursor. */
export function listApiKeysAfter(ctx: Ctx, page: CursorPage) {
  permit(ctx, "api_key.manage_own");
  const after = afterId(page);
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select(columns)
      .from(apiKey)
      .innerJoin(member, holder(ctx))
      .leftJoin(agent, itsAgent(ctx))
      .where(and(visible(ctx), after ? lt(apiKey.id, after) : undefined))
      .orderBy(desc(apiKey.id))
      .limit(page.limit + 1);
    return cutPage(
      found.map((row) => toRow(row, ctx.now)),
      page.limit,
    );
  });
}

/** A key the actor may revoke. Throws NotFound. */
export function getApiKey(ctx: Ctx, apiKeyId: string): Promise<ApiKeyRow> {
  permit(ctx, "api_key.manage_own");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(columns)
      .from(apiKey)
      .innerJoin(member, holder(ctx))
      .leftJoin(agent, itsAgent(ctx))
      .where(and(visible(ctx), eq(apiKey.id, apiKeyId)));
    if (!found) throw new NotFound("API key");
    return toRow(found, ctx.now);
  });
}

/** The newest 50 keys of an agent the actor may see. */
export function listKeysOfAgent(ctx: Ctx, agentId: string): Promise<ApiKeyRow[]> {
  permit(ctx, "agent.read_own");
  return inTransaction(ctx, async (tx) => {
    const found = await tx
      .select(columns)
      .from(apiKey)
      .innerJoin(member, holder(ctx))
      .innerJoin(agent, and(itsAgent(ctx), visibleAgents(ctx, sql`agent`)))
      .where(and(inOrg(ctx, apiKey), eq(apiKey.agentId, agentId)))
      .orderBy(desc(apiKey.id))
      .limit(50);
    return found.map((row) => toRow(row, ctx.now));
  });
}

const columns = {
  id: apiKey.id,
  name: apiKey.name,
  prefix: apiKey.prefix,
  scopes: apiKey.scopes,
  environment: apiKey.environment,
  createdAt: apiKey.createdAt,
  expiresAt: apiKey.expiresAt,
  revokedAt: apiKey.revokedAt,
  lastUsedAt: apiKey.lastUsedAt,
  memberId: member.id,
  memberName: member.name,
  agentId: agent.id,
  agentName: agent.name,
};

function visible(ctx: Ctx) {
  const all = can(capability(ctx.actor), "api_key.manage_all");
  const own = ctx.actor.kind === "member" ? eq(apiKey.memberId, ctx.actor.memberId) : undefined;
  return and(inOrg(ctx, apiKey), all ? undefined : own);
}

function holder(ctx: Ctx) {
  return and(inOrg(ctx, member), eq(member.id, apiKey.memberId));
}

function itsAgent(ctx: Ctx) {
  return and(inOrg(ctx, agent), eq(agent.id, apiKey.agentId));
}

type Found = Omit<ApiKeyRow, "member" | "agent" | "state"> & {
  memberId: string;
  memberName: string;
  agentId: string | null;
  agentName: string | null;
  revokedAt: Date | null;
};

function toRow(found: Found, now: Date): ApiKeyRow {
  const { memberId, memberName, agentId, agentName, revokedAt, ...row } = found;
  return {
    ...row,
    member: { id: memberId, name: memberName },
    agent: agentId && agentName ? { id: agentId, name: agentName } : null,
    state: apiKeyState({ ...row, revokedAt }, now),
  };
}
