import { sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict } from "#app/domain/errors.ts";
import type { EraseMemberInput } from "#app/domain/identity/member-inputs.ts";
import { ERASURES, type Erasure, type Person } from "#app/domain/keeping/erasure-places.server.ts";
import { getPersonToErase } from "#app/domain/keeping/erasure-queries.server.ts";
import { permit } from "#app/domain/permit.ts";
import { requireFreshProof } from "#app/domain/require-fresh-proof.ts";

/**
 * Erases somebody who left from this organization: names, addresses and words go from every place of `ERASURES`, under
 * every membership they had here. The record stays, names them by id, and every hash in it that is not of their words
 * still holds. Throws FreshProofNeeded, Conflict while they are a member or when they are erased already.
 */
export function eraseMember(ctx: Ctx, input: EraseMemberInput): Promise<{ memberId: string }> {
  permit(ctx, "member.erase");
  requireFreshProof(ctx);
  return inTransaction(ctx, async (tx) => {
    const { why, person } = await getPersonToErase(tx, ctx, input.memberId, "lock");
    if (why) throw new Conflict(`${why} Nothing was changed.`);
    const forgotten: Record<string, number> = {};
    for (const erasure of ERASURES) {
      const rows = await carryOut(tx, person, erasure);
      if (rows > 0) forgotten[erasure.table] = (forgotten[erasure.table] ?? 0) + rows;
    }
    await recordAudit(tx, ctx, {
      verb: "member.erase",
      target: { kind: "member", id: input.memberId },
      touched: person.memberIds.filter((id) => id !== input.memberId).map((id) => ({ kind: "member", id })),
      before: { erased: false },
      after: { erased: true, forgotten },
    });
    return { memberId: input.memberId };
  });
}

/** How many rows it changed or deleted. */
async function carryOut(tx: Transaction, person: Person, { table, where, set }: Erasure): Promise<number> {
  const theirs = sql`t.org_id = ${person.orgId} and ${where(person)}`;
  if (!set) {
    const gone = await tx.execute(sql`delete from ${sql.identifier(table)} t where ${theirs} returning 1`);
    return gone.length;
  }
  const values = Object.entries(set(person)).map(
    ([column, value]) => sql`${sql.identifier(column)} = ${value}`,
  );
  const changed = await tx.execute(
    sql`update ${sql.identifier(table)} t set ${sql.join(values, sql`, `)} where ${theirs} returning 1`,
  );
  return changed.length;
}
