import { sql } from "drizzle-orm";
import { z } from "zod";
import { textOf } from "#app/domain/audit/free-text-queries.server.ts";
import { DRIFT_CLASSES } from "#app/domain/catalog/drift/drift-words.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { besides, installationColumns } from "#app/domain/inventory/inventory-queries.server.ts";
import { InstallationRow, ToolCounts } from "#app/domain/inventory/inventory-rows.ts";
import {
  DEVICE_KINDS,
  FINDING_RULES,
  FINDING_SEVERITIES,
  RETURNED_AFTER,
} from "#app/domain/inventory/inventory-words.ts";
import { LaunchSides, launchDriftOf } from "#app/domain/inventory/launch-drift.ts";
import { launchSides } from "#app/domain/inventory/launch-drift-queries.server.ts";
import { Launch, SCAN_OUTCOMES } from "#app/domain/inventory/scan-inputs.ts";
import { seenInstallations } from "#app/domain/inventory/seen-installations.server.ts";
import { toolCounts } from "#app/domain/inventory/server-facts.server.ts";
import { inSettledInventory } from "#app/domain/inventory/settle-inventory.server.ts";
import { stoppedPeople } from "#app/domain/inventory/standing-sql.server.ts";

const GrantThere = z.object({
  id: z.string(),
  release: z.string().nullable(),
  to: z.string(),
  by: z.string(),
  startsAt: z.coerce.date(),
  endsAt: z.coerce.date(),
  suspendedAt: z.coerce.date().nullable(),
  suspendedUntil: z.coerce.date().nullable(),
  revokedAt: z.coerce.date().nullable(),
});

export const FindingRow = z.object({
  id: z.string(),
  rule: z.enum(FINDING_RULES),
  severity: z.enum(FINDING_SEVERITIES),
  where: z.string(),
  sentence: z.string(),
  remedy: z.string(),
  firstSeenAt: z.coerce.date(),
  resolvedAt: z.coerce.date().nullable(),
  /** Set and still to come: somebody accepted it until then. */
  acceptedUntil: z.coerce.date().nullable(),
});

const InstallationDetail = InstallationRow.extend({
  launch: Launch,
  /** How it differs from what was approved in its place; null: it does not, or nothing was. */
  drift: LaunchSides.nullable().transform((sides) => (sides ? launchDriftOf(sides) : null)),
  /** What the changes of its server since the approval come to, all and those of the whole server; null: nothing is pinned. */
  serverDrift: z
    .object({ class: z.enum(DRIFT_CLASSES).nullable(), whole: z.enum(DRIFT_CLASSES).nullable() })
    .nullable(),
  /** An installation of its person's, this one or another, is started in a way that stops all their calls to its server. */
  isPersonStopped: z.boolean(),
  removedAt: z.coerce.date().nullable(),
  returnedAt: z.coerce.date().nullable(),
  returnedAfter: z.enum(RETURNED_AFTER).nullable(),
  tools: ToolCounts,
  device: z.object({
    kind: z.enum(DEVICE_KINDS),
    platform: z.string(),
    lastReportAt: z.coerce.date().nullable(),
    isRevoked: z.boolean(),
  }),
  /** What became of looking at the file it stands in, at the device's latest report of that file. */
  file: z
    .object({
      outcome: z.enum(SCAN_OUTCOMES),
      problem: z.string().nullable(),
      notes: z.array(z.string()),
      lookedAt: z.coerce.date(),
    })
    .nullable(),
  /** Open ones first, the worst first. */
  findings: z.array(FindingRow),
  /** Every grant of this server to this person or their teams in this environment, the latest first. */
  grants: z.array(GrantThere),
  /** Reasons of blocks that stop it now. */
  blocks: z.array(z.object({ subject: z.string(), reason: z.string() })),
});
export type InstallationDetail = z.infer<typeof InstallationDetail>;

