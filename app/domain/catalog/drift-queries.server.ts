import { and, asc, desc, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { ToolChange, ToolDrift } from "#app/domain/catalog/drift/compare-tools.ts";
import type { DriftClass, DriftOutcome } from "#app/domain/catalog/drift/drift-words.ts";
import { driftedServers } from "#app/domain/catalog/drift-sql.server.ts";
import { drift, pinnedList, toolDrift } from "#app/domain/catalog/drift-tables.server.ts";
import type { ManifestTool } from "#app/domain/catalog/manifest-inputs.ts";
import { manifest, server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";

export type ClassedChange = ToolChange & { class: DriftClass };
export type DriftedTool = ToolDrift & { class: DriftClass };
export type ServerDrift = {
  identity: string;
  /** the strictest of everything that changed since the approval; null: nothing did, or nothing is pinned */
  class: DriftClass | null;
  /** tools differ that were pinned before differences were classified; they are refused */
  isUnclassified: boolean;
  /** of what changed for the whole server */
  whole: ClassedChange[];
  /** what the approval was given for; null: nothing is pinned */
  pinned: { manifestId: string | null; release: string | null; at: Date; by: string } | null;
  /** what the server lists now; null: nobody looked */
  listed: { manifestId: string; release: string; observedAt: Date; isConfirmed: boolean } | null;
  counts: Record<ToolDrift["fate"], number>;
  tools: DriftedTool[];
  nextCursor: string | null;
};

/** How a server differs from what was approved, tool by tool in name order. Throws NotFound. */
export function getServerDrift(
  ctx: Ctx,
  serverId: string,
  choice: { limit: number; cursor?: string | undefined },
): Promise<ServerDrift> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, (tx) => readServerDrift(tx, ctx, serverId, choice));
}

export async function readServerDrift(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  choice: { limit: number; cursor?: string | undefined },
): Promise<ServerDrift> {
  const [found] = await tx
    .select({
      identity: server.identity,
      listed: {
        manifestId: manifest.id,
        release: manifest.release,
        observedAt: manifest.observedAt,
        isConfirmed: manifest.isConfirmed,
      },
    })
    .from(server)
    .leftJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  if (!found) throw new NotFound("server");
  const [pinned] = await tx
    .select({
      manifestId: pinnedList.manifestId,
      release: pinnedList.release,
      at: pinnedList.pinnedAt,
      by: member.name,
      drift: pinnedList.drift,
      whole: pinnedList.whole,
    })
    .from(pinnedList)
    .innerJoin(member, and(eq(member.orgId, pinnedList.orgId), eq(member.id, pinnedList.pinnedBy)))
    .where(and(inOrg(ctx, pinnedList), eq(pinnedList.serverId, serverId)));
  const mine = and(inOrg(ctx, toolDrift), eq(toolDrift.serverId, serverId));
  const rows = await tx
    .select({
      name: toolDrift.toolName,
      was: toolDrift.was,
      fate: toolDrift.fate,
      class: toolDrift.class,
      changes: toolDrift.changes,
    })
    .from(toolDrift)
    .where(and(mine, choice.cursor === undefined ? undefined : gt(toolDrift.toolName, choice.cursor)))
    .orderBy(asc(toolDrift.toolName))
    .limit(choice.limit + 1);
  const fates = await tx
    .select({ fate: toolDrift.fate, count: sql<number>`count(*)::int` })
    .from(toolDrift)
    .where(mine)
    .groupBy(toolDrift.fate);
  const count = (fate: ToolDrift["fate"]) => fates.find((row) => row.fate === fate)?.count ?? 0;
  const { drift: strictest, whole, ...facts } = pinned ?? { drift: null, whole: [] };
  return {
    identity: found.identity,
    class: strictest,
    isUnclassified: strictest === null && (await hasDrifted(tx, ctx, serverId)),
    whole,
    pinned: "at" in facts ? facts : null,
    listed: found.listed,
    counts: {
      added: count("added"),
      removed: count("removed"),
      renamed: count("renamed"),
      changed: count("changed"),
    },
    tools: rows.slice(0, choice.limit),
    nextCursor: rows.length > choice.limit ? (rows[choice.limit - 1]?.name ?? null) : null,
  };
}

async function hasDrifted(tx: Transaction, ctx: Ctx, serverId: string): Promise<boolean> {
  const found = await tx.execute(sql`select 1 from ${driftedServers(ctx, sql`${serverId}::uuid`)} x`);
  return found.length > 0;
}

/** A tool as it was approved and as it is listed; undefined where it is not there or not kept. */
export type DriftSide = { before: ManifestTool | undefined; after: ManifestTool | undefined };
export type DriftSides = Map<string, DriftSide>;

/** The tools of a page of `getServerDrift` as they were approved and as they are listed now, by name. */
export function findDriftSides(ctx: Ctx, drifted: ServerDrift): Promise<DriftSides> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const before = await toolsOf(
      tx,
      ctx,
      drifted.pinned?.manifestId,
      drifted.tools.map((tool) => tool.was ?? tool.name),
    );
    const after = await toolsOf(
      tx,
      ctx,
      drifted.listed?.manifestId,
      drifted.tools.map((tool) => tool.name),
    );
    return new Map(
      drifted.tools.map(({ name, was, fate }) => [
        name,
        {
          before: fate === "added" ? undefined : before.get(was ?? name),
          after: fate === "removed" ? undefined : after.get(name),
        },
      ]),
    );
  });
}

async function toolsOf(
  tx: Transaction,
  ctx: Ctx,
  manifestId: string | null | undefined,
  names: readonly string[],
): Promise<Map<string, ManifestTool>> {
  if (!manifestId || names.length === 0) return new Map();
  const found = await tx.execute(sql`
    select e.tool from manifest m, jsonb_array_elements(m.tools) as e(tool)
    where m.org_id = ${ctx.orgId} and m.id = ${manifestId}
      and e.tool ->> 'name' in (select jsonb_array_elements_text(${JSON.stringify(names)}::jsonb))`);
  const tools = z.array(z.object({ tool: z.custom<ManifestTool>(isTool) })).parse([...found]);
  return new Map(tools.map(({ tool }) => [tool.name, tool]));
}

/** What stands in a stored list was checked when it came in. */
function isTool(value: unknown): boolean {
  return typeof value === "object" && value !== null && "name" in value;
}

export type PastDrift = {
  id: string;
  class: DriftClass;
  release: string;
  added: number;
  removed: number;
  renamed: number;
  changed: number;
  foundAt: Date;
  endedAt: Date | null;
  outcome: DriftOutcome | null;
};

/** What a server drifted to and how each ended, newest first, at most 50. Throws NotFound. */
export function listDrifts(ctx: Ctx, serverId: string): Promise<PastDrift[]> {
  permit(ctx, "catalog.read");
  return inTransaction(ctx, async (tx) => {
    const [known] = await tx
      .select({ id: server.id })
      .from(server)
      .where(and(inOrg(ctx, server), eq(server.id, serverId)));
    if (!known) throw new NotFound("server");
    return tx
      .select({
        id: drift.id,
        class: drift.class,
        release: manifest.release,
        added: drift.added,
        removed: drift.removed,
        renamed: drift.renamed,
        changed: drift.changed,
        foundAt: drift.foundAt,
        endedAt: drift.endedAt,
        outcome: drift.outcome,
      })
      .from(drift)
      .innerJoin(manifest, and(eq(manifest.orgId, drift.orgId), eq(manifest.id, drift.manifestId)))
      .where(and(inOrg(ctx, drift), eq(drift.serverId, serverId)))
      .orderBy(desc(drift.id))
      .limit(50);
  });
}
