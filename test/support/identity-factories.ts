import { and, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { invitation } from "#app/domain/identity/organization-tables.server.ts";
import type { Role } from "#app/domain/permissions.ts";
import { as, NOON, type TestOrganization } from "#test/support/factories.ts";

/** The server's own command line, for an organization that does not exist yet. */
export function operatorOfNew(db: Database, now = NOON): Ctx {
  return { db, orgId: uuidv7(), now, actor: { kind: "operator" }, requestId: `test-${uuidv7()}`, from: null };
}

export function invite(org: TestOrganization, role: Role, email: string) {
  return createInvitation(as(org, org.owner), { email, name: "Somebody", role, teamIds: [] });
}

/** An invitation as stored. */
export async function storedInvitation(org: TestOrganization, id: string) {
  const [row] = await inTransaction({ db: org.db, orgId: org.id }, (tx) =>
    tx
      .select()
      .from(invitation)
      .where(and(eq(invitation.orgId, org.id), eq(invitation.id, id))),
  );
  return row;
}

export function later(days: number, from = NOON): Date {
  return new Date(from.getTime() + days * 86_400_000);
}
