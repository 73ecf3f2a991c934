import { describe, expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { fieldProblem } from "#app/domain/audit/audit-fields.ts";
import { getText } from "#app/domain/audit/free-text-queries.server.ts";
import { keepText } from "#app/domain/audit/keep-text.server.ts";
import { recordAudit } from "#app/domain/audit/record-audit.server.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { placeGrant, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const id = "01900000-0000-7000-8000-000000000001";

describe("an event's field is refused when it", () => {
  const refused: [string, string, Record<string, unknown>][] = [
    ["is not listed", "request", { comment: "x" }],
    ["holds a person's name", "member", { name: "Grace Hopper" }],
    ["holds what somebody calls their laptop", "device", { name: "Grace's laptop" }],
    ["holds a reason in words", "grant", { reason: "She left" }],
    ["holds an address where a word belongs", "member", { role: "grace@example.test" }],
    ["holds an address where an id belongs", "agent", { ownerId: "grace@example.test" }],
    ["holds words beside the id of a text", "grant", { reason: { id: "She left" } }],
    ["hides words in a record", "organization", { forgotten: { scans: "Grace" } }],
    ["hides words in a list", "member", { teams: [id, "Grace Hopper"] }],
  ];
  test.each(refused)("%s", (_, target, side) => {
    expect(fieldProblem(target, side)).not.toBeNull();
  });

  test("and is taken when it holds ids, words of the code, times and counts", () => {
    const side = {
      state: "revoked",
      reason: { id, hash: "a".repeat(64) },
      until: NOON.toISOString(),
      tools: 4,
    };
    expect(fieldProblem("grant", side)).toBeNull();
    expect(fieldProblem("team", { name: "Payments" })).toBeNull();
    expect(fieldProblem("organization", { forgotten: { scan: 3 }, days: null })).toBeNull();
  });
});

test("a verb that would write a name or free text into the record writes nothing at all", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const writes = inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, {
      verb: "member.remove",
      target: { kind: "member", id: org.owner.id },
      after: { name: org.owner.name },
    }),
  );
  await expect(writes).rejects.toThrow("The name of a member may not stand in an event.");
  expect(await auditEvents(org)).toEqual([]);
});

test("the record proves a reason by a salted hash and holds none of its words", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const { id: serverId } = await placeServer(org);
  const grantId = await placeGrant(org, {
    serverId,
    memberId: developer.id,
    grantedBy: org.owner.id,
    endsAt: later(1),
  });
  const ctx = as(org, org.owner);
  await suspendGrant(ctx, { grantId, reason: "Odd calls at night" });
  const [event] = await auditEvents(org);
  const text = await getText(ctx, (await textsOf(org.id))[0] ?? "");
  expect(event?.after).toMatchObject({ reason: { id: text.id, hash: text.hash } });
  expect(JSON.stringify(event)).not.toContain("Odd calls");
  expect(text).toMatchObject({ text: "Odd calls at night", authorId: org.owner.id });
});

test("the same words twice have two hashes, and only those who read the audit read texts", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const about = { kind: "server", id };
  const [one, two] = await inTransaction(ctx, async (tx) => [
    await keepText(tx, ctx, about, "same"),
    await keepText(tx, ctx, about, "same"),
  ]);
  expect(one?.hash).not.toBe(two?.hash);
  await expectForbidden(org, async () => getText(as(org, await createMember(org, "member")), one?.id ?? ""));
  const other = await createOrganization(database.db);
  await expectNotFound(other, () => getText(as(other, other.owner), one?.id ?? ""));
});

async function textsOf(orgId: string): Promise<string[]> {
  const rows = await database.admin<{ id: string }[]>`select id from free_text where org_id = ${orgId}`;
  return rows.map((row) => row.id);
}
