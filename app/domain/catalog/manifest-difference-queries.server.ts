import { and, eq } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { ClassSource, ToolClass } from "#app/domain/catalog/catalog-words.ts";
import { compareWithPins } from "#app/domain/catalog/compare-with-pins.server.ts";
import { classifyDrift } from "#app/domain/catalog/drift/classify-drift.ts";
import { compareTools, type ToolDrift } from "#app/domain/catalog/drift/compare-tools.ts";
import { comparedTool } from "#app/domain/catalog/drift/compared-tool.ts";
import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import { getPolicyInForce } from "#app/domain/catalog/drift-policy-queries.server.ts";
import type { ClassedChange, DriftSide } from "#app/domain/catalog/drift-queries.server.ts";
import type { ManifestBeside, ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { findManifestRow, type ManifestRow } from "#app/domain/catalog/manifest-queries.server.ts";
import { toolPermissions } from "#app/domain/catalog/permissions/tool-permissions.ts";
import type { Touch } from "#app/domain/catalog/permissions/touch-shape.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { permit } from "#app/domain/permit.ts";

export type ManifestDifference = {
  manifest: ManifestRow;
  /** What it is held against: the tools an approval was given for, else those the catalog lists now. */
  against: "approval" | "current" | "nothing";
  /** The list that was approved; null: none was, or it is not kept. */
  approvedManifestId: string | null;
  /** What it comes to under the policy in force once it is confirmed; null: nothing was approved, or it is that. */
  class: DriftClass | null;
  /** What changed for the whole server since the approval. */
  whole: ClassedChange[];
  counts: Record<ToolDrift["fate"], number>;
  /** The first 50 by name; without a class where nothing was approved. */
  rows: (ToolDrift & DriftSide & { class: DriftClass | null })[];
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

/** A list of a server's tools held against what was approved, else against its current list. Throws NotFound. */
export function getManifestDifference(
  ctx: Ctx,
  serverId: string,
  manifestId: string,
): Promise<ManifestDifference> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const row = await findManifestRow(tx, ctx, serverId, manifestId);
    const list = await listOf(tx, ctx, manifestId);
    if (!row || !list) throw new NotFound("list of tools");
    const found = await differences(tx, ctx, serverId, { ...row, ...list });
    const count = (fate: ToolDrift["fate"]) => found.rows.filter((one) => one.fate === fate).length;
    return {
      manifest: row,
      ...found,
      counts: {
        added: count("added"),
        removed: count("removed"),
        renamed: count("renamed"),
        changed: count("changed"),
      },
      rows: found.rows.slice(0, MOST_ROWS),
      tools: list.tools.slice(0, MOST_TOOLS).map((tool) => {
        const { class: toolClass, source, touches } = toolPermissions(tool);
        return { name: tool.name, toolClass, source, touches, description: tool.description };
      }),
    };
  });
}

type Found = Pick<ManifestDifference, "against" | "approvedManifestId" | "class" | "whole" | "rows">;

async function differences(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  list: { id: string; release: string; tools: ManifestTool[]; beside: ManifestBeside | null },
): Promise<Found> {
  const found = await compareWithPins(tx, ctx, serverId, list);
  if (found) {
    const classified = classifyDrift(found, await getPolicyInForce(tx, ctx));
    const rows = classified.tools.map((one) => ({
      ...one,
      before: one.fate === "added" ? undefined : found.pinned.get(one.was ?? one.name)?.tool,
      after: found.listed.get(one.name)?.tool,
    }));
    return {
      against: "approval",
      approvedManifestId: found.manifestId,
      class: classified.class,
      whole: classified.whole,
      rows,
    };
  }
  const current = (await currentList(tx, ctx, serverId, list.id))?.tools;
  if (!current) return { against: "nothing", approvedManifestId: null, class: null, whole: [], rows: [] };
  const before = new Map(current.map((tool) => [tool.name, tool]));
  const after = new Map(list.tools.map((tool) => [tool.name, tool]));
  const { drifts } = compareTools(current.map(comparedTool), list.tools.map(comparedTool));
  const rows = drifts.map((one) => ({
    ...one,
    class: null,
    before: one.fate === "added" ? undefined : before.get(one.was ?? one.name),
    after: one.fate === "removed" ? undefined : after.get(one.name),
  }));
  return { against: "current", approvedManifestId: null, class: null, whole: [], rows };
}

/** Of the list the catalog shows now, unless it is `manifestId` or there is none. */
async function currentList(tx: Transaction, ctx: Ctx, serverId: string, manifestId: string) {
  const [place] = await tx
    .select({ current: server.manifestId })
    .from(server)
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  if (!place?.current || place.current === manifestId) return undefined;
  return listOf(tx, ctx, place.current);
}

async function listOf(tx: Transaction, ctx: Ctx, manifestId: string) {
  const [found] = await tx
    .select({ tools: manifest.tools, beside: manifest.beside })
    .from(manifest)
    .where(and(inOrg(ctx, manifest), eq(manifest.id, manifestId)));
  return found;
}
