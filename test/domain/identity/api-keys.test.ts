import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { CreateApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import { apiKeyState, mayNameEnvironment, scopesBeyond } from "#app/domain/identity/api-key-rules.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { revokeApiKey } from "#app/domain/identity/revoke-api-key.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
} from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const wanted = (overrides: object = {}) =>
  CreateApiKeyInput.parse({ name: "CI", scopes: ["read", "report"], ...overrides });

test("anybody makes a key of their own: found by its hash alone, never stored or recorded in plain", async () => {
  const org = await createOrganization(database.db);
  const auditor = await createMember(org, "auditor");
  const ctx = as(org, auditor);
  const made = await expectOneEvent(org, ctx, "api_key.create", () => createApiKey(ctx, wanted()));
  expect(made.key).toMatch(/^cst_[\w-]{32}$/);
  expect(made).toMatchObject({ prefix: made.key.slice(0, 10), expiresAt: later(90) });
  const [found] = await database.db.execute(sql`select * from lookup_api_key(${hashSecret(made.key)})`);
  expect(found).toMatchObject({
    org_id: org.id,
    member_id: auditor.id,
    role: "auditor",
    scopes: ["read", "report"],
  });
  const rows = await inTransaction(ctx, (tx) => tx.execute(sql`select * from api_key`));
  expect(JSON.stringify([rows, await auditEvents(org)])).not.toContain(made.key);
});

test("a key ends after at most 365 days, has a scope, and knows only scopes there are", () => {
  const refused = [
    { days: 366 },
    { days: 0 },
    { days: 1.5 },
    { scopes: [] },
    { scopes: ["root"] },
    { extra: 1 },
  ];
  for (const change of refused) {
    expect(CreateApiKeyInput.safeParse({ name: "CI", scopes: ["read"], ...change }).success).toBe(false);
  }
  expect(wanted({ scopes: ["read", "read"] }).scopes).toEqual(["read"]);
});

test("a key without the admin scope makes and revokes no keys", async () => {
  const org = await createOrganization(database.db);
  const { id } = await createApiKey(as(org, org.owner), wanted());
  const key = as(org, org.owner, { scopes: ["read", "grant"], via: "api_key" });
  await expectForbidden(org, async () => createApiKey(key, wanted({ scopes: ["read"] })));
  await expectForbidden(org, async () => revokeApiKey(key, { apiKeyId: id }));
});

test("a key that makes a key gives it neither more scopes nor a later end", async () => {
  const org = await createOrganization(database.db);
  const maker = await createApiKey(as(org, org.owner), wanted({ scopes: ["admin", "read"], days: 2 }));
  const ctx = as(org, org.owner, { scopes: ["admin", "read"], via: "api_key", apiKeyId: maker.id });
  await expectForbidden(org, async () => createApiKey(ctx, wanted({ scopes: ["read", "block"] })));
  const made = await createApiKey(ctx, wanted({ scopes: ["read"], days: 300 }));
  expect(made.expiresAt).toEqual(later(2));
});

test("only those who set environments make a key that speaks for one", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  await expectForbidden(org, async () =>
    createApiKey(as(org, developer), wanted({ environment: "development" })),
  );
  const security = await createMember(org, "security");
  await createApiKey(as(org, security), wanted({ environment: "production" }));
});

test("nobody makes a key for somebody else; the operator does, for members there are", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  await expectForbidden(org, async () =>
    createApiKey(as(org, org.owner), { ...wanted(), memberId: developer.id }),
  );
  await expectNotFound(org, async () =>
    createApiKey(asOperator(org), { ...wanted(), memberId: other.owner.id }),
  );
  await createApiKey(asOperator(org), { ...wanted(), memberId: org.owner.id });
});

test("a member revokes their own key and no other; an administrator revokes any; a second time is told", async () => {
  const org = await createOrganization(database.db);
  const developer = as(org, await createMember(org, "member"));
  const own = await createApiKey(developer, wanted());
  const owners = await createApiKey(as(org, org.owner), wanted());
  await expectForbidden(org, () => revokeApiKey(developer, { apiKeyId: owners.id }));
  await expectOneEvent(org, developer, "api_key.revoke", () => revokeApiKey(developer, { apiKeyId: own.id }));
  await expect(revokeApiKey(developer, { apiKeyId: own.id })).rejects.toThrow(Conflict);
  const admin = as(org, await createMember(org, "admin"));
  await expectOneEvent(org, admin, "api_key.revoke", () => revokeApiKey(admin, { apiKeyId: owners.id }));
});

test("another organization's key is not found", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const theirs = await createApiKey(as(other, other.owner), wanted());
  await expectNotFound(org, () => revokeApiKey(as(org, org.owner), { apiKeyId: theirs.id }));
});

test("a form sent twice makes one key, and the key of the second answer is the one that works", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const form = wanted({ id: uuidv7() });
  const first = await createApiKey(ctx, form);
  const second = await createApiKey(ctx, form);
  expect(second.id).toBe(first.id);
  const usable = async (key: string) =>
    (await database.db.execute(sql`select 1 from lookup_api_key(${hashSecret(key)})`)).length;
  expect([await usable(first.key), await usable(second.key)]).toEqual([0, 1]);
  expect(await auditEvents(org)).toHaveLength(1);
  const muchLater = as(org, org.owner, { now: later(1) });
  await expect(createApiKey(muchLater, form)).rejects.toThrow(Conflict);
});

test("a form sent twice at once makes one key and one event", async () => {
  const org = await createOrganization(database.db);
  const form = wanted({ id: uuidv7() });
  await Promise.all([1, 2, 3].map(() => createApiKey(as(org, org.owner), form)));
  expect(await auditEvents(org)).toHaveLength(1);
});

test("another member's key cannot be replaced by naming its id", async () => {
  const org = await createOrganization(database.db);
  const form = wanted({ id: uuidv7() });
  await createApiKey(as(org, org.owner), form);
  const developer = await createMember(org, "member");
  await expect(createApiKey(as(org, developer), form)).rejects.toThrow(Conflict);
});

test("the rules of keys: end, environments, scopes beyond one's own", () => {
  const open = { expiresAt: later(1), revokedAt: null };
  expect(apiKeyState(open, NOON)).toBe("active");
  expect(apiKeyState(open, later(1))).toBe("ended");
  expect(apiKeyState({ ...open, revokedAt: NOON }, NOON)).toBe("revoked");
  expect(mayNameEnvironment({ role: "member", scopes: null })).toBe(false);
  expect(scopesBeyond({ role: "owner", scopes: ["read"] }, ["read", "admin"])).toEqual(["admin"]);
  expect(scopesBeyond({ role: "member", scopes: null }, ["admin"])).toEqual([]);
});
