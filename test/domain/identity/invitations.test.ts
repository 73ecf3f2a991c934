import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { Conflict } from "#app/domain/errors.ts";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { CreateInvitationInput } from "#app/domain/identity/invitation-inputs.ts";
import { invitationState, wayIn } from "#app/domain/identity/invitation-rules.ts";
import { revokeInvitation } from "#app/domain/identity/revoke-invitation.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
} from "#test/support/factories.ts";
import { invite, later, storedInvitation } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const somebody = (overrides: object = {}) =>
  CreateInvitationInput.parse({ email: "Some.Body@Example.test ", name: "Some Body", ...overrides });

test("an owner invites an address for seven days; only the hash of the link is stored, and no event holds it", async () => {
  const org = await createOrganization(database.db);
  const payments = await createTeamOf(org, []);
  const ctx = as(org, org.owner);
  const made = await expectOneEvent(org, ctx, "invitation.create", () =>
    createInvitation(ctx, somebody({ role: "approver", teamIds: [payments.id, payments.id] })),
  );
  expect(made).toMatchObject({ email: "some.body@example.test", expiresAt: later(7) });
  const stored = await storedInvitation(org, made.id);
  expect(stored).toMatchObject({
    tokenHash: hashSecret(made.token),
    teamIds: [payments.id],
    invitedBy: org.owner.id,
  });
  const record = JSON.stringify([stored, await auditEvents(org)]);
  expect(record).not.toContain(made.token);
  expect(JSON.stringify(await auditEvents(org))).not.toContain("some.body");
});

test("nobody below an administrator invites or withdraws, and a key needs the admin scope", async () => {
  const org = await createOrganization(database.db);
  const { id } = await invite(org, "member", "waiting@example.test");
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    const who = await createMember(org, role);
    await expectForbidden(org, async () => createInvitation(as(org, who), somebody()));
    await expectForbidden(org, async () => revokeInvitation(as(org, who), { invitationId: id }));
  }
  const key = as(org, org.owner, { scopes: ["read", "request"] });
  await expectForbidden(org, async () => createInvitation(key, somebody()));
  await expectForbidden(org, async () => revokeInvitation(key, { invitationId: id }));
});

test("an admin invites everybody but owners, and cannot withdraw an owner's invitation", async () => {
  const org = await createOrganization(database.db);
  const admin = as(org, await createMember(org, "admin"));
  await createInvitation(admin, somebody({ role: "admin" }));
  await expectForbidden(org, async () =>
    createInvitation(admin, somebody({ email: "o@example.test", role: "owner" })),
  );
  const { id } = await invite(org, "owner", "second@example.test");
  await expectForbidden(org, async () => revokeInvitation(admin, { invitationId: id }));
});

test("a team of another organization is not found, in any place of the list", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const ours = await createTeamOf(org, []);
  const theirs = await createTeamOf(other, []);
  const teamIds = [ours.id, theirs.id];
  await expectNotFound(org, async () => createInvitation(as(org, org.owner), somebody({ teamIds })));
});

test("another organization's invitation is not found", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const { id } = await invite(other, "member", "theirs@example.test");
  await expectNotFound(org, async () => revokeInvitation(as(org, org.owner), { invitationId: id }));
  expect((await storedInvitation(other, id))?.revokedAt).toBeNull();
});

test("a present member is not invited again, however the address is written", async () => {
  const org = await createOrganization(database.db);
  const present = await createMember(org, "member");
  const again = somebody({ email: ` ${present.email.toUpperCase()}` });
  await expect(createInvitation(as(org, org.owner), again)).rejects.toThrow(Conflict);
});

test("an address is invited once at a time; a withdrawn or ended invitation makes room", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const first = await createInvitation(ctx, somebody());
  await expect(createInvitation(ctx, somebody())).rejects.toThrow(Conflict);
  await expectOneEvent(org, ctx, "invitation.revoke", () =>
    revokeInvitation(ctx, { invitationId: first.id }),
  );
  await expect(revokeInvitation(ctx, { invitationId: first.id })).rejects.toThrow(Conflict);
  await createInvitation(ctx, somebody());
  await createInvitation(as(org, org.owner, { now: later(8) }), somebody());
});

test("a form sent twice makes one invitation, and the link of the second answer is the one that works", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const form = somebody({ id: uuidv7() });
  const first = await createInvitation(ctx, form);
  const second = await createInvitation(ctx, form);
  expect(second.id).toBe(first.id);
  expect((await storedInvitation(org, first.id))?.tokenHash).toBe(hashSecret(second.token));
  expect(await auditEvents(org)).toHaveLength(1);
  const admin = as(org, await createMember(org, "admin"));
  await expect(createInvitation(admin, form)).rejects.toThrow(Conflict);
});

test("two people who invite one address at once make one invitation", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  const results = await Promise.allSettled(
    [org.owner, admin].map((who) => createInvitation(as(org, who), somebody())),
  );
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await auditEvents(org)).toHaveLength(1);
});

test("an invitation of the operator names no member as its maker", async () => {
  const org = await createOrganization(database.db);
  const made = await createInvitation(asOperator(org), somebody({ role: "owner" }));
  expect((await storedInvitation(org, made.id))?.invitedBy).toBeNull();
});

test("an invitation works until its end and not at it", () => {
  const open = { expiresAt: later(7), acceptedAt: null, revokedAt: null };
  expect(invitationState(open, NOON)).toBe("pending");
  expect(invitationState(open, later(7))).toBe("ended");
  expect(invitationState({ ...open, revokedAt: NOON }, NOON)).toBe("revoked");
  expect(invitationState({ ...open, acceptedAt: NOON, revokedAt: NOON }, NOON)).toBe("accepted");
});

test("the link a member has seen never sets the password of an account that exists; the mailed one sets a first one", () => {
  const shown = { madeByOperator: false, byMail: false, signedInAs: null };
  const waiting = { id: "a", hasPassword: false };
  expect(wayIn({ ...shown, account: waiting })).toBe("sign_in");
  expect(wayIn({ ...shown, account: waiting, madeByOperator: true })).toBe("set_password");
  expect(wayIn({ ...shown, account: waiting, byMail: true })).toBe("set_password");
  expect(wayIn({ ...shown, account: waiting, byMail: true, signedInAs: "b" })).toBe("wrong_account");
  const set = { id: "a", hasPassword: true };
  expect(wayIn({ ...shown, account: set, madeByOperator: true })).toBe("sign_in");
  expect(wayIn({ ...shown, account: set, byMail: true })).toBe("sign_in");
  expect(wayIn({ ...shown, account: set, signedInAs: "a" })).toBe("confirm");
  expect(wayIn({ ...shown, account: set, signedInAs: "b" })).toBe("wrong_account");
  expect(wayIn({ ...shown, account: null, signedInAs: "b" })).toBe("wrong_account");
  expect(wayIn({ ...shown, account: null })).toBe("new_account");
});
