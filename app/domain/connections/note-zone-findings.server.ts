import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { type ZoneFinding, zoneFindings } from "#app/domain/connections/zone-findings.ts";
import type { ZoneVerdict } from "#app/domain/connections/zone-verdict.ts";
import type { Ctx } from "#app/domain/context.ts";
import { noteFindings } from "#app/domain/inventory/note-findings.server.ts";

const AT_ONCE = 2_000;
const Row = z.object({ id: z.string() });

type Told = { id: string; verdict: ZoneVerdict; authentication: string | null };

/**
 * Notes on every installation of these servers what their zones give rise to, and takes back what they no longer do, inside a
 * verb's transaction. Installations on which it stands already are left alone.
 */
export async function noteZoneFindings(tx: Transaction, ctx: Ctx, servers: readonly Told[]): Promise<void> {
  const ids = JSON.stringify(servers.map(({ id }) => id));
  const noted = await tx.execute(sql`
    select distinct server_id as id from finding
    where org_id = ${ctx.orgId} and source = 'zone' and resolved_at is null
      and server_id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`);
  const open = new Set(
    z
      .array(Row)
      .parse([...noted])
      .map(({ id }) => id),
  );
  for (const { id, verdict, authentication } of servers) {
    const wanted = zoneFindings(verdict, authentication);
    if (wanted.length > 0 || open.has(id)) await noteOn(tx, ctx, id, wanted);
  }
}

async function noteOn(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  wanted: readonly ZoneFinding[],
): Promise<void> {
  for (let after: string | null = null; ; ) {
    const ids = await findOthers(tx, ctx, serverId, wanted, after);
    await noteFindings(tx, ctx, {
      source: "zone",
      looked: ids,
      found: ids.flatMap((installationId) =>
        wanted.map((finding) => ({ ...finding, where: "zone", installationId })),
      ),
    });
    if (ids.length < AT_ONCE) return;
    after = ids.at(-1) ?? null;
  }
}

/** Installations of the server that do not carry exactly these, in id order. */
async function findOthers(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  wanted: readonly ZoneFinding[],
  after: string | null,
): Promise<string[]> {
  const told = JSON.stringify(wanted.map(({ rule, severity, sentence }) => [rule, severity, sentence]));
  const found = await tx.execute(sql`
    select i.id from installation i
    where i.org_id = ${ctx.orgId} and i.server_id = ${serverId} and i.removed_at is null
      and (${after}::uuid is null or i.id > ${after}::uuid)
      and ${told}::jsonb <> (
        select coalesce(jsonb_agg(jsonb_build_array(f.rule, f.severity, f.sentence) order by f.rule), '[]'::jsonb)
        from finding f where f.org_id = i.org_id and f.installation_id = i.id and f.source = 'zone' and f.resolved_at is null)
    order by i.id limit ${AT_ONCE}`);
  return z
    .array(Row)
    .parse([...found])
    .map(({ id }) => id);
}
