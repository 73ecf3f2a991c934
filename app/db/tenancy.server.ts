import { eq, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/** The second floor of the wall: every query of a tenant table says so itself, beside the database's policy. */
export function inOrg(ctx: { orgId: string }, table: { orgId: PgColumn }): SQL {
  return eq(table.orgId, ctx.orgId);
}
