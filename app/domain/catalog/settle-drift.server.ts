import { and, desc, eq, isNull } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { enqueue } from "#app/db/queue.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { compareWithPins, type PinComparison } from "#app/domain/catalog/compare-with-pins.server.ts";
import { type ClassifiedDrift, classifyDrift } from "#app/domain/catalog/drift/classify-drift.ts";
import type { DriftClass } from "#app/domain/catalog/drift/drift-words.ts";
import { getPolicyInForce } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { drift, pinnedList, toolDrift } from "#app/domain/catalog/drift-tables.server.ts";
import { endDrift } from "#app/domain/catalog/end-drift.server.ts";
import { manifest, pin, server } from "#app/domain/catalog/server-tables.server.ts";
import type { Ctx } from "#app/domain/context.ts";

const MOST_DETAIL = 20;
const MOST_SUMMARY = 200;
const ROWS_AT_ONCE = 500;

/**
 * Holds a server's confirmed tools against its pins and writes what each difference comes to under the policy in force,
 * inside a verb's transaction that locked the server. Calls are decided by these rows from the commit on. Returns the
 * strictest class; null: nothing is pinned, the list is not confirmed, or nothing differs.
 */
export async function settleDrift(tx: Transaction, ctx: Ctx, serverId: string): Promise<DriftClass | null> {
  const [list] = await tx
    .select({
      id: manifest.id,
      release: manifest.release,
      tools: manifest.tools,
      beside: manifest.beside,
      isConfirmed: manifest.isConfirmed,
    })
    .from(server)
    .innerJoin(manifest, and(eq(manifest.orgId, server.orgId), eq(manifest.id, server.manifestId)))
    .where(and(inOrg(ctx, server), eq(server.id, serverId)));
  if (!list?.isConfirmed) return null;
  const found = await compareWithPins(tx, ctx, serverId, list);
  if (!found) return null;
  // the request about it is opened, renewed or closed, and trust hears of it
  await enqueue(tx, "tend_drift", { orgId: ctx.orgId, serverId });
  const classified = classifyDrift(found, await getPolicyInForce(tx, ctx));
  await writeWhole(tx, ctx, serverId, classified);
  if (classified.class === null) {
    await endDrift(tx, ctx, { serverId, outcome: "reverted" });
    return null;
  }
  await writeStates(tx, ctx, serverId, classified, found);
  await writeHistory(tx, ctx, { serverId, manifestId: list.id }, classified, found);
  return classified.class;
}

/** Pins made before there was a row for the whole get one here, so that what is blocked is blocked. */
async function writeWhole(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  found: ClassifiedDrift,
): Promise<void> {
  const state = { drift: found.class, wholeDrift: found.wholeClass, whole: found.whole };
  const [first] = await tx
    .select({ manifestId: pin.manifestId, pinnedAt: pin.pinnedAt, pinnedBy: pin.pinnedBy })
    .from(pin)
    .where(and(inOrg(ctx, pin), eq(pin.serverId, serverId)))
    .orderBy(desc(pin.pinnedAt))
    .limit(1);
  if (!first) {
    const its = and(inOrg(ctx, pinnedList), eq(pinnedList.serverId, serverId));
    await tx.update(pinnedList).set(state).where(its);
    return;
  }
  await tx
    .insert(pinnedList)
    .values({ orgId: ctx.orgId, serverId, ...first, ...state })
    .onConflictDoUpdate({ target: [pinnedList.orgId, pinnedList.serverId], set: state });
}

async function writeStates(
  tx: Transaction,
  ctx: Ctx,
  serverId: string,
  { tools }: ClassifiedDrift,
  { pinned, listed }: PinComparison,
): Promise<void> {
  await tx.delete(toolDrift).where(and(inOrg(ctx, toolDrift), eq(toolDrift.serverId, serverId)));
  const rows = tools.map((one) => ({
    orgId: ctx.orgId,
    serverId,
    toolName: one.name,
    toolHash: listed.get(one.name)?.hash ?? null,
    pinnedHash: pinned.get(one.name)?.hash ?? null,
    fate: one.fate,
    was: one.was,
    class: one.class,
    changes: one.changes.map(({ kind, detail }) => ({ kind, detail: detail.slice(0, MOST_DETAIL) })),
  }));
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await tx.insert(toolDrift).values(rows.slice(at, at + ROWS_AT_ONCE));
  }
}

/** One row per list that differs; the same list judged anew changes its row. */
async function writeHistory(
  tx: Transaction,
  ctx: Ctx,
  of: { serverId: string; manifestId: string },
  { class: strictest, tools, whole }: ClassifiedDrift & { class: DriftClass | null },
  { same }: PinComparison,
): Promise<void> {
  const count = (fate: string) => tools.filter((one) => one.fate === fate).length;
  const facts = {
    class: strictest ?? "block",
    added: count("added"),
    removed: count("removed"),
    renamed: count("renamed"),
    changed: count("changed"),
    same,
    summary: {
      tools: tools
        .slice(0, MOST_SUMMARY)
        .map(({ changes, ...one }) => ({ ...one, kinds: changes.map(({ kind }) => kind) })),
      whole: whole.map(({ kind }) => kind),
    },
  };
  const open = and(inOrg(ctx, drift), eq(drift.serverId, of.serverId), isNull(drift.endedAt));
  const known = await tx
    .update(drift)
    .set(facts)
    .where(and(open, eq(drift.manifestId, of.manifestId)))
    .returning({ id: drift.id });
  if (known.length > 0) return;
  await tx.update(drift).set({ endedAt: ctx.now, outcome: "superseded" }).where(open);
  await tx.insert(drift).values({ orgId: ctx.orgId, id: uuidv7(), ...of, ...facts, foundAt: ctx.now });
}
