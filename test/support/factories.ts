import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { inAccount, inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx, MemberActor, MemberCtx } from "#app/domain/context.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { member, organization, team, teamMember } from "#app/domain/identity/organization-tables.server.ts";
import type { Role, Scope } from "#app/domain/permissions.ts";

/** A moment all test organizations start from; tests move `ctx.now`, never the clock. */
export const NOON = new Date("2026-11-23T12:00:00.000Z");

export type TestOrganization = { db: Database; id: string; slug: string; owner: TestMember };
export type TestMember = { id: string; accountId: string; role: Role; name: string; email: string };

/** An organization of the test's own, with an owner. */
export async function createOrganization(db: Database): Promise<TestOrganization> {
  const id = uuidv7();
  const slug = `org-${randomBytes(6).toString("hex")}`;
  await inTransaction({ db, orgId: id }, (tx) =>
    tx.insert(organization).values({ id, slug, name: slug, timeZone: "UTC", createdAt: NOON }),
  );
  const owner = await createMember({ db, id }, "owner");
  return { db, id, slug, owner };
}

export async function createMember(
  org: { db: Database; id: string },
  role: Role,
  overrides: { accountId?: string } = {},
): Promise<TestMember> {
  const accountId = overrides.accountId ?? uuidv7();
  const id = uuidv7();
  const name = `${role} ${id.slice(-6)}`;
  const email = `${role}-${accountId.slice(-12)}@example.test`;
  if (!overrides.accountId) {
    await inAccount(org.db, accountId, (tx) =>
      tx.insert(account).values({ id: accountId, email, name, createdAt: NOON }),
    );
  }
  await inTransaction({ db: org.db, orgId: org.id }, (tx) =>
    tx.insert(member).values({ orgId: org.id, id, accountId, role, name, email, joinedAt: NOON }),
  );
  return { id, accountId, role, name, email };
}

export async function createTeamOf(
  org: { db: Database; id: string },
  members: { member: TestMember; isLead?: boolean }[],
): Promise<{ id: string; name: string }> {
  const id = uuidv7();
  const name = `Team ${id.slice(-6)}`;
  await inTransaction({ db: org.db, orgId: org.id }, async (tx) => {
    await tx.insert(team).values({ orgId: org.id, id, name, createdAt: NOON });
    for (const entry of members) {
      await tx.insert(teamMember).values({
        orgId: org.id,
        teamId: id,
        memberId: entry.member.id,
        isLead: entry.isLead ?? false,
        addedAt: NOON,
      });
    }
  });
  return { id, name };
}

/** Acts as a member signed in; `scopes` narrows as an API key would. */
export function as(
  org: { db: Database; id: string },
  who: TestMember,
  overrides: { now?: Date; scopes?: Scope[] | null } & Partial<
    Pick<MemberActor, "via" | "provedAt" | "deviceId" | "apiKeyId" | "agentId" | "keyEnvironment">
  > = {},
): MemberCtx {
  const { now, scopes, ...actor } = overrides;
  return {
    db: org.db,
    orgId: org.id,
    now: now ?? NOON,
    actor: {
      kind: "member",
      memberId: who.id,
      accountId: who.accountId,
      name: who.name,
      role: who.role,
      via: "session",
      provedAt: now ?? NOON,
      scopes: scopes ?? null,
      ...actor,
    },
    requestId: `test-${uuidv7()}`,
    from: "127.0.0.1",
  };
}

export function asOperator(org: { db: Database; id: string }, now = NOON): Ctx {
  return {
    db: org.db,
    orgId: org.id,
    now,
    actor: { kind: "operator" },
    requestId: `test-${uuidv7()}`,
    from: null,
  };
}

/** Audit events of the organization, newest last. */
export async function auditEvents(org: { db: Database; id: string }) {
  return inTransaction({ db: org.db, orgId: org.id }, async (tx) => {
    const rows = await tx.execute<{
      verb: string;
      target_id: string;
      actor_member_id: string | null;
      after: unknown;
    }>(sql`select verb, target_id, actor_member_id, after from audit_event order by id`);
    return [...rows];
  });
}
