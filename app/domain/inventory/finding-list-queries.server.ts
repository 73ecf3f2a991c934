import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { textOf } from "#app/domain/audit/free-text-queries.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { findingPlaces, isAccepted, isOpen } from "#app/domain/inventory/finding-sql.server.ts";
import {
  ACCEPTANCE_REACHES,
  FINDING_RULES,
  FINDING_SEVERITIES,
  FINDING_SOURCES,
} from "#app/domain/inventory/inventory-words.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";

export const FINDING_STATES = ["open", "accepted"] as const;

/** What of the findings a list is about; what is not known is left out. */
export const FindingFilter = z.object({
  rule: z.enum(FINDING_RULES).optional().catch(undefined),
  severity: z.enum(FINDING_SEVERITIES).optional().catch(undefined),
  client: z.enum(CLIENTS).optional().catch(undefined),
  state: z.enum(FINDING_STATES).catch("open").default("open"),
});
export type FindingFilter = z.infer<typeof FindingFilter>;

const Acceptance = z.object({
  id: z.string(),
  reach: z.enum(ACCEPTANCE_REACHES),
  reason: z.string(),
  by: z.string(),
  acceptedAt: z.coerce.date(),
  endsAt: z.coerce.date(),
});

export const ListedFinding = z.object({
  id: z.string(),
  rule: z.enum(FINDING_RULES),
  source: z.enum(FINDING_SOURCES),
  severity: z.enum(FINDING_SEVERITIES),
  where: z.string(),
  sentence: z.string(),
  remedy: z.string(),
  firstSeenAt: z.coerce.date(),
  resolvedAt: z.coerce.date().nullable(),
  /** This and what follows of the server and the client is null for a finding of a device as a whole. */
  installationId: z.string().nullable(),
  serverId: z.string().nullable(),
  identity: z.string().nullable(),
  memberName: z.string(),
  deviceId: z.string(),
  deviceName: z.string(),
  client: z.enum(CLIENTS).nullable(),
  /** Null unless it is accepted now. */
  acceptance: Acceptance.nullable(),
});
export type ListedFinding = z.infer<typeof ListedFinding>;

function conditions(ctx: Ctx, { rule, severity, client, state }: FindingFilter): SQL {
  const all = [
    sql`f.org_id = ${ctx.orgId} and i.removed_at is null`,
    visibleMembers(ctx, sql`v.member_id`),
    state === "open" ? isOpen(ctx, "f") : isAccepted(ctx, "f"),
  ];
  if (rule) all.push(sql`f.rule = ${rule}`);
  if (severity) all.push(sql`f.severity = ${severity}`);
  if (client) all.push(sql`i.client = ${client}`);
  return sql.join(all, sql` and `);
}

const RuleCount = z.object({
  rule: z.enum(FINDING_RULES),
  severity: z.enum(FINDING_SEVERITIES),
  findings: z.number(),
  installations: z.number(),
  /** Of rules on devices as a whole. */
  devices: z.number(),
});
export type RuleCount = z.infer<typeof RuleCount>;

/** How often each rule stands on what the actor may see, the worst first; a row per rule at most. */
export function countFindings(ctx: Ctx, filter: FindingFilter): Promise<RuleCount[]> {
  const words = FINDING_SEVERITIES.map((word) => sql`${word}`);
  return inTransaction(ctx, async (tx) => {
    const found = await tx.execute(sql`
      select f.rule, (array[${sql.join(words, sql`, `)}]::text[])[max(f.severity_rank)] as severity,
        count(*)::int as findings, count(distinct f.installation_id)::int as installations,
        count(distinct f.device_id)::int as devices
      ${findingPlaces} where ${conditions(ctx, filter)}
      group by f.rule order by max(f.severity_rank) desc, count(distinct f.installation_id) desc, f.rule
      limit ${FINDING_RULES.length}`);
    return z.array(RuleCount).parse([...found]);
  });
}

function columns(ctx: Ctx): SQL {
  return sql`f.id, f.rule, f.source, f.severity, f.where_in_file as where, f.sentence, f.remedy, f.first_seen_at as "firstSeenAt",
    f.resolved_at as "resolvedAt", f.installation_id as "installationId", s.id as "serverId", s.identity, m.name as "memberName",
    v.id as "deviceId", v.name as "deviceName", i.client, case when ${isAccepted(ctx, "f")} then (
      select jsonb_build_object('id', a.id, 'reach', a.reach, 'reason', coalesce(${textOf(ctx, sql`a.reason_id`)}, ''),
        'by', am.name, 'acceptedAt', a.accepted_at, 'endsAt', a.ends_at)
      from finding_acceptance a join member am on am.org_id = a.org_id and am.id = a.accepted_by
      where a.org_id = f.org_id and a.id = f.acceptance_id) end as acceptance`;
}

const besides = sql`left join server s on s.org_id = i.org_id and s.id = i.server_id
  join member m on m.org_id = v.org_id and m.id = v.member_id`;

/** Findings one by one, the worst and then the newest first. */
export function listFindings(
  ctx: Ctx,
  filter: FindingFilter,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: ListedFinding[]; total: number }> {
  return inTransaction(ctx, async (tx) => {
    const where = conditions(ctx, filter);
    const [counted] = await tx.execute(sql`select count(*)::int as total ${findingPlaces} where ${where}`);
    const found = await tx.execute(sql`
      select ${columns(ctx)} from (
        select f.org_id, f.id ${findingPlaces} where ${where}
        order by f.severity_rank desc, f.id desc limit ${limit} offset ${offset}) page
      join finding f on f.org_id = page.org_id and f.id = page.id
      left join installation i on i.org_id = f.org_id and i.id = f.installation_id
      join device v on v.org_id = f.org_id and v.id = coalesce(f.device_id, i.device_id) ${besides}
      order by f.severity_rank desc, f.id desc`);
    return {
      rows: z.array(ListedFinding).parse([...found]),
      total: z.object({ total: z.number() }).parse(counted).total,
    };
  });
}

/** One finding, gone or not. Throws NotFound when the actor may not see its device. */
export function getFinding(ctx: Ctx, findingId: string): Promise<ListedFinding> {
  const id = z.uuid().safeParse(findingId).data;
  if (id === undefined) throw new NotFound("finding");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.execute(sql`
      select ${columns(ctx)} ${findingPlaces} ${besides}
      where f.org_id = ${ctx.orgId} and f.id = ${id} and ${visibleMembers(ctx, sql`v.member_id`)}`);
    if (!found) throw new NotFound("finding");
    return ListedFinding.parse(found);
  });
}
