import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inSnapshot, inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";
import type { InUseKind } from "#app/domain/inventory/in-use-sql.server.ts";
import { isDue, stateOf } from "#app/domain/inventory/inventory-state.server.ts";
import { deriveMarked } from "#app/domain/inventory/marked-sql.server.ts";
import { addUpAnew } from "#app/domain/inventory/stale-sql.server.ts";
import { IN_USE_KINDS } from "#app/domain/inventory/standing-tables.server.ts";

type Settled = {
  /** A block of the whole organization stands: every installation is blocked. */
  isStopped: boolean;
  /** What was added up too. */
  addedUp: InUseKind | null;
};

/** Only given to work that reads what was brought up to `ctx.now`: see `inSettledInventory`. */
export type SettledCtx = Ctx & Settled;

const TURN = "inventory";

/** Subjects added up in one pass. */
const SUBJECTS = 200;

/** Passes of a reader before it lets nobody else derive until it has read. */
const PATIENCE = 100;

/**
 * A snapshot in which what the lists read is true at `ctx.now`: what was marked and what time has changed is derived
 * first, and what `kind` adds up when it is given. A few index probes when there is nothing to do; otherwise one at a time per
 * organization, in passes that are transactions of their own. Verbs only leave marks and never wait for it. Marks left after
 * the first look are for who reads next: however much is reported meanwhile, a reader comes to an end. Lists read inside
 * `work` with the settled ctx and its transaction read the same snapshot.
 */
export async function inSettledInventory<C extends Ctx, T>(
  ctx: C & Partial<Settled>,
  kind: InUseKind | null,
  work: (tx: Transaction, settled: C & Settled) => Promise<T>,
): Promise<T> {
  const { tx: open, isStopped, addedUp } = ctx;
  if (open && isStopped !== undefined && addedUp !== undefined) {
    if (kind !== null && kind !== addedUp)
      throw new Error(`The ${kind}s were not added up for this snapshot.`);
    return work(open, { ...ctx, isStopped, addedUp });
  }
  let upTo: bigint | null | undefined;
  const lookAndRead = async (tx: Transaction) => {
    const state = await stateOf(tx, ctx, kind);
    if (upTo === undefined) upTo = state.last;
    const due = isDue(state, upTo);
    if (due || state.stale) return { isSettled: false as const, due };
    return {
      isSettled: true as const,
      value: await work(tx, { ...ctx, isStopped: state.stopped, addedUp: kind }),
    };
  };
  for (let pass = 0; pass < PATIENCE; pass++) {
    const found = await inSnapshot(ctx, lookAndRead);
    if (found.isSettled) return found.value;
    await inTransaction(ctx, (tx) => settleSome(tx, ctx, kind, found.due));
  }
  // overtaken again and again, by readers whose clock says otherwise
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, TURN);
    for (;;) {
      const found = await lookAndRead(tx);
      if (found.isSettled) return found.value;
      await settleSome(tx, ctx, kind, found.due);
    }
  });
}

/** Brings everything the lists read up to `ctx.now`, so that nobody waits for it who lists next. */
export async function settleInventory(ctx: Ctx): Promise<void> {
  for (const kind of IN_USE_KINDS) await inSettledInventory(ctx, kind, async () => undefined);
}

async function settleSome(tx: Transaction, ctx: Ctx, kind: InUseKind | null, due: boolean): Promise<void> {
  await takeTurn(tx, ctx, TURN);
  if (due) await tx.execute(deriveMarked(ctx));
  else if (kind) await addUpStale(tx, ctx, kind);
}

async function addUpStale(tx: Transaction, ctx: Ctx, kind: InUseKind): Promise<void> {
  const stale = await tx.execute<{ subject_id: string }>(sql`
    select subject_id from in_use where org_id = ${ctx.orgId} and kind = ${kind} and is_stale limit ${SUBJECTS}`);
  if (stale.length === 0) return;
  const ids = sql`${`{${stale.map((row) => row.subject_id).join(",")}}`}::uuid[]`;
  await tx.execute(
    sql`delete from in_use where org_id = ${ctx.orgId} and kind = ${kind} and subject_id = any(${ids})`,
  );
  await tx.execute(addUpAnew(ctx, kind, ids));
}
