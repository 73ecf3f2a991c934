import { and, asc, count, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#app/db/client.server.ts";
import { inOrg } from "#app/db/tenancy.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { member } from "#app/domain/identity/organization-tables.server.ts";
import { permit } from "#app/domain/permit.ts";
import { scimUser } from "#app/domain/provisioning/provisioning-tables.server.ts";

/** A member as an identity provider sees them, whether it made them or found them here. */
export type Person = {
  id: string;
  memberId: string;
  accountId: string;
  active: boolean;
  userName: string;
  email: string;
  name: string;
  givenName: string | null;
  familyName: string | null;
  externalId: string | null;
  createdAt: Date;
  changedAt: Date;
};

export type PersonFilter = {
  id?: string;
  userName?: string;
  externalId?: string;
  email?: string;
  active?: boolean;
};

const id = sql<string>`coalesce(${scimUser.id}, ${member.id})`;
const userName = sql<string>`coalesce(${scimUser.userName}, ${member.email})`;
const email = sql<string>`coalesce(${scimUser.email}, ${member.email})`;
const time = (first: SQL) => sql<Date>`${first}`.mapWith((text: string) => new Date(text));

const columns = {
  id,
  memberId: member.id,
  accountId: member.accountId,
  active: sql<boolean>`${member.removedAt} is null`,
  userName,
  email,
  name: member.name,
  givenName: scimUser.givenName,
  familyName: scimUser.familyName,
  externalId: scimUser.externalId,
  createdAt: time(sql`coalesce(${scimUser.createdAt}, ${member.joinedAt})`),
  changedAt: time(
    sql`greatest(coalesce(${scimUser.changedAt}, ${member.joinedAt}), coalesce(${member.removedAt}, ${member.joinedAt}))`,
  ),
};

const ofMember = (ctx: Ctx) => and(inOrg(ctx, scimUser), eq(scimUser.memberId, member.id));

/** Active members, and those removed whom a provider knows. */
function known(ctx: Ctx) {
  return and(
    inOrg(ctx, member),
    or(isNull(member.removedAt), isNotNull(scimUser.id)),
    isNull(scimUser.deletedAt),
  );
}

function matching(filter: PersonFilter): SQL | undefined {
  return and(
    filter.id === undefined ? undefined : sql`${id}::text = ${filter.id.toLowerCase()}`,
    filter.userName === undefined ? undefined : sql`lower(${userName}) = lower(${filter.userName})`,
    filter.externalId === undefined ? undefined : eq(scimUser.externalId, filter.externalId),
    filter.email === undefined ? undefined : sql`lower(${email}) = lower(${filter.email})`,
    filter.active === undefined ? undefined : sql`(${member.removedAt} is null) = ${filter.active}`,
  );
}

/** `offset` from 0; at most `limit` of them, with how many match in all. */
export function listPersons(ctx: Ctx, filter: PersonFilter, page: { offset: number; limit: number }) {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const where = and(known(ctx), matching(filter));
    const [counted] = await tx
      .select({ total: count() })
      .from(member)
      .leftJoin(scimUser, ofMember(ctx))
      .where(where);
    const rows: Person[] =
      page.limit === 0
        ? []
        : await tx
            .select(columns)
            .from(member)
            .leftJoin(scimUser, ofMember(ctx))
            .where(where)
            .orderBy(asc(member.id))
            .limit(page.limit)
            .offset(page.offset);
    return { rows, total: counted?.total ?? 0 };
  });
}

/** Throws NotFound. */
export function getPerson(ctx: Ctx, personId: string): Promise<Person> {
  permit(ctx, "provisioning.manage");
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx
      .select(columns)
      .from(member)
      .leftJoin(scimUser, ofMember(ctx))
      .where(and(known(ctx), eq(id, personId)));
    if (!found) throw new NotFound("person");
    return found;
  });
}

/** Which member each of these people is; those who are unknown are left out, those who left have null. */
export async function findMembersOf(tx: Transaction, ctx: Ctx, personIds: readonly string[]) {
  const found = new Map<string, string | null>();
  if (personIds.length === 0) return found;
  const rows = await tx
    .select({ id, memberId: member.id, active: columns.active })
    .from(member)
    .leftJoin(scimUser, ofMember(ctx))
    .where(and(known(ctx), inArray(sql`${id}::text`, [...personIds])));
  for (const row of rows) found.set(row.id, row.active ? row.memberId : null);
  return found;
}
