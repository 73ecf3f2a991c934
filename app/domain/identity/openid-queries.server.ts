import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import type { Database, Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { readSecret } from "#app/domain/identity/keep-secret.server.ts";
import type { OpenidClient } from "#app/domain/identity/openid.ts";
import type { GroupGift } from "#app/domain/identity/openid-rules.ts";
import { openidGroup, openidIdentity, openidProvider } from "#app/domain/identity/openid-tables.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { findWaitingFlow } from "#app/domain/identity/waiting-openid-flow.server.ts";
import { permit } from "#app/domain/permit.ts";

/** A mapped group is a row of a form, so there are few. */
const MOST_GROUPS = 100;

type ProviderRow = typeof openidProvider.$inferSelect;
export type LoadedProvider = ProviderRow & { gifts: GroupGift[] };

/** The organization's provider as people may see it, without its secret; undefined when none is set up. */
export function findOpenidProvider(ctx: Ctx) {
  permit(ctx, "sign_in.manage");
  return inTransaction(ctx, async (tx) => {
    const found = await findProviderRow(tx, ctx);
    if (!found) return undefined;
    const { issuer, clientId, secretSetAt, scopes, groupClaim, domains, defaultRole, joins } = found;
    const { isRequired, trustedAt, testedAt, testedBy, gifts } = found;
    const isTested = testedAt !== null && testedAt >= trustedAt;
    const settings = { issuer, clientId, secretSetAt, scopes, groupClaim, domains, defaultRole, joins };
    return { ...settings, isRequired, groups: gifts, testedAt: isTested ? testedAt : null, testedBy };
  });
}

/** The same for who expects one. Throws NotFound. */
export async function getOpenidProvider(ctx: Ctx) {
  const found = await findOpenidProvider(ctx);
  if (!found) throw new NotFound("OpenID provider");
  return found;
}

/** Since when a member is linked to whom the provider knows, and when they last came that way; null: they are not. */
export function findOpenidLink(
  ctx: Ctx,
  memberId: string,
): Promise<{ issuer: string; linkedAt: Date; lastUsedAt: Date } | null> {
  permit(ctx, "sign_in.manage");
  return inTransaction(ctx, async (tx) => {
    const { issuer, linkedAt, lastUsedAt } = openidIdentity;
    const theirs = and(
      eq(member.orgId, openidIdentity.orgId),
      eq(member.accountId, openidIdentity.accountId),
    );
    const [link] = await tx
      .select({ issuer, linkedAt, lastUsedAt })
      .from(openidIdentity)
      .innerJoin(member, theirs)
      .where(and(inOrg(ctx, openidIdentity), eq(member.id, memberId), isNull(member.removedAt)))
      .orderBy(desc(lastUsedAt))
      .limit(1);
    return link ?? null;
  });
}

export type ShownProvider = NonNullable<Awaited<ReturnType<typeof findOpenidProvider>>>;

/** The provider with what its groups give, for verbs; locked when it is about to change. */
export async function findProviderRow(
  tx: Transaction,
  ctx: { orgId: string },
  options: { lock?: boolean } = {},
): Promise<LoadedProvider | undefined> {
  const query = tx.select().from(openidProvider).where(inOrg(ctx, openidProvider)).limit(1);
  const [found] = options.lock ? await query.for("update") : await query;
  if (!found) return undefined;
  const gifts = await tx
    .select({ name: openidGroup.name, role: openidGroup.role, teamId: openidGroup.teamId })
    .from(openidGroup)
    .where(inOrg(ctx, openidGroup))
    .orderBy(asc(openidGroup.name), asc(openidGroup.id))
    .limit(MOST_GROUPS);
  return { ...found, gifts };
}

/** What a connector needs to speak for the organization; undefined when no provider is set up any more. */
export function findOpenidClient(
  edge: { db: Database },
  orgId: string,
  redirectUri: string,
): Promise<OpenidClient | undefined> {
  return inTransaction({ db: edge.db, orgId }, async (tx) => {
    const [found] = await tx.select().from(openidProvider).where(eq(openidProvider.orgId, orgId));
    if (!found) return undefined;
    const clientSecret = await readSecret(tx, { orgId }, found.secretId);
    const { issuer, clientId, scopes, groupClaim } = found;
    return { issuer, clientId, clientSecret, scopes, groupClaim, redirectUri };
  });
}

/** The address that waits to be linked in this browser; undefined when nothing does. */
export function findWaitingEmail(
  edge: { db: Database; now: Date },
  orgId: string,
  browser: string,
): Promise<string | undefined> {
  const place = { db: edge.db, orgId, now: edge.now };
  return inTransaction(
    place,
    async (tx) => (await findWaitingFlow(tx, place, browser))?.waiting.email ?? undefined,
  );
}

/** The organization of a sign-in address that has a provider; undefined otherwise, whether or not it exists. */
export async function findOpenidEntrance(
  db: Database,
  slug: string,
): Promise<{ orgId: string; name: string } | undefined> {
  const [row] = await db.execute<{ org_id: string; org_name: string }>(
    sql`select org_id, org_name from lookup_openid_entrance(${slug})`,
  );
  return row ? { orgId: row.org_id, name: row.org_name } : undefined;
}
