import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { invitation, member } from "#app/domain/identity/organization-tables.server.ts";
import { asAccount } from "#app/domain/identity/place-account.server.ts";
import { accountLink } from "#app/domain/identity/sign-in-tables.server.ts";
import { ERASURES, type Person } from "#app/domain/keeping/erasure-places.server.ts";
import { erasedLabel, mentionPattern, soughtWords, whyNotErase } from "#app/domain/keeping/erasure-rules.ts";
import type { ErasedNoun } from "#app/domain/keeping/erasure-words.ts";
import { permit } from "#app/domain/permit.ts";
import { scimUser } from "#app/domain/provisioning/provisioning-tables.server.ts";

const Count = z.object({ rows: z.number() });

/** Who would be erased, why not if not, and how much there is of each noun; nothing is counted when it cannot be. */
export function getErasure(ctx: Ctx, memberId: string) {
  permit(ctx, "member.erase");
  return inTransaction(ctx, async (tx) => {
    const { name, email, why, person } = await getPersonToErase(tx, ctx, memberId, "read");
    const counts = new Map<ErasedNoun, number>();
    for (const { table, what, where } of why ? [] : ERASURES) {
      if (!what) continue;
      const [row] = await tx.execute(sql`select count(*)::int as rows from ${sql.identifier(table)} t
        where t.org_id = ${ctx.orgId} and ${where(person)}`);
      counts.set(what, (counts.get(what) ?? 0) + Count.parse(row).rows);
    }
    const kinds = [...counts].filter(([, rows]) => rows > 0).map(([what, rows]) => ({ what, rows }));
    return { id: memberId, name, email, why, kinds };
  });
}

/** Everything of the account in this organization; `lock` also keeps its member rows from changing. Throws NotFound. */
export async function getPersonToErase(tx: Transaction, ctx: Ctx, memberId: string, how: "read" | "lock") {
  const ofAccount = sql`${member.accountId} = (select m.account_id from member m
    where m.org_id = ${ctx.orgId} and m.id = ${memberId})`;
  const query = tx
    .select()
    .from(member)
    .where(and(inOrg(ctx, member), ofAccount))
    .orderBy(asc(member.id));
  const rows = await (how === "lock" ? query.for("update") : query);
  const found = rows.find((row) => row.id === memberId);
  if (!found) throw new NotFound("member");
  const { accountId } = found;
  const memberIds = rows.map((row) => row.id);
  const named = rows.filter((row) => row.erasedAt === null);
  const elsewhere = await addressesOf(tx, ctx, accountId, memberIds);
  const addresses = [...named.map((row) => row.email), ...elsewhere].map((address) => address.toLowerCase());
  const known = { names: named.map((row) => row.name), addresses: [...new Set(addresses)] };
  const person: Person = {
    orgId: ctx.orgId,
    now: ctx.now,
    accountId,
    memberIds,
    addresses: known.addresses,
    mention: mentionPattern(soughtWords(known)),
    label: erasedLabel(found.id),
  };
  const active = rows.filter((row) => row.removedAt === null);
  const why = whyNotErase({
    hasLeft: found.removedAt !== null,
    isMemberAgain: found.removedAt !== null && active.length > 0,
    isErased: rows.every((row) => row.erasedAt !== null),
  });
  return { name: found.name, email: found.email, why, person };
}

/** Other addresses of theirs: those they were invited by, those a provider sent, and those their account has or had. */
async function addressesOf(
  tx: Transaction,
  ctx: Ctx,
  accountId: string,
  memberIds: string[],
): Promise<string[]> {
  const invited = await tx
    .select({ email: invitation.email })
    .from(invitation)
    .where(and(inOrg(ctx, invitation), inArray(invitation.acceptedBy, memberIds)));
  const provisioned = await tx
    .select({ email: scimUser.email, userName: scimUser.userName })
    .from(scimUser)
    .where(and(inOrg(ctx, scimUser), inArray(scimUser.memberId, memberIds)));
  // a user name that is no address may be any word, and would be found in texts that say nothing of the person
  const sent = provisioned
    .flatMap((row) => [row.email, row.userName])
    .filter((text) => text.includes("@"))
    .map((email) => ({ email }));
  const own = await asAccount(tx, accountId, async () => [
    ...(await tx.select({ email: account.email }).from(account).where(eq(account.id, accountId))),
    ...(await tx
      .select({ email: accountLink.email })
      .from(accountLink)
      .where(eq(accountLink.accountId, accountId))),
    ...(await tx
      .select({ email: accountLink.formerEmail })
      .from(accountLink)
      .where(eq(accountLink.accountId, accountId))),
  ]);
  return [...invited, ...sent, ...own].flatMap(({ email }) => (email === null ? [] : [email]));
}
