import { and, asc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";

type Leaving = { leaverId: string; fallbackId?: string | undefined };

/**
 * Who takes over what a leaver leaves open: the one chosen, else whoever acts, else the owner or admin who has been
 * here longest. Null when there is nobody else. Throws Invalid for somebody who is not an active member here.
 */
export async function placeFallback(tx: Transaction, ctx: Ctx, leaving: Leaving): Promise<string | null> {
  const others = and(inOrg(ctx, member), isNull(member.removedAt), ne(member.id, leaving.leaverId));
  if (leaving.fallbackId) {
    const [chosen] = await tx
      .select({ id: member.id })
      .from(member)
      .where(and(others, eq(member.id, leaving.fallbackId)));
    if (chosen) return chosen.id;
    throw new Invalid("Nothing was changed.", {
      fallbackId: ["Choose an active member other than the one who leaves."],
    });
  }
  if (ctx.actor.kind === "member" && ctx.actor.memberId !== leaving.leaverId) return ctx.actor.memberId;
  const [longest] = await tx
    .select({ id: member.id })
    .from(member)
    .where(and(others, inArray(member.role, ["owner", "admin"])))
    .orderBy(sql`${member.role} = 'owner' desc`, asc(member.joinedAt), asc(member.id))
    .limit(1);
  return longest?.id ?? null;
}
