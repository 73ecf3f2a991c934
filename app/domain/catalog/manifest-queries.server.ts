import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { ClassSource, ToolClass } from "#app/domain/catalog/catalog-words.ts";
import { hashTool } from "#app/domain/catalog/hash-tools.server.ts";
import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { toolPermissions } from "#app/domain/catalog/permissions/tool-permissions.ts";
import type { Touch } from "#app/domain/catalog/permissions/touch-shape.ts";
import { differencesFromPins, isDrift, type PinDifference } from "#app/domain/catalog/pin-rules.ts";
import { manifest, pin, server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

const facts = {
  id: manifest.id,
  release: manifest.release,
  hash: manifest.hash,
  tools: sql<number>`jsonb_array_length(${manifest.tools})`,
  observedAt: manifest.observedAt,
  reportedBy: member.name,
  isConfirmed: manifest.isConfirmed,
  isCurrent: sql<boolean>`${manifest.id} is not distinct from ${server.manifestId}`,
};

export type ManifestRow = {
  id: string;
  release: string;
  hash: string;
  tools: number;
  observedAt: Date;
  reportedBy: string;
  isConfirmed: boolean;
  /** What the catalog says of the server's tools was taken from this one. */
  isCurrent: boolean;
};

/** Lists of a server's tools as they were seen, newest first, at most 20. */
export function listManifests(ctx: Ctx, serverId: string): Promise<ManifestRow[]> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, (tx) =>
    manifests(tx, ctx, serverId).orderBy(desc(manifest.observedAt), desc(manifest.id)).limit(20),
  );
}

function manifests(tx: Transaction, ctx: Ctx, serverId: string, manifestId?: string) {
  return tx
    .select(facts)
    .from(manifest)
    .innerJoin(server, and(eq(server.orgId, manifest.orgId), eq(server.id, manifest.serverId)))
    .innerJoin(member, and(eq(member.orgId, manifest.orgId), eq(member.id, manifest.reportedBy)))
    .where(
      and(
        inOrg(ctx, manifest),
        eq(manifest.serverId, serverId),
        manifestId ? eq(manifest.id, manifestId) : undefined,
      ),
    )
    .$dynamic();
}

/** One tool before and after; `before` is undefined for an added one, `after` for one that is gone. */
export type ToolDifference = PinDifference & {
  before: ManifestTool | undefined;
  after: ManifestTool | undefined;
};

export type ManifestDifference = {
  manifest: ManifestRow;
  /** What it is held against: the tools an approval was given for, else those the catalog lists now. */
  against: "approval" | "current" | "nothing";
  isDrift: boolean;
  counts: Record<PinDifference["kind"], number>;
  /** The first 50 in the order added, changed, gone as listed. */
  rows: ToolDifference[];
  /** The first 200 tools of the list itself. */
  tools: {
    name: string;
    toolClass: ToolClass;
    source: ClassSource;
    touches: Touch[];
    description: string;
  }[];
};

const MOST_ROWS = 50;
const MOST_TOOLS = 200;

/**
 * A list of tools held against what was pinned: the given one, or the current one. Undefined when nobody has looked at
 * the tools yet. Throws NotFound for a list that is not this server's.
 */
export function findManifestDifference(
  ctx: Ctx,
  serverId: string,
  manifestId?: string,
): Promise<ManifestDifference | undefined> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [place] = await tx
      .select({ manifestId: server.manifestId })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, serverId)));
    if (!place) throw new NotFound("server");
    const wanted = manifestId ?? place.manifestId;
    if (!wanted) return undefined;
    const [found] = await manifests(tx, ctx, serverId, wanted);
    if (!found) throw new NotFound("list of tools");
    const pins = await tx
      .select({ name: pin.toolName, hash: pin.toolHash, manifestId: pin.manifestId })
      .from(pin)
      .where(and(inOrg(ctx, pin), eq(pin.serverId, serverId)))
      .limit(2_000);
    const sources = [wanted, place.manifestId ?? wanted, ...pins.map((one) => one.manifestId)];
    const listed = await toolsOf(tx, ctx, [...new Set(sources)]);
    const after = listed.get(wanted) ?? [];
    const current = place.manifestId ? (listed.get(place.manifestId) ?? []) : [];
    const hashed = (tools: readonly ManifestTool[]) =>
      tools.map((tool) => ({ name: tool.name, hash: hashTool(tool) }));
    const against = pins.length > 0 ? "approval" : wanted === place.manifestId ? "nothing" : "current";
    const before = against === "approval" ? pins : against === "current" ? hashed(current) : [];
    const differences = differencesFromPins(before, hashed(after));
    const oldSource = new Map(pins.map((one) => [one.name, listed.get(one.manifestId) ?? []]));
    return {
      manifest: found,
      against: against === "current" && current.length === 0 ? "nothing" : against,
      isDrift: against === "approval" && isDrift(differences),
      counts: {
        added: differences.filter(({ kind }) => kind === "added").length,
        changed: differences.filter(({ kind }) => kind === "changed").length,
        gone: differences.filter(({ kind }) => kind === "gone").length,
      },
      tools: after.slice(0, MOST_TOOLS).map((tool) => {
        const { class: toolClass, source, touches } = toolPermissions(tool);
        return { name: tool.name, toolClass, source, touches, description: tool.description };
      }),
      rows: differences.slice(0, MOST_ROWS).map((difference) => ({
        ...difference,
        before:
          difference.kind === "added"
            ? undefined
            : (oldSource.get(difference.name) ?? current).find(({ name }) => name === difference.name),
        after: difference.kind === "gone" ? undefined : after.find(({ name }) => name === difference.name),
      })),
    };
  });
}

async function toolsOf(tx: Transaction, ctx: Ctx, ids: string[]): Promise<Map<string, ManifestTool[]>> {
  const rows = await tx
    .select({ id: manifest.id, tools: manifest.tools })
    .from(manifest)
    .where(and(inOrg(ctx, manifest), inArray(manifest.id, ids.slice(0, 20))));
  return new Map(rows.map(({ id, tools }) => [id, tools]));
}

/** How many tools differ from what was pinned now; null when nothing is pinned or nobody confirmed the list. */
export function countDrift(
  ctx: Ctx,
  serverId: string,
): Promise<Record<PinDifference["kind"], number> | null> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.execute<{ added: number; changed: number; gone: number }>(sql`
      select count(*) filter (where p.tool_name is null)::int as added,
        count(*) filter (where p.tool_name is not null and t.name is not null and p.tool_hash <> t.hash)::int as changed,
        count(*) filter (where t.name is null)::int as gone
      from (select * from tool where org_id = ${ctx.orgId} and server_id = ${serverId}) t
      full join (select * from pin where org_id = ${ctx.orgId} and server_id = ${serverId}) p on p.tool_name = t.name
      where exists (select 1 from pin where org_id = ${ctx.orgId} and server_id = ${serverId})
        and exists (select 1 from server s join manifest m on m.org_id = s.org_id and m.id = s.manifest_id
          where s.org_id = ${ctx.orgId} and s.id = ${serverId} and m.is_confirmed)
      having count(*) > 0`);
    return row ?? null;
  });
}
