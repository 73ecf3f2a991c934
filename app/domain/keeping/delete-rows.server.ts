import { and, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { forgetJobsOf } from "#app/db/queue-facts.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { DOORS, RECORD, TABLES_IN_ORDER } from "#app/domain/keeping/deletion-words.ts";

/** Members that the deletion itself names go with it, at last. */
const WHO_WANTED_IT = sql`exists (select 1 from organization_deletion d
  where d.org_id = t.org_id and t.id in (d.requested_by, d.confirmed_by, d.cancelled_by))`;

const Gone = z.object({ gone: z.number() });

/**
 * From here on nobody gets in: every session, key and device asks for an active member, and no invitation, provider or
 * provisioning token makes a new one.
 */
export async function closeDoors(tx: Transaction, ctx: Ctx): Promise<void> {
  // who is accepting an invitation now is waited for, and is among the members below
  for (const door of DOORS) await deleteFrom(tx, ctx, door);
  await tx
    .update(member)
    .set({ removedAt: ctx.now })
    .where(and(inOrg(ctx, member), isNull(member.removedAt)));
}

/** Deletes at most `limit` rows, of what points at others first. How many there were. */
export async function deleteRows(tx: Transaction, ctx: Ctx, limit: number): Promise<number> {
  let deleted = 0;
  for (const table of TABLES_IN_ORDER) {
    if (deleted === limit) return deleted;
    deleted += await deleteFrom(tx, ctx, table, limit - deleted);
  }
  return deleted;
}

/** Once every table is empty: the organization's own row, after which its id and the moment are all that is known. */
export async function deleteWhatIsLeft(tx: Transaction, ctx: Ctx): Promise<void> {
  await forgetJobsOf(tx, ctx.orgId);
  await tx.execute(sql`select delete_organization(${ctx.now.toISOString()}::timestamptz)`);
}

async function deleteFrom(tx: Transaction, ctx: Ctx, table: string, limit?: number): Promise<number> {
  if (RECORD.includes(table)) {
    // the runtime role may not take anything out of the record; the database looks itself whether it is time
    const [row] = await tx.execute(sql`select delete_record(${table}, ${limit ?? null}::integer) as gone`);
    return Gone.parse(row).gone;
  }
  const stays = table === "member" ? WHO_WANTED_IT : sql`false`;
  const rows = await tx.execute(sql`delete from ${sql.identifier(table)} where org_id = ${ctx.orgId}
    and ctid = any(array(select t.ctid from ${sql.identifier(table)} t where t.org_id = ${ctx.orgId}
      and not (${stays}) limit ${limit ?? null}::integer)) returning 1`);
  return rows.length;
}
