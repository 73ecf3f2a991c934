import { and, asc, eq, inArray, ne } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { manifest, server, tool } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

export type ToolElsewhere = { serverId: string; identity: string };

const MOST_NAMES = 2_000;
const MOST_FOUND = 500;

/**
 * Which of these names are tools of the organization's other servers, with one that has each. Only confirmed lists count:
 * nobody's report alone makes another server look bad.
 */
export async function toolsElsewhere(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, ToolElsewhere>> {
  const asked = [...new Set(names)].slice(0, MOST_NAMES);
  if (asked.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([tool.name], { name: tool.name, serverId: server.id, identity: server.identity })
    .from(tool)
    .innerJoin(server, and(eq(server.orgId, tool.orgId), eq(server.id, tool.serverId)))
    .innerJoin(manifest, and(eq(manifest.orgId, tool.orgId), eq(manifest.id, tool.manifestId)))
    .where(
      and(
        inOrg(ctx, tool),
        inArray(tool.name, asked),
        ne(tool.serverId, serverId),
        eq(manifest.isConfirmed, true),
      ),
    )
    .orderBy(tool.name, asc(server.identity))
    .limit(MOST_FOUND);
  return new Map(rows.map(({ name, ...elsewhere }) => [name, elsewhere]));
}
