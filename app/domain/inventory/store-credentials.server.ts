import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { credentialRows, type ReadLaunch, termsOf } from "#app/domain/inventory/credential-rows.server.ts";
import { demandsOf } from "#app/domain/inventory/demanded-variables.server.ts";
import { SECRET_KINDS } from "#app/domain/inventory/scan-inputs.ts";
import type { ScanRow } from "#app/domain/inventory/scan-rows.server.ts";

const Fresh = z.array(z.object({ id: z.string() }));
const Others = z.array(z.object({ id: z.string(), at: z.coerce.date() }));
const COLUMNS =
  sql.raw(`org_id, id, credential_id, installation_id, server_id, member_id, device_id, client, form, places,
  reference, account, first_seen_at, last_seen_at`);

/** The place of a kind in the order in which one that says more comes first. */
function sureness(kind: SQL): SQL {
  const kinds = sql.raw(`array[${SECRET_KINDS.map((word) => `'${word}'`).join(", ")}]`);
  return sql`array_position(${kinds}, ${kind})`;
}

/** When the installations of a device were read last before this report: all at one moment, but for some. */
export type SeenBefore = { at: Date | null; others: { id: string; at: Date }[] };

/** To be asked before the entries of a report are written. */
export async function seenBefore(
  tx: Transaction,
  ctx: Ctx,
  device: { id: string; lastReportAt: Date | null },
): Promise<SeenBefore> {
  const { lastReportAt: at } = device;
  const last = at === null ? sql`null::timestamptz` : sql`${at.toISOString()}::timestamptz`;
  const others = await tx.execute(sql`
    select i.id, i.last_seen_at as at from installation i
    where i.org_id = ${ctx.orgId} and i.device_id = ${device.id} and i.removed_at is null and i.last_seen_at is distinct from ${last}`);
  return { at, others: Others.parse([...others]) };
}

/**
 * Writes what the launches of locked devices say of secrets, in two statements, and one more for new words, however many
 * there are: what stood in one of these installations, or in a removed one, and does so no more has left. By rules instead
 * of a report nothing has left: what is no secret under them is not counted. A place that stays is not written; when it was
 * read last is with its installation until it leaves.
 */
