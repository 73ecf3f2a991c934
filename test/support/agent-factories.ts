import { uuidv7 } from "uuidv7";
import type { Database } from "#app/db/client.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { agent } from "#app/domain/identity/organization-tables.server.ts";
import { NOON, type TestMember } from "#test/support/factories.ts";

/** An agent answered for by `owner`, reviewed in ninety days. */
export async function placeAgent(
  org: { db: Database; id: string },
  owner: TestMember,
  overrides: Partial<typeof agent.$inferInsert> = {},
): Promise<{ id: string; name: string }> {
  const id = uuidv7();
  const row = {
    name: `Agent ${id.slice(-6)}`,
    purpose: "Writes release notes.",
    environment: "development" as const,
    reviewBy: new Date(NOON.getTime() + 90 * 86_400_000),
    ...overrides,
  };
  await inTransaction({ db: org.db, orgId: org.id }, (tx) =>
    tx
      .insert(agent)
      .values({ orgId: org.id, id, ownerId: owner.id, createdBy: owner.id, createdAt: NOON, ...row }),
  );
  return { id, name: row.name };
}
