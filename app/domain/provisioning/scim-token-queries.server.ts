import { and, desc, eq } from "drizzle-orm";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { scimToken } from "#app/domain/provisioning/provisioning-tables.server.ts";

const columns = {
  id: scimToken.id,
  name: scimToken.name,
  prefix: scimToken.prefix,
  createdAt: scimToken.createdAt,
  createdBy: { id: member.id, name: member.name },
  lastUsedAt: scimToken.lastUsedAt,
  revokedAt: scimToken.revokedAt,
};

/** The newest 50 tokens, revoked ones among them. */
export function listScimTokens(ctx: Ctx) {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, (tx) =>
    tx
      .select(columns)
      .from(scimToken)
      .innerJoin(member, and(inOrg(ctx, member), eq(member.id, scimToken.createdBy)))
      .where(inOrg(ctx, scimToken))
      .orderBy(desc(scimToken.id))
      .limit(50),
  );
}
export type ScimTokenRow = Awaited<ReturnType<typeof listScimTokens>>[number];

/** Throws NotFound. */
export function getScimToken(ctx: Ctx, scimTokenId: string): Promise<ScimTokenRow> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(columns)
      .from(scimToken)
      .innerJoin(member, and(inOrg(ctx, member), eq(member.id, scimToken.createdBy)))
      .where(and(inOrg(ctx, scimToken), eq(scimToken.id, scimTokenId)));
    if (!found) throw new NotFound("SCIM token");
    return found;
  });
}
