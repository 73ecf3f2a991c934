import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { ensureServers } from "#app/domain/catalog/ensure-servers.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { FileRow, ScanRow } from "#app/domain/inventory/scan-rows.server.ts";

type Device = { id: string; memberId: string };
const Placed = z.object({ id: z.string(), place: z.string() });

function instant(ctx: Ctx): SQL {
  return sql`${ctx.now.toISOString()}::timestamptz`;
}

export async function storeFiles(
  tx: Transaction,
  ctx: Ctx,
  device: Device,
  scanId: string,
  files: readonly FileRow[],
): Promise<void> {
  if (files.length === 0) return;
  await tx.execute(sql`
    insert into scanned_file (org_id, device_id, client, scope, path, outcome, problem, notes, scan_id, looked_at)
    select ${ctx.orgId}::uuid, ${device.id}::uuid, r.client, r.scope, r.path, r.outcome, r.problem, r.notes, ${scanId}::uuid, ${instant(ctx)}
    from jsonb_to_recordset(${JSON.stringify(files)}::jsonb)
      as r(client text, scope text, path text, outcome text, problem text, notes text[])
    on conflict (org_id, device_id, client, scope, path) do update
      set outcome = excluded.outcome, problem = excluded.problem, notes = excluded.notes, scan_id = excluded.scan_id, looked_at = excluded.looked_at`);
}

/**
 * Writes the entries of a report in one statement and returns the installation of each, in the order given. Another server
 * under the same name is a new installation in an old place: it starts in development, as one never looked at.
 */
export async function storeInstallations(
  tx: Transaction,
  ctx: Ctx,
  device: Device,
  entries: readonly ScanRow[],
): Promise<string[]> {
  if (entries.length === 0) return [];
  const servers = await ensureServers(
    tx,
    ctx,
    entries.map((entry) => entry.identity),
  );
  const rows = entries.map(({ findings: _, identity, ...entry }) => ({
    ...entry,
    serverId: servers.get(identity),
  }));
  const stored = await tx.execute(sql`
    insert into installation as i (org_id, id, device_id, member_id, server_id, client, scope, path, name, launch, launch_hash, launch_way,
      transport, release, is_enabled, environment, first_seen_at, last_seen_at)
    select ${ctx.orgId}::uuid, r.id, ${device.id}::uuid, ${device.memberId}::uuid, r."serverId", r.client, r.scope, r.path, r.name,
      r.launch, r."launchHash", r."launchWay", r.transport, r.release, r."isEnabled", 'development', ${instant(ctx)}, ${instant(ctx)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, "serverId" uuid, client text, scope text, path text, name text, launch jsonb, "launchHash" text,
        "launchWay" text, transport text, release text, "isEnabled" boolean)
    on conflict (org_id, device_id, client, scope, path, name) do update set
      server_id = excluded.server_id, launch = excluded.launch, launch_hash = excluded.launch_hash,
      launch_way = excluded.launch_way, transport = excluded.transport, release = excluded.release, is_enabled = excluded.is_enabled,
      last_seen_at = excluded.last_seen_at, removed_at = null,
      environment = case when i.server_id = excluded.server_id then i.environment else 'development' end,
      first_seen_at = case when i.server_id = excluded.server_id then i.first_seen_at else excluded.first_seen_at end,
      returned_after = case when i.server_id = excluded.server_id then i.returned_after end,
      returned_at = case when i.server_id <> excluded.server_id then null
        when i.removed_at is not null then excluded.last_seen_at else i.returned_at end
    returning i.id, jsonb_build_array(i.client, i.scope, i.path, i.name)::text as place`);
  const ids = new Map(
    z
      .array(Placed)
      .parse([...stored])
      .map(({ id, place }) => [JSON.stringify(JSON.parse(place)), id]),
  );
  return entries.map((entry) => {
    const id = ids.get(JSON.stringify([entry.client, entry.scope, entry.path, entry.name]));
    if (id === undefined) throw new Error("An entry of a report was not stored.");
    return id;
  });
}

/**
 * Marks as removed what used to stand in the files that were read whole and stands there no more. A file nobody could look
 * at, or in which a server was not understood, removes nothing.
 */
export async function removeMissing(
  tx: Transaction,
  ctx: Ctx,
  device: Device,
  files: readonly FileRow[],
  present: readonly string[],
): Promise<number> {
  const read = files.filter((file) => file.isWhole);
  if (read.length === 0) return 0;
  const removed = await tx.execute(sql`
    with gone as (
      update installation i set removed_at = ${instant(ctx)}
      from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as f(client text, scope text, path text)
      where i.org_id = ${ctx.orgId} and i.device_id = ${device.id} and i.client = f.client and i.scope = f.scope
        and i.path = f.path and i.removed_at is null
        and i.id not in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(present)}::jsonb))
      returning i.id)
    , resolved as (
      update finding set resolved_at = ${instant(ctx)} from gone
      where finding.org_id = ${ctx.orgId} and finding.installation_id = gone.id and finding.resolved_at is null
      returning finding.id)
    select id from gone`);
  return removed.length;
}
