import { expect, test } from "vitest";
import { Conflict, FreshProofNeeded } from "#app/domain/errors.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { changeGroup } from "#app/domain/provisioning/change-group.server.ts";
import { changePerson } from "#app/domain/provisioning/change-person.server.ts";
import { createScimToken } from "#app/domain/provisioning/create-scim-token.server.ts";
import { forgetGroup } from "#app/domain/provisioning/forget-group.server.ts";
import { forgetPerson } from "#app/domain/provisioning/forget-person.server.ts";
import { provisionGroup } from "#app/domain/provisioning/provision-group.server.ts";
import { provisionPerson } from "#app/domain/provisioning/provision-person.server.ts";
import { revokeScimToken } from "#app/domain/provisioning/revoke-scim-token.server.ts";
import { listScimTokens } from "#app/domain/provisioning/scim-token-queries.server.ts";
import { later } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
} from "#test/support/factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

test("an owner with a fresh proof makes a token, which only its hash remembers, and revokes it", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const made = await expectOneEvent(org, ctx, "scim_token.create", () =>
    createScimToken(ctx, { name: "Entra" }),
  );
  const [row] = await database.admin`select * from scim_token where id = ${made.id}`;
  expect(row).toMatchObject({ token_hash: hashSecret(made.token), prefix: made.token.slice(0, 10) });
  expect(JSON.stringify([row, await auditEvents(org)])).not.toContain(made.token);
  const target = { scimTokenId: made.id };
  await expectOneEvent(org, ctx, "scim_token.revoke", () => revokeScimToken(ctx, target));
  await expect(revokeScimToken(ctx, target)).rejects.toThrow(Conflict);
  expect(await listScimTokens(ctx)).toMatchObject([{ id: made.id, revokedAt: ctx.now }]);
});

test("no token without a fresh proof, by a key, by others than owners, or more than five", async () => {
  const org = await createOrganization(database.db);
  const make = (ctx: Parameters<typeof createScimToken>[0]) => async () =>
    createScimToken(ctx, { name: "Okta" });
  await expect(make(as(org, org.owner, { provedAt: later(-11 * 60_000) }))).rejects.toThrow(FreshProofNeeded);
  await expectForbidden(org, make(as(org, org.owner, { via: "api_key", scopes: ["admin"] })));
  for (const role of ["admin", "security", "approver", "member", "auditor"] as const) {
    await expectForbidden(org, make(as(org, await createMember(org, role))));
  }
  for (let n = 0; n < 5; n++) await make(as(org, org.owner))();
  await expect(make(as(org, org.owner))).rejects.toThrow(Conflict);
});

test("provisioning verbs refuse whoever may not, and find nobody and no token of another organization", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const theirs = await createScimToken(as(other, other.owner), { name: "Theirs" });
  const theirTeam = await createTeamOf(other, []);
  const person = {
    userName: "ada",
    email: "ada@example.test",
    name: "Ada",
    givenName: null,
    familyName: null,
    externalId: null,
    active: true,
  };
  const group = { name: "Payments", externalId: null, personIds: [] };
  const weak = as(org, await createMember(org, "security"));
  const own = await createTeamOf(org, []);
  for (const call of [
    async () => provisionPerson(weak, person),
    async () => changePerson(weak, org.owner.id, person),
    async () => forgetPerson(weak, org.owner.id),
    async () => provisionGroup(weak, group),
    async () => changeGroup(weak, own.id, group),
    async () => forgetGroup(weak, own.id),
    async () => listScimTokens(weak),
  ]) {
    await expectForbidden(org, call);
  }
  const scim = {
    ...asOperator(org),
    actor: { kind: "system", job: "scim", scimTokenId: theirs.id } as const,
  };
  await expectNotFound(org, async () => revokeScimToken(as(org, org.owner), { scimTokenId: theirs.id }));
  await expectNotFound(org, async () => changePerson(scim, other.owner.id, person));
  await expectNotFound(org, async () => forgetPerson(scim, other.owner.id));
  await expectNotFound(org, async () => changeGroup(scim, theirTeam.id, group));
  await expectNotFound(org, async () => forgetGroup(scim, theirTeam.id));
  await expectOneEvent(org, scim, "member.provision", () => provisionPerson(scim, person));
  await expectOneEvent(org, scim, "team.create", () => provisionGroup(scim, group));
  await expectOneEvent(org, scim, "team.unlink", () => forgetGroup(scim, own.id));
});
