import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { auditEvent } from "#app/domain/audit/audit-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { Audience } from "#app/domain/notifications/audiences.ts";
import type { Reached } from "#app/domain/notifications/told-people-rules.ts";
import { rolesWith } from "#app/domain/permissions.ts";
import { getDecidedRequest, listDeciders } from "#app/domain/requests/decider-queries.server.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";

export type ToldEvent = typeof auditEvent.$inferSelect;

/** The event as recorded. Throws NotFound. */
export async function getToldEvent(tx: Transaction, ctx: Ctx, eventId: string): Promise<ToldEvent> {
  const [event] = await tx
    .select()
    .from(auditEvent)
    .where(and(inOrg(ctx, auditEvent), eq(auditEvent.id, eventId)));
  if (!event) throw new NotFound("audit event");
  return event;
}

/** The account behind a member's id, so that nobody is told of what they did as another member. */
export async function findAccountOf(
  tx: Transaction,
  ctx: Ctx,
  memberId: string | null,
): Promise<string | null> {
  if (!memberId) return null;
  const [found] = await findMembers(tx, ctx, sql`m.id = ${memberId}`, { evenRemoved: true });
  return found?.accountId ?? null;
}

/** The active members an audience is now; nobody, when what it goes by is not there any more. */
export function findAudience(
  tx: Transaction,
  ctx: Ctx,
  audience: Audience,
  event: ToldEvent,
): Promise<Reached[]> {
  const target = event.targetId;
  switch (audience) {
    case "deciders":
      return findRequestDeciders(tx, ctx, target);
    case "requester":
      return findMembers(
        tx,
        ctx,
        sql`m.id = (select r.requester_id from request r where r.org_id = ${ctx.orgId} and r.id = ${target})`,
      );
    case "holders":
      return findMembers(tx, ctx, holdersOf(ctx, sql`g.id = ${idOf(event, "grant") ?? target}`));
    case "server_holders":
      return findMembers(
        tx,
        ctx,
        holdersOf(
          ctx,
          sql`g.server_id = ${idOf(event, "server") ?? target} and g.revoked_at is null
          and g.ends_at > ${event.at.toISOString()}::timestamptz`,
        ),
      );
    case "guardians":
      return findGuardians(tx, ctx);
    case "administrators":
      return findMembers(tx, ctx, hasRole(rolesWith("member.manage")));
    case "owners":
      return findMembers(tx, ctx, hasRole(["owner"]));
    case "concerned":
      return findMembers(tx, ctx, sql`m.id = ${idOf(event, "member") ?? target}`);
    case "agent_offered_to":
      return findMembers(tx, ctx, ofAgent(ctx, "offered_to", target));
    case "agent_owner":
      return findMembers(tx, ctx, ofAgent(ctx, "owner_id", target));
    case "reporting_person":
      return findMembers(
        tx,
        ctx,
        sql`m.id = (select d.member_id from device d where d.org_id = ${ctx.orgId} and d.id = ${idOf(event, "device") ?? target})`,
      );
    case "device_person":
      return findMembers(
        tx,
        ctx,
        sql`m.id = (select d.member_id from device d where d.org_id = ${ctx.orgId} and d.id = ${target})`,
      );
  }
}

/** The row of a kind an event names, its target or one it touched. */
export function idOf(event: Pick<ToldEvent, "targetKind" | "targetId" | "touched">, kind: string) {
  if (event.targetKind === kind) return event.targetId;
  return event.touched.find((row) => row.kind === kind)?.id;
}

/** Members who hold one of the grants `which` names (as `g`), themselves, by a team they are in or by an agent they own. */
export function holdersOf(ctx: Ctx, which: SQL): SQL {
  return sql`m.id in (
    select g.member_id from access_grant g where g.org_id = ${ctx.orgId} and g.member_id is not null and ${which}
    union
    select tm.member_id from access_grant g
      join team_member tm on tm.org_id = g.org_id and tm.team_id = g.team_id
      where g.org_id = ${ctx.orgId} and ${which}
    union
    select a.owner_id from access_grant g join agent a on a.org_id = g.org_id and a.id = g.agent_id
      where g.org_id = ${ctx.orgId} and a.retired_at is null and ${which})`;
}

const Row = z.object({ memberId: z.string(), accountId: z.string() });

/** Active members (as `m`) that `which` keeps. */
export async function findMembers(
  tx: Transaction,
  ctx: Ctx,
  which: SQL,
  { evenRemoved = false } = {},
): Promise<Reached[]> {
  const found = await tx.execute(sql`
    select m.id as "memberId", m.account_id as "accountId" from member m
    where m.org_id = ${ctx.orgId} and ${evenRemoved ? sql`true` : sql`m.removed_at is null`} and ${which}
    order by m.id`);
  return z.array(Row).parse([...found]);
}

function ofAgent(ctx: Ctx, relation: "offered_to" | "owner_id", agentId: string): SQL {
  return sql`m.id = (select a.${sql.identifier(relation)} from agent a
    where a.org_id = ${ctx.orgId} and a.id = ${agentId} and a.retired_at is null)`;
}

/** Those who guard the organization: owners, admins, security. */
export function findGuardians(tx: Transaction, ctx: Ctx): Promise<Reached[]> {
  return findMembers(tx, ctx, hasRole(rolesWith("server.block")));
}

function hasRole(roles: readonly string[]): SQL {
  return sql`m.role in (${sql.join(
    roles.map((role) => sql`${role}`),
    sql`, `,
  )})`;
}

async function findRequestDeciders(tx: Transaction, ctx: Ctx, requestId: string): Promise<Reached[]> {
  const [row] = await tx
    .select()
    .from(request)
    .where(and(inOrg(ctx, request), eq(request.id, requestId)));
  // decided, withdrawn or sent back meanwhile: nothing waits on anybody
  if (row?.state !== "pending_approval") return [];
  const deciders = await listDeciders(tx, ctx, await getDecidedRequest(tx, ctx, row));
  if (deciders.length === 0) return [];
  const ids = sql.join(
    deciders.map(({ memberId }) => sql`${memberId}`),
    sql`, `,
  );
  return findMembers(tx, ctx, sql`m.id in (${ids})`);
}
