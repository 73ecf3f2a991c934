import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { compareBeside } from "#app/domain/catalog/drift/compare-beside.ts";
import {
  type ComparedTool,
  compareTools,
  type ToolChange,
  type ToolDrift,
} from "#app/domain/catalog/drift/compare-tools.ts";
import { comparedTool } from "#app/domain/catalog/drift/compared-tool.ts";
import { pinnedList } from "#app/domain/catalog/drift-tables.server.ts";
import { hashTool } from "#app/domain/catalog/hash-tools.server.ts";
import type { ManifestBeside, ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { manifest, pin } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

export type PinComparison = {
  /** the list that was approved */
  manifestId: string | null;
  whole: ToolChange[];
  tools: ToolDrift[];
  same: number;
  /** by name, as pinned and as listed */
  pinned: Map<string, { hash: string; tool: ManifestTool | undefined }>;
  listed: Map<string, { hash: string; tool: ManifestTool }>;
};

/** A list of tools held against what was pinned; null when nothing is. Manifests a pin names are at most as many as tools. */
export async function compareWithPins(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  list: { release: string; tools: readonly ManifestTool[]; beside: ManifestBeside | null },
): Promise<PinComparison | null> {
  const pins = await tx
    .select({ name: pin.toolName, hash: pin.toolHash, manifestId: pin.manifestId })
    .from(pin)
    .where(and(inOrg(ctx, pin), eq(pin.serverId, serverId)));
  const [whole] = await tx
    .select({ release: pinnedList.release, manifestId: pinnedList.manifestId, beside: manifest.beside })
    .from(pinnedList)
    .leftJoin(manifest, and(eq(manifest.orgId, pinnedList.orgId), eq(manifest.id, pinnedList.manifestId)))
    .where(and(inOrg(ctx, pinnedList), eq(pinnedList.serverId, serverId)));
  // a list of no tools that was approved is a list: what is listed later was never approved
  if (pins.length === 0 && !whole?.manifestId) return null;
  const sources = await tx
    .select({ id: manifest.id, tools: manifest.tools })
    .from(manifest)
    .where(and(inOrg(ctx, manifest), inArray(manifest.id, [...new Set(pins.map((one) => one.manifestId))])));
  const known = new Map(
    sources.flatMap(({ id, tools }) => tools.map((tool) => [`${id} ${tool.name}`, tool] as const)),
  );
  const pinned = new Map(
    pins.map(({ name, hash, manifestId }) => {
      const tool = known.get(`${manifestId} ${name}`);
      return [name, { hash, tool: tool && hashTool(tool) === hash ? tool : undefined }] as const;
    }),
  );
  const listed = new Map(list.tools.map((tool) => [tool.name, { hash: hashTool(tool), tool }] as const));
  return {
    ...differences(pinned, listed),
    manifestId: whole?.manifestId ?? null,
    whole: [
      ...compareBeside(whole?.beside ?? null, list.beside),
      ...wholeChanges(whole?.release ?? null, list.release),
    ],
    pinned,
    listed,
  };
}

function differences(pinned: PinComparison["pinned"], listed: PinComparison["listed"]) {
  const before: ComparedTool[] = [];
  const lost: ToolDrift[] = [];
  const skipped = new Set<string>();
  let same = 0;
  for (const [name, { hash, tool }] of pinned) {
    if (tool) {
      before.push(comparedTool(tool));
      continue;
    }
    // what was pinned cannot be read any more: only whether it is the same can be told
    skipped.add(name);
    const now = listed.get(name);
    if (now?.hash === hash) same += 1;
    else {
      const kind = now ? ("other_changed" as const) : ("removed" as const);
      lost.push({ name, was: null, fate: now ? "changed" : "removed", changes: [{ kind, detail: [] }] });
    }
  }
  const after = [...listed].filter(([name]) => !skipped.has(name)).map(([, { tool }]) => comparedTool(tool));
  const found = compareTools(before, after);
  return { tools: [...found.drifts, ...lost], same: found.same + same };
}

function wholeChanges(before: string | null, after: string): ToolChange[] {
  if (before === null || before === after) return [];
  return [{ kind: "release_changed", detail: [`was ${before}, is ${after}`] }];
}
