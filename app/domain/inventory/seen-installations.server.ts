import { type SQL, sql } from "drizzle-orm";
import type { Ctx } from "#app/domain/context.ts";
import { searchWords } from "#app/domain/identity/member-terms.ts";
import type { InventoryFilter } from "#app/domain/inventory/inventory-filters.ts";
import {
  FINDING_SEVERITIES,
  RETURNED_FOR_DAYS,
  SILENT_AFTER_DAYS,
} from "#app/domain/inventory/inventory-words.ts";
import { daysBefore } from "#app/domain/inventory/moments.ts";
import { standingCase, standingJoins, standingRank } from "#app/domain/inventory/standing-sql.server.ts";
import { visibleMembers } from "#app/domain/inventory/visible-installations.server.ts";

function at(moment: Date): SQL {
  return sql`${moment.toISOString()}::timestamptz`;
}

/** Presence of installation `i` on device `dv`: the first that applies of removed, silent, returned, present. */
function presenceCase(ctx: Ctx): SQL {
  return sql`case
    when i.removed_at is not null then 'removed'
    when dv.last_report_at is null or dv.last_report_at < ${at(daysBefore(ctx.now, SILENT_AFTER_DAYS))} then 'silent'
    when i.returned_at >= ${at(daysBefore(ctx.now, RETURNED_FOR_DAYS))} then 'returned'
    else 'present' end`;
}

/** One condition per word typed: it begins a term of the server or of the person. */
function searchConditions(ctx: Ctx, typed: string | undefined): SQL[] {
  return searchWords(typed ?? "").map(
    (word) => sql`(
      i.server_id in (select st.subject_id from search_term st
        where st.org_id = ${ctx.orgId} and st.kind = 'server' and starts_with(st.term, ${word}))
      or i.member_id in (select st.subject_id from search_term st
        where st.org_id = ${ctx.orgId} and st.kind = 'member' and starts_with(st.term, ${word})))`,
  );
}

/**
 * A subquery of the installations the actor may see that match the filter, each with `standing`, `need` (its rank),
 * `presence` and `severity` (rank of the worst open finding, 0 for none). Every inventory list reads from it, so that they
 * agree. Filters use only operators that are leakproof, or row-level security would keep them from the indexes.
 */
export function seenInstallations(ctx: Ctx, filter: InventoryFilter): SQL {
  const inside: SQL[] = [sql`i.org_id = ${ctx.orgId}`, visibleMembers(ctx, sql`i.member_id`)];
  if (filter.presence === "removed") inside.push(sql`i.removed_at is not null`);
  else inside.push(sql`i.removed_at is null`);
  if (filter.client) inside.push(sql`i.client = ${filter.client}`);
  if (filter.server) inside.push(sql`i.server_id = ${filter.server}`);
  if (filter.member) inside.push(sql`i.member_id = ${filter.member}`);
  if (filter.device) inside.push(sql`i.device_id = ${filter.device}`);
  if (filter.team) {
    inside.push(sql`i.member_id in (select tm.member_id from team_member tm
      where tm.org_id = ${ctx.orgId} and tm.team_id = ${filter.team})`);
  }
  if (filter.finding) {
    inside.push(sql`i.id in (select o.installation_id from finding o
      where o.org_id = ${ctx.orgId} and o.rule = ${filter.finding} and o.resolved_at is null)`);
  }
  inside.push(...searchConditions(ctx, filter.q));
  const outside: SQL[] = [sql`true`];
  if (filter.standing) outside.push(sql`x.standing = ${filter.standing}`);
  if (filter.presence) outside.push(sql`x.presence = ${filter.presence}`);
  if (filter.severity) {
    outside.push(sql`x.severity >= ${FINDING_SEVERITIES.indexOf(filter.severity) + 1}`);
  }
  return sql`(
    select x.*, ${standingRank(sql`x.standing`)} as need from (
      select i.id, i.server_id, i.member_id, i.device_id, dv.name as device_name, i.client, i.scope, i.path, i.name, i.release,
        i.transport, i.environment, i.is_enabled, i.first_seen_at, i.last_seen_at,
        ${standingCase(ctx)} as standing, ${presenceCase(ctx)} as presence, coalesce(f.worst, 0) as severity
      from installation i
      join device dv on dv.org_id = i.org_id and dv.id = i.device_id
      ${standingJoins(ctx)}
      left join (
        select o.installation_id, max(o.severity_rank) as worst from finding o
        where o.org_id = ${ctx.orgId} and o.resolved_at is null group by o.installation_id
      ) f on f.installation_id = i.id
      where ${sql.join(inside, sql` and `)}
    ) x where ${sql.join(outside, sql` and `)})`;
}
