import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { takeTurn } from "#app/domain/identity/take-turn.server.ts";

/** Reads and writes one person or group without anybody in between: both happen in `work`, in one transaction. */
export function holdProvisioned<T>(
  ctx: Ctx,
  what: { kind: "person" | "group"; id: string },
  work: (inside: Ctx) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    await takeTurn(tx, ctx, `${what.kind} ${what.id}`);
    return work({ ...ctx, tx });
  });
}
