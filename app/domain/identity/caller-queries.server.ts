import { and, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { MemberCtx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member, organization } from "#app/domain/identity/organization-tables.server.ts";

/** Who a key or session speaks for. Needs no permission: it tells callers about themselves only. */
export function getCaller(ctx: MemberCtx) {
  const { memberId, via, scopes, keyEnvironment, deviceId, agentId } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select({
        organization: { id: organization.id, slug: organization.slug, name: organization.name },
        member: { id: member.id, name: member.name, email: member.email, role: member.role },
      })
      .from(member)
      .innerJoin(organization, eq(organization.id, member.orgId))
      .where(and(inOrg(ctx, member), eq(member.id, memberId)));
    if (!found) throw new NotFound("member");
    const key = { environment: keyEnvironment ?? null, deviceId: deviceId ?? null, agentId: agentId ?? null };
    return { ...found, via, scopes, ...key };
  });
}
