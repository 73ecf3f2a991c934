import { randomBytes } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { setSealingKey } from "#app/db/sealing-key.server.ts";
import { inTransaction } from "#app/db/transaction.server.ts";
import { Conflict, Forbidden, FreshProofNeeded, Invalid } from "#app/domain/errors.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { readSecret } from "#app/domain/identity/keep-secret.server.ts";
import { SetOpenidProviderInput } from "#app/domain/identity/openid-inputs.ts";
import { findOpenidProvider } from "#app/domain/identity/openid-queries.server.ts";
import { removeOpenidProvider } from "#app/domain/identity/remove-openid-provider.server.ts";
import { requireOpenid } from "#app/domain/identity/require-openid.server.ts";
import { setOpenidProvider } from "#app/domain/identity/set-openid-provider.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const SECRET = "the client's own secret";

beforeAll(() => setSealingKey(randomBytes(32)));

function input(more: Partial<Record<keyof SetOpenidProviderInput, unknown>> = {}) {
  const given = { issuer: "https://login.example.com", clientId: "castellan", clientSecret: SECRET, ...more };
  return SetOpenidProviderInput.parse(given);
}

describe("setting the provider", () => {
  test("an owner and an admin can, with exactly one event and no secret in it", async () => {
    const org = await createOrganization(database.db);
    const owner = as(org, org.owner);
    await expectOneEvent(org, owner, "openid_provider.set", () => setOpenidProvider(owner, input()));
    const admin = as(org, await createMember(org, "admin"));
    const keep = input({ clientSecret: undefined, joins: true });
    await expectOneEvent(org, admin, "openid_provider.set", () => setOpenidProvider(admin, keep));
    expect(JSON.stringify(await auditEvents(org))).not.toContain(SECRET);
    const shown = await findOpenidProvider(owner);
    expect(shown).toMatchObject({ joins: true, secretSetAt: NOON, isRequired: false });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
  });

  test("nobody else can, and nobody without a fresh proof", async () => {
    const org = await createOrganization(database.db);
    for (const role of ["security", "approver", "member", "auditor"] as const) {
      const ctx = as(org, await createMember(org, role));
      await expectForbidden(org, async () => setOpenidProvider(ctx, input()));
    }
    const stale = as(org, org.owner, { provedAt: new Date(NOON.getTime() - 3_600_000) });
    await expect(setOpenidProvider(stale, input())).rejects.toBeInstanceOf(FreshProofNeeded);
  });

  test("a key changes what groups give and never whom Castellan trusts", async () => {
    const org = await createOrganization(database.db);
    await setOpenidProvider(as(org, org.owner), input());
    const key = as(org, org.owner, { via: "api_key", provedAt: null, scopes: ["admin"] });
    await setOpenidProvider(key, input({ clientSecret: undefined, groups: [{ name: "x", role: "member" }] }));
    for (const moved of [
      input(),
      input({ clientSecret: undefined, clientId: "another" }),
      input({ issuer: "https://evil.example" }),
    ])
      await expectForbidden(org, async () => setOpenidProvider(key, moved));
  });

  test("a new issuer never gets the old secret", async () => {
    const org = await createOrganization(database.db);
    const owner = as(org, org.owner);
    await expect(setOpenidProvider(owner, input({ clientSecret: "" }))).rejects.toBeInstanceOf(Invalid);
    await setOpenidProvider(owner, input());
    const moved = input({ issuer: "https://evil.example", clientSecret: undefined });
    await expect(setOpenidProvider(owner, moved)).rejects.toBeInstanceOf(Invalid);
  });

  test("a replaced secret is forgotten, and the new one is the one that is read", async () => {
    const org = await createOrganization(database.db);
    const owner = as(org, org.owner);
    await setOpenidProvider(owner, input());
    await setOpenidProvider(owner, input({ clientSecret: "a newer secret" }));
    const [row, ...more] = await database.admin<
      { id: string }[]
    >`select id from sealed_secret where org_id = ${org.id}`;
    expect(more).toEqual([]);
    const read = await inTransaction(owner, (tx) => readSecret(tx, owner, row?.id ?? ""));
    expect(read).toBe("a newer secret");
  });

  test("another organization's team is one that does not exist", async () => {
    const [org, other] = [await createOrganization(database.db), await createOrganization(database.db)];
    const team = await createTeam(as(other, other.owner), { name: "Theirs" });
    const groups = [{ name: "x", teamId: team.id }];
    await expectNotFound(org, async () => setOpenidProvider(as(org, org.owner), input({ groups })));
  });

  test("a mapping to owner is for owners to save, also to leave as it is", async () => {
    const org = await createOrganization(database.db);
    const groups = [{ name: "x", role: "owner" }];
    const admin = as(org, await createMember(org, "admin"));
    await expectForbidden(org, async () => setOpenidProvider(admin, input({ groups })));
    await setOpenidProvider(as(org, org.owner), input({ groups }));
    await expectForbidden(org, async () => setOpenidProvider(admin, input()));
    await expectForbidden(org, async () => removeOpenidProvider(admin));
  });

  test("two at once leave one provider", async () => {
    const org = await createOrganization(database.db);
    const owner = as(org, org.owner);
    await Promise.all([setOpenidProvider(owner, input()), setOpenidProvider(owner, input())]);
    expect(await database.admin`select 1 from openid_provider where org_id = ${org.id}`).toHaveLength(1);
    expect(await database.admin`select 1 from sealed_secret where org_id = ${org.id}`).toHaveLength(1);
  });
});

test("removing the provider forgets its secret, with one event, and waits while members must use it", async () => {
  const org = await createOrganization(database.db);
  const owner = as(org, org.owner);
  await expectNotFound(org, async () => removeOpenidProvider(owner));
  await setOpenidProvider(owner, input({ groups: [{ name: "x", role: "member" }] }));
  await database.admin`update openid_provider set is_required = true where org_id = ${org.id}`;
  await expect(removeOpenidProvider(owner)).rejects.toBeInstanceOf(Conflict);
  await requireOpenid(owner, { isRequired: false });
  await expectForbidden(org, async () => removeOpenidProvider(as(org, await createMember(org, "security"))));
  await expectOneEvent(org, owner, "openid_provider.remove", () => removeOpenidProvider(owner));
  expect(await database.admin`select 1 from sealed_secret where org_id = ${org.id}`).toHaveLength(0);
});

test("requiring it is for an owner who tested it, with a fresh proof and one event", async () => {
  const org = await createOrganization(database.db);
  const owner = as(org, org.owner);
  const admin = as(org, await createMember(org, "admin"));
  await expectNotFound(org, async () => requireOpenid(owner, { isRequired: true }));
  await setOpenidProvider(owner, input());
  await expectForbidden(org, async () => requireOpenid(admin, { isRequired: true }));
  await expect(requireOpenid(owner, { isRequired: true })).rejects.toBeInstanceOf(Conflict);
  await database.admin`update openid_provider set tested_at = ${NOON}, tested_by = ${admin.actor.memberId} where org_id = ${org.id}`;
  await expect(requireOpenid(owner, { isRequired: true })).rejects.toBeInstanceOf(Conflict);
  await database.admin`update openid_provider set tested_by = ${org.owner.id} where org_id = ${org.id}`;
  const stale = as(org, org.owner, { provedAt: null });
  expect(() => requireOpenid(stale, { isRequired: true })).toThrow(Forbidden);
  await expectOneEvent(org, owner, "openid_provider.require", () =>
    requireOpenid(owner, { isRequired: true }),
  );
});