/** One installation with everything its page shows, in one query. Throws NotFound when the actor may not see it. */
export function getInstallation(ctx: Ctx, installationId: string): Promise<InstallationDetail> {
  return inSettledInventory(ctx, null, async (tx, settled) => {
    const [place] = await tx.execute(sql`
      select i.server_id, i.member_id, i.removed_at is not null as removed from installation i
      where i.org_id = ${ctx.orgId} and i.id = ${installationId}`);
    if (!place) throw new NotFound("installation");
    const one = z.object({ server_id: z.string(), member_id: z.string(), removed: z.boolean() }).parse(place);
    const filter = {
      server: one.server_id,
      member: one.member_id,
      ...(one.removed ? { presence: "removed" as const } : {}),
    };
    const seen = await seenInstallations(tx, settled, filter);
    const [found] = await tx.execute(sql`
      select ${installationColumns()}, f.launch, ${launchSides(ctx)} as drift,
        (select jsonb_build_object('class', l.drift, 'whole', l.whole_drift) from pinned_list l
          where l.org_id = ${ctx.orgId} and l.server_id = s.id) as "serverDrift",
        (i.server_id, i.member_id) in (${stoppedPeople(ctx)}) as "isPersonStopped", f.removed_at as "removedAt", f.returned_at as "returnedAt", f.returned_after as "returnedAfter",
        ${toolCounts(ctx, sql`s.id`, sql`s.manifest_id`)} as tools,
        jsonb_build_object('kind', dv.kind, 'platform', dv.platform, 'lastReportAt', dv.last_report_at,
          'isRevoked', dv.revoked_at is not null) as device,
        (select jsonb_build_object('outcome', sf.outcome, 'problem', sf.problem, 'notes', sf.notes, 'lookedAt', sf.looked_at) from scanned_file sf
          where sf.org_id = ${ctx.orgId} and sf.device_id = i.device_id and sf.client = i.client and sf.scope = f.scope
            and sf.path = f.path) as file,
        (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'rule', o.rule, 'severity', o.severity, 'where', o.where_in_file,
            'sentence', o.sentence, 'remedy', o.remedy, 'firstSeenAt', o.first_seen_at, 'resolvedAt', o.resolved_at, 'acceptedUntil', o.accepted_until)
            order by o.resolved_at is not null, o.severity_rank desc, o.where_in_file), '[]')
          from finding o where o.org_id = ${ctx.orgId} and o.installation_id = i.id) as findings,
        (select coalesce(jsonb_agg(w.grant_row order by w.at desc), '[]') from (
          select g.created_at as at, jsonb_build_object('id', g.id, 'release', g.release, 'to', coalesce(te.name, gm.name),
            'by', gb.name, 'startsAt', g.starts_at, 'endsAt', g.ends_at, 'revokedAt', g.revoked_at, 'suspendedAt', g.suspended_at,
            'suspendedUntil', g.suspended_until) as grant_row
          from access_grant g join member gb on gb.org_id = g.org_id and gb.id = g.granted_by
          left join member gm on gm.org_id = g.org_id and gm.id = g.member_id
          left join team te on te.org_id = g.org_id and te.id = g.team_id
          where g.org_id = ${ctx.orgId} and g.server_id = i.server_id and g.environment = f.environment
            and (g.member_id = i.member_id or g.team_id in (select tm.team_id from team_member tm
              where tm.org_id = ${ctx.orgId} and tm.member_id = i.member_id))
          order by g.created_at desc limit 20) w) as grants,
        (select coalesce(jsonb_agg(jsonb_build_object('subject', b.subject_kind, 'reason', coalesce(${textOf(ctx, sql`b.reason_id`)}, ''))), '[]') from block b
          where b.org_id = ${ctx.orgId} and b.lifted_at is null and (
            (b.subject_kind = 'organization' and b.subject_key = i_org.id::text)
            or (b.subject_kind = 'server' and b.subject_key = i.server_id::text)
            or (b.subject_kind = 'release' and b.subject_key = i.server_id::text || ' ' || f.release)
            or (b.subject_kind = 'member' and b.subject_key = i.member_id::text)
            or (b.subject_kind = 'device' and b.subject_key = i.device_id::text)
            or (b.subject_kind = 'team' and b.subject_key in (select tm.team_id::text from team_member tm
              where tm.org_id = ${ctx.orgId} and tm.member_id = i.member_id)))) as blocks
      from ${seen.rows} i ${besides(ctx)}
      join organization i_org on i_org.id = ${ctx.orgId}
      where i.id = ${installationId} limit 1`);
    if (!found) throw new NotFound("installation");
    return InstallationDetail.parse(found);
  });
}
