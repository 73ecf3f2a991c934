import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { Conflict } from "#app/domain/errors.ts";
import { acceptInvitation } from "#app/domain/identity/accept-invitation.server.ts";
import { CreateApiKeyInput } from "#app/domain/identity/api-key-inputs.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { expectForbidden } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const wanted = (overrides: object) =>
  CreateApiKeyInput.parse({ name: "CI", scopes: ["check"], ...overrides });
const edge = () => ({ db: database.db, now: NOON, requestId: "test-widening", from: "127.0.0.1" });

test("a key that speaks for one environment makes no key for another, nor one for none", async () => {
  const org = await createOrganization(database.db);
  const maker = await createApiKey(
    as(org, org.owner),
    wanted({ scopes: ["admin", "check"], environment: "development" }),
  );
  const key = as(org, org.owner, {
    scopes: ["admin", "check"],
    via: "api_key",
    apiKeyId: maker.id,
    keyEnvironment: "development",
  });
  await expectForbidden(org, async () => createApiKey(key, wanted({ environment: "production" })));
  await expectForbidden(org, async () => createApiKey(key, wanted({ environment: null })));
  await createApiKey(key, wanted({ environment: "development" }));
});

test("a narrow key that sends the id of a wider key again gets nothing", async () => {
  const org = await createOrganization(database.db);
  const maker = await createApiKey(as(org, org.owner), wanted({ scopes: ["admin"], days: 1 }));
  const narrow = as(org, org.owner, { scopes: ["admin"], via: "api_key", apiKeyId: maker.id });
  const wide = wanted({ id: uuidv7(), scopes: ["admin", "block"] });
  await createApiKey(as(org, org.owner), wide);
  await expect(createApiKey(narrow, { ...wide, scopes: ["admin"] })).rejects.toThrow(Conflict);
  const longer = wanted({ id: uuidv7(), scopes: ["admin"], days: 90 });
  await createApiKey(as(org, org.owner), longer);
  await expect(createApiKey(narrow, longer)).rejects.toThrow(Conflict);
});

test("an invitation sent twice with another role gives no link to the first", async () => {
  const org = await createOrganization(database.db);
  const form = { id: uuidv7(), email: "wide@example.test", name: "Wide", teamIds: [] };
  await createInvitation(as(org, org.owner), { ...form, role: "owner" });
  await expect(createInvitation(as(org, org.owner), { ...form, role: "member" })).rejects.toThrow(Conflict);
});

test("a link outlives neither the role nor the membership of whoever made it", async () => {
  const org = await createOrganization(database.db);
  const leaving = await createMember(org, "owner");
  const make = (role: "owner" | "member") =>
    createInvitation(as(org, leaving), {
      email: `${uuidv7()}@example.test`,
      name: "Some Body",
      role,
      teamIds: [],
    });
  const accept = (token: string) =>
    acceptInvitation(edge(), {
      token,
      signedInAs: null,
      name: "Some Body",
      password: "a few words in a row",
    });
  const [asOwner, asMember, late] = [await make("owner"), await make("member"), await make("member")];
  await changeRole(as(org, org.owner), { memberId: leaving.id, role: "admin" });
  await expect(accept(asOwner.token)).rejects.toThrow(Conflict);
  await accept(asMember.token);
  await changeRole(as(org, org.owner), { memberId: leaving.id, role: "auditor" });
  await expect(accept(late.token)).rejects.toThrow(Conflict);
});