export async function storeCredentials(
  tx: Transaction,
  ctx: Ctx,
  deviceIds: readonly string[],
  launches: readonly ReadLaunch[],
  by: SeenBefore | "rules",
): Promise<void> {
  const demands = await demandsOf(
    tx,
    ctx,
    launches.map(({ identity }) => identity),
  );
  const { credentials, places, names } = credentialRows(ctx.orgId, launches, demands);
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const org = sql`${ctx.orgId}::uuid`;
  const onDevice = sql`p.org_id = ${org} and p.device_id = any(${`{${deviceIds.join(",")}}`}::uuid[]) and p.ended_at is null`;
  // in one order, with those that may have left, so that two devices with the same secrets never wait for each other
  await tx.execute(sql`
    with present as materialized (
      select r.* from jsonb_to_recordset(${JSON.stringify(credentials)}::jsonb)
        as r(id uuid, kind text, "kindFrom" text, provider text, "isCompared" boolean,
          "firstSeenAt" timestamptz, "lastSeenAt" timestamptz))
    insert into credential as c (org_id, id, kind, kind_from, provider, is_compared, state, rank, installations, holders,
      first_seen_at, last_seen_at)
    select ${org}, x.id, x.kind, x.kind_from, x.provider, x.is_compared, 'ended', 0, 0, 0, x.first_seen_at, x.last_seen_at from (
      select id, kind, "kindFrom" as kind_from, provider, "isCompared" as is_compared,
        "firstSeenAt" as first_seen_at, "lastSeenAt" as last_seen_at
      from present
      union all
      select k.id, k.kind, k.kind_from, k.provider, k.is_compared, k.first_seen_at, k.last_seen_at
      from credential k where k.org_id = ${org} and k.id in (select p.credential_id from credential_place p where ${onDevice})
        and k.id not in (select id from present)) x
    order by x.id
    on conflict (org_id, id) do update set
      kind = case when ${sureness(sql`excluded.kind`)} < ${sureness(sql`c.kind`)} then excluded.kind else c.kind end,
      kind_from = case when ${sureness(sql`excluded.kind`)} < ${sureness(sql`c.kind`)} then excluded.kind_from else c.kind_from end,
      provider = case when ${sureness(sql`excluded.kind`)} < ${sureness(sql`c.kind`)} then coalesce(excluded.provider, c.provider)
        else coalesce(c.provider, excluded.provider) end,
      first_seen_at = least(c.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(c.last_seen_at, excluded.last_seen_at)`);
  const byRules = by === "rules";
  const before = by === "rules" ? { at: null, others: [] } : by;
  const told = JSON.stringify(launches.map(({ installationId }) => installationId));
  const row = sql`${org}, gen_random_uuid(), r."credentialId", i.id, i.server_id, i.member_id, i.device_id, i.client, r.form,
    r.places, r.reference, r.account, r."seenAt", r."seenAt"`;
  const from = sql`r join installation i on i.org_id = ${org} and i.id = r."installationId"`;
  const added = await tx.execute(sql`
    with r as materialized (
      select r.* from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
        as r("credentialId" uuid, "installationId" uuid, form text, places text[], reference text, account text,
          "seenAt" timestamptz)),
    told as materialized (select value::uuid as id from jsonb_array_elements_text(${told}::jsonb)),
    seen as materialized (
      select r.id, r.at from jsonb_to_recordset(${JSON.stringify(before.others)}::jsonb) as r(id uuid, at timestamptz)),
    own as materialized (select p.* from credential_place p where ${onDevice}),
    ended as (
      update credential_place p set ended_at = ${now}, replaced_by = x.replaced_by, last_seen_at = greatest(p.last_seen_at, x.seen_at),
        ending = case when x.is_removed then 'removed' when x.replaced_by is not null then 'replaced'
          when p.form = 'demanded' then 'not_asked' when ${byRules}::boolean then 'not_counted' else 'taken_out' end
      from (
        select o.id, i.removed_at is not null as is_removed,
          case when i.removed_at is not null or ${byRules}::boolean then i.last_seen_at
            else coalesce((select s.at from seen s where s.id = i.id), ${before.at?.toISOString() ?? null}::timestamptz) end as seen_at,
          (select n."credentialId" from r n where n."installationId" = o.installation_id and n.places && o.places limit 1) as replaced_by
        from own o join installation i on i.org_id = ${org} and i.id = o.installation_id
        left join r on r."installationId" = o.installation_id and r."credentialId" = o.credential_id
        where r."credentialId" is null and (i.removed_at is not null or i.id in (select id from told))) x
      where p.org_id = ${org} and p.id = x.id),
    changed as (
      update credential_place p set server_id = x.server_id, form = x.form, places = x.places, reference = x.reference,
        account = x.account
      from (
        select o.id, i.server_id, r.form, r.places, r.reference, r.account
        from own o join r on r."installationId" = o.installation_id and r."credentialId" = o.credential_id
        join installation i on i.org_id = ${org} and i.id = o.installation_id
        where (o.server_id, o.form, o.places, o.reference, o.account)
          is distinct from (i.server_id, r.form, r.places, r.reference, r.account)) x
      where p.org_id = ${org} and p.id = x.id),
    past as (
      insert into credential_place (${COLUMNS}, ended_at, ending)
      select ${row}, i.removed_at, 'removed' from ${from} where i.removed_at is not null and not exists (
        select from credential_place p where p.org_id = ${org} and p.credential_id = r."credentialId" and p.installation_id = i.id)
      returning credential_id),
    added as (
      insert into credential_place (${COLUMNS}) select ${row} from ${from}
      left join own o on o.installation_id = r."installationId" and o.credential_id = r."credentialId"
      where i.removed_at is null and o.id is null
      returning credential_id)
    select credential_id as id from added union select credential_id from past`);
  const fresh = new Set(Fresh.parse([...added]).map(({ id }) => id));
  const found = [...names].flatMap(([id, all]) =>
    fresh.has(id) ? [...new Set([...all].flatMap(termsOf))].map((term) => ({ id, term })) : [],
  );
  if (found.length === 0) return;
  await tx.execute(sql`
    insert into search_term (org_id, kind, term, subject_id)
    select ${org}, 'credential', r.term, r.id from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as r(id uuid, term text)
    on conflict do nothing`);
}

/** The entries of a report as they are read for the register. */
export function readLaunches(entries: readonly ScanRow[], ids: readonly string[], at: Date): ReadLaunch[] {
  return entries.flatMap(({ identity, launch }, n) => {
    const installationId = ids[n];
    return installationId === undefined
      ? []
      : [{ installationId, identity, launch, seenAt: at.toISOString() }];
  });
}
