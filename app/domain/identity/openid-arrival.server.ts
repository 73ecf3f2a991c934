import { and, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { ProvedPerson } from "#app/domain/identity/openid.ts";
import type { LoadedProvider } from "#app/domain/identity/openid-queries.server.ts";
import type { Arrival } from "#app/domain/identity/openid-rules.ts";
import { openidIdentity } from "#app/domain/identity/openid-tables.server.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { findAccount } from "#app/domain/identity/place-account.server.ts";

export type LoadedArrival = Arrival & {
  /** The account it is about, linked or of the address. */
  accountId: string | null;
  identityId: string | null;
  memberId: string | null;
};

/** What is known here about somebody a provider vouches for. The caller has taken the subject's turn. */
export async function loadArrival(
  tx: Transaction,
  ctx: Ctx,
  provider: LoadedProvider,
  person: ProvedPerson,
): Promise<LoadedArrival> {
  const ofIssuer = and(inOrg(ctx, openidIdentity), eq(openidIdentity.issuer, provider.issuer));
  const [identity] = await tx
    .select()
    .from(openidIdentity)
    .where(and(ofIssuer, eq(openidIdentity.subject, person.subject)));
  const named = identity || person.email === null ? null : await findAccount(tx, person.email);
  const accountId = identity?.accountId ?? named?.id ?? null;
  const common = { email: person.email, domains: provider.domains, joins: provider.joins, accountId };
  const linkedTo = identity?.accountId ?? null;
  const identityId = identity?.id ?? null;
  if (accountId === null) {
    return {
      ...common,
      linkedTo,
      identityId,
      account: null,
      membership: "none",
      isOwner: false,
      memberId: null,
    };
  }
  const rows = await tx
    .select({ id: member.id, role: member.role, removedAt: member.removedAt })
    .from(member)
    .where(and(inOrg(ctx, member), eq(member.accountId, accountId)));
  const active = rows.find((row) => row.removedAt === null);
  const [taken] = await tx
    .select({ id: openidIdentity.id })
    .from(openidIdentity)
    .where(and(ofIssuer, eq(openidIdentity.accountId, accountId)));
  const isOwn = named !== null && (await isItsOwn(tx, ctx, accountId));
  return {
    ...common,
    linkedTo,
    identityId,
    account: named ? { isItsOwn: isOwn, isTaken: taken !== undefined } : null,
    membership: active ? "active" : rows.length > 0 ? "removed" : "none",
    isOwner: active?.role === "owner",
    memberId: active?.id ?? null,
  };
}

async function isItsOwn(tx: Transaction, ctx: Ctx, accountId: string): Promise<boolean> {
  const [row] = await tx.execute<{ own: boolean }>(
    sql`select lookup_account_is_its_own(${accountId}, ${ctx.orgId}) as own`,
  );
  return row?.own ?? true;
}

/** Links a subject of the provider to an account, for this organization alone. */
export async function keepIdentity(
  tx: Transaction,
  ctx: Ctx,
  link: { issuer: string; subject: string; accountId: string },
): Promise<string> {
  const id = uuidv7();
  await tx
    .insert(openidIdentity)
    .values({ orgId: ctx.orgId, id, ...link, opens: true, linkedAt: ctx.now, lastUsedAt: ctx.now });
  return id;
}

/** Notes that an identity was used, and whether it lets the person in. */
export async function noteIdentity(tx: Transaction, ctx: Ctx, id: string, opens: boolean): Promise<void> {
  await tx
    .update(openidIdentity)
    .set({ lastUsedAt: ctx.now, opens })
    .where(and(inOrg(ctx, openidIdentity), eq(openidIdentity.id, id)));
}
