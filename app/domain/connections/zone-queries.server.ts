import { sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#app/db/transaction.server.ts";
import { readZonePolicy } from "#app/domain/connections/connection-state.server.ts";
import { ZoneRule } from "#app/domain/connections/zone-inputs.ts";
import { openestZone, type Place, placeZones } from "#app/domain/connections/zone-rules.ts";
import type { Ctx } from "#app/domain/context.ts";
import { permit } from "#app/domain/permit.ts";
import { ZONES, type Zone } from "#app/domain/trust/zone-words.ts";

/** Servers a preview goes through, and of what it finds those it names. */
const MOST_SERVERS = 20_000;
const MOST_CHANGES = 50;

const ZonePolicy = z.object({
  /** Of the list; 0 before the first. */
  version: z.number(),
  rules: z.array(ZoneRule),
  madeAt: z.coerce.date().nullable(),
  madeBy: z.string().nullable(),
});

/** The rules that declare where servers run, in order, and how many servers each decides. */
export function getZonePolicy(ctx: Ctx) {
  permit(ctx, "zone.read");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.execute(sql`
      select p.version, p.rules, p.made_at as "madeAt", m.name as "madeBy"
      from zone_policy p join member m on m.org_id = p.org_id and m.id = p.made_by
      where p.org_id = ${ctx.orgId} order by p.version desc limit 1`);
    const policy = ZonePolicy.parse(row ?? { version: 0, rules: [], madeAt: null, madeBy: null });
    const counted = await tx.execute(sql`
      select zone, rule, count(*)::int as servers from server_zone where org_id = ${ctx.orgId} group by zone, rule limit 1000`);
    const counts = z
      .array(z.object({ zone: z.enum(ZONES).nullable(), rule: z.number().nullable(), servers: z.number() }))
      .parse([...counted]);
    const sum = (test: (row: (typeof counts)[number]) => boolean) =>
      counts.filter(test).reduce((total, { servers }) => total + servers, 0);
    return {
      ...policy,
      rules: policy.rules.map((rule, index) => ({ ...rule, servers: sum((row) => row.rule === index + 1) })),
      zones: ZONES.map((zone) => ({ zone, servers: sum((row) => row.zone === zone) })),
      unknown: sum((row) => row.zone === null),
    };
  });
}

const Row = z.object({
  id: z.string(),
  identity: z.string(),
  zone: z.enum(ZONES).nullable(),
  places: z.array(
    z.object({ host: z.string().nullable(), address: z.string().nullable(), zone: z.enum(ZONES).nullable() }),
  ),
});

export type ZoneChange = { serverId: string; identity: string; from: Zone | null; to: Zone | null };

/**
 * Which servers would be in another zone under these rules, from what was last seen of them; the first 50 by name. Cut:
 * there are more servers than were gone through.
 */
export function previewZoneRules(ctx: Ctx, input: { rules: readonly ZoneRule[] }, most = MOST_SERVERS) {
  permit(ctx, "zone.manage");
  return inTransaction(ctx, async (tx) => {
    const { rules: present } = await readZonePolicy(tx, ctx);
    const found = await tx.execute(sql`
      select s.id, s.identity, z.zone, z.places from server_zone z
      join server s on s.org_id = z.org_id and s.id = z.server_id
      where z.org_id = ${ctx.orgId} order by s.identity limit ${most + 1}`);
    const rows = z.array(Row).parse([...found].slice(0, most));
    const changes = rows.flatMap(({ id, identity, places }): ZoneChange[] => {
      const from = openest(identity, places, present);
      const to = openest(identity, places, input.rules);
      return from === to ? [] : [{ serverId: id, identity, from, to }];
    });
    return {
      servers: rows.length,
      isCut: found.length > most,
      changed: changes.length,
      changes: changes.slice(0, MOST_CHANGES),
    };
  });
}

function openest(identity: string, places: readonly Place[], rules: readonly ZoneRule[]): Zone | null {
  return openestZone(placeZones(identity, places, rules))?.zone ?? null;
}
