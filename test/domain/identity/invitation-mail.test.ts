import { expect, test } from "vitest";
import { smtpDelivery } from "#app/connectors/delivery/smtp.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Forbidden } from "#app/domain/errors.ts";
import { acceptInvitation } from "#app/domain/identity/accept-invitation.server.ts";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { createMemberImport } from "#app/domain/identity/create-member-import.server.ts";
import { findInvitation } from "#app/domain/identity/find-invitation.server.ts";
import { mailState, secondsUntilTurn, whyNotRenew } from "#app/domain/identity/invitation-rules.ts";
import { mailInvitation } from "#app/domain/identity/mail-invitation.server.ts";
import { listImportLines } from "#app/domain/identity/member-import-queries.server.ts";
import { renewInvitation } from "#app/domain/identity/renew-invitation.server.ts";
import { revokeInvitation } from "#app/domain/identity/revoke-invitation.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { invite, later, storedInvitation } from "#test/support/identity-factories.ts";
import { noMail, openSmtp } from "#test/support/smtp.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const smtp = openSmtp();
const PASSWORD = "correct horse battery staple";
let people = 0;
const anAddress = () => `person-${++people}@example.test`;

function asJob(org: TestOrganization, now = NOON): Ctx {
  return { ...asOperator(org, now), actor: { kind: "system", job: "mail_invitation" } };
}

const post = () => ({
  deliver: smtpDelivery(smtp.url, "Castellan <castellan@example.test>"),
  publicUrl: "http://castellan.test",
});

/** The token of the newest mail to an address. */
function mailedTo(address: string): { token: string; text: string } {
  const mail = smtp.inbox.findLast(({ to }) => to && "text" in to && to.text.includes(address));
  const text = mail?.text ?? "";
  return { text, token: /invitations\/(inv_[\w-]+)/.exec(text)?.[1] ?? "" };
}

const edgeOf = (now: Date) => ({ db: database.db, now, requestId: "test", from: null });

test("an invitation waits for its mail; the mail's link and the shown one both open it, and only hashes are stored", async () => {
  const org = await createOrganization(database.db);
  const made = await invite(org, "approver", anAddress());
  expect(await storedInvitation(org, made.id)).toMatchObject({
    mail: "waiting",
    mails: 1,
    mailTokenHash: null,
  });
  await expectOneEvent(org, asJob(org), "invitation.mail", () =>
    mailInvitation(asJob(org), { invitationId: made.id }, post()),
  );
  const { token, text } = mailedTo(made.email);
  expect(token).not.toBe(made.token);
  expect(text).toContain(org.slug);
  expect(text).toContain("as approver");
  const stored = await storedInvitation(org, made.id);
  expect(stored).toMatchObject({ mail: "accepted", mailAt: NOON, mailTokenHash: hashSecret(token) });
  const byMail = await findInvitation(edgeOf(NOON), token);
  const shown = await findInvitation(edgeOf(NOON), made.token);
  expect([byMail?.id, shown?.id]).toEqual([made.id, made.id]);
  expect([byMail?.byMail, shown?.byMail]).toEqual([true, false]);
  const record = JSON.stringify([stored, await auditEvents(org)]);
  expect(record).not.toContain(token);
  expect(record).not.toContain(made.token);
});

test("a job sent twice mails once", async () => {
  const org = await createOrganization(database.db);
  const made = await invite(org, "member", anAddress());
  const send = () => mailInvitation(asJob(org), { invitationId: made.id }, post());
  await send();
  const { token } = mailedTo(made.email);
  const before = smtp.inbox.length;
  expect(await send()).toBeNull();
  expect(smtp.inbox).toHaveLength(before);
  expect((await storedInvitation(org, made.id))?.mailTokenHash).toBe(hashSecret(token));
});

test("a refusal of the receiving side is kept with its code and not tried again; a passing one is thrown to be retried", async () => {
  const org = await createOrganization(database.db);
  const bounced = await invite(org, "member", anAddress());
  smtp.refuse(bounced.email, 550, "no such mailbox");
  await mailInvitation(asJob(org), { invitationId: bounced.id }, post());
  expect(await storedInvitation(org, bounced.id)).toMatchObject({ mail: "refused", mailWhy: "SMTP 550" });
  expect(JSON.stringify(await auditEvents(org))).not.toContain("no such mailbox");
  const refusals = () => database.admin`select address, why from mail_refusal where org_id = ${org.id}`;
  expect(await refusals()).toMatchObject([{ address: bounced.email, why: "SMTP 550" }]);
  const text = `email,name\n${bounced.email.toUpperCase()},Bounced`;
  const anew = later(8);
  const look = await createMemberImport(as(org, org.owner, { now: anew }), { text });
  const { rows } = await listImportLines(as(org, org.owner), { importId: look.id }, { page: 1, perPage: 25 });
  expect(rows).toMatchObject([
    { outcome: "ready", why: "Mail to this address was refused before (SMTP 550)." },
  ]);
  smtp.accept(bounced.email);
  await renewInvitation(as(org, org.owner, { now: anew }), { invitationId: bounced.id });
  await mailInvitation(asJob(org, anew), { invitationId: bounced.id }, post());
  expect(await refusals()).toEqual([]);
  const busy = await invite(org, "member", anAddress());
  smtp.refuse(busy.email, 451);
  await expect(mailInvitation(asJob(org), { invitationId: busy.id }, post())).rejects.toThrow();
  expect((await storedInvitation(org, busy.id))?.mail).toBe("waiting");
  smtp.accept(busy.email);
  await mailInvitation(asJob(org), { invitationId: busy.id }, post());
  expect((await storedInvitation(org, busy.id))?.mail).toBe("accepted");
});

test("without an SMTP server the page is told so, and the shown link still works", async () => {
  const org = await createOrganization(database.db);
  const made = await invite(org, "member", anAddress());
  await mailInvitation(asJob(org), { invitationId: made.id }, noMail);
  expect((await storedInvitation(org, made.id))?.mail).toBe("not_set_up");
  expect((await findInvitation(edgeOf(NOON), made.token))?.state).toBe("pending");
});

test("nothing is mailed for an invitation that was withdrawn, whose inviter may not invite any more, or that the operator made", async () => {
  const org = await createOrganization(database.db);
  const withdrawn = await invite(org, "member", anAddress());
  await revokeInvitation(as(org, org.owner), { invitationId: withdrawn.id });
  const admin = await createMember(org, "admin");
  const orphan = await invite({ ...org, owner: admin }, "member", anAddress());
  await database.admin`update member set role = 'member' where id = ${admin.id}`;
  const form = { email: anAddress(), name: "Some Body", role: "member" as const, teamIds: [] };
  const made = await createInvitation(asOperator(org), form);
  const before = smtp.inbox.length;
  for (const { id } of [withdrawn, orphan, made]) {
    expect(await mailInvitation(asJob(org), { invitationId: id }, post())).toBeNull();
  }
  expect(smtp.inbox).toHaveLength(before);
});

test("sending again kills both earlier links at once, makes new ones and starts the seven days anew", async () => {
  const org = await createOrganization(database.db);
  const made = await invite(org, "member", anAddress());
  await mailInvitation(asJob(org), { invitationId: made.id }, post());
  const mailed = mailedTo(made.email).token;
  const now = later(8);
  const ctx = as(org, org.owner, { now });
  const again = await expectOneEvent(org, ctx, "invitation.renew", () =>
    renewInvitation(ctx, { invitationId: made.id }),
  );
  expect(again).toMatchObject({ id: made.id, expiresAt: later(15) });
  for (const dead of [made.token, mailed]) expect(await findInvitation(edgeOf(now), dead)).toBeUndefined();
  expect((await findInvitation(edgeOf(now), again.token))?.state).toBe("pending");
  await mailInvitation(asJob(org, now), { invitationId: made.id }, post());
  expect(mailedTo(made.email).token).not.toBe(mailed);
  expect(await storedInvitation(org, made.id)).toMatchObject({ mail: "accepted", mails: 2 });
});

test("a mail under way when the invitation is sent again counts for nothing: the newer one still goes out", async () => {
  const org = await createOrganization(database.db);
  const made = await invite(org, "member", anAddress());
  const now = later(1);
  const slow = {
    ...post(),
    deliver: async () => {
      await renewInvitation(as(org, org.owner, { now }), { invitationId: made.id });
      return { outcome: "accepted" } as const;
    },
  };
  await mailInvitation(asJob(org), { invitationId: made.id }, slow);
  expect((await storedInvitation(org, made.id))?.mail).toBe("waiting");
  expect(await mailInvitation(asJob(org, now), { invitationId: made.id }, post())).not.toBeNull();
});

test("sending again is refused for a moment, after too often, and once it is over", async () => {
  const org = await createOrganization(database.db);
  const made = await invite(org, "member", anAddress());
  const renew = (now: Date) => renewInvitation(as(org, org.owner, { now }), { invitationId: made.id });
  await expect(renew(NOON)).rejects.toThrow("less than a minute ago");
  for (let day = 1; day <= 5; day++) await renew(later(day));
  await expect(renew(later(6))).rejects.toThrow("sent 6 times already");
  const two = await invite(org, "member", anAddress());
  await revokeInvitation(as(org, org.owner), { invitationId: two.id });
  await expect(
    renewInvitation(as(org, org.owner, { now: later(1) }), { invitationId: two.id }),
  ).rejects.toThrow(Conflict);
});

test("two people who send one invitation again at once send one mail", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  const made = await invite(org, "member", anAddress());
  const now = later(1);
  const results = await Promise.allSettled(
    [org.owner, admin].map((who) => renewInvitation(as(org, who, { now }), { invitationId: made.id })),
  );
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("nobody below an administrator sends an invitation again, an admin not an owner's, and none of another organization", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const made = await invite(org, "owner", anAddress());
  const theirs = await invite(other, "member", anAddress());
  const now = later(1);
  for (const role of ["security", "approver", "member", "auditor", "admin"] as const) {
    const ctx = as(org, await createMember(org, role), { now });
    await expectForbidden(org, async () => renewInvitation(ctx, { invitationId: made.id }));
  }
  const key = as(org, org.owner, { now, scopes: ["read"] });
  await expectForbidden(org, async () => renewInvitation(key, { invitationId: made.id }));
  await expectNotFound(org, async () =>
    renewInvitation(as(org, org.owner, { now }), { invitationId: theirs.id }),
  );
  expect(await mailInvitation(asJob(org), { invitationId: theirs.id }, post())).toBeNull();
  const weak = as(org, org.owner, { scopes: ["read"] });
  await expect(mailInvitation(weak, { invitationId: made.id }, post())).rejects.toThrow(Forbidden);
});

test("the mailed link sets the first password of an account that has none; the shown one does not", async () => {
  const home = await createOrganization(database.db);
  const away = await createOrganization(database.db);
  const known = await createMember(home, "member");
  const made = await invite(away, "member", known.email);
  await mailInvitation(asJob(away), { invitationId: made.id }, post());
  const accept = (token: string) =>
    acceptInvitation(edgeOf(NOON), { token, name: "Known", password: PASSWORD, signedInAs: null });
  await expect(accept(made.token)).rejects.toThrow(Forbidden);
  const { accountId } = await accept(mailedTo(known.email).token);
  expect(accountId).toBe(known.accountId);
  const verifiedOf = async (email: string) =>
    (await database.admin`select email_verified_at as at from account where email = ${email}`)[0]?.at;
  expect(await verifiedOf(known.email)).toEqual(NOON);
  const shown = await invite(away, "member", anAddress());
  await accept(shown.token);
  expect(await verifiedOf(shown.email)).toBeNull();
});

test("an organization mails a limited number of invitations a minute, and the rest in turn", () => {
  expect(secondsUntilTurn({ sent: 119, ahead: 5_000 })).toBe(0);
  expect(secondsUntilTurn({ sent: 120, ahead: 1 })).toBe(60);
  expect(secondsUntilTurn({ sent: 120, ahead: 121 })).toBe(120);
});

test("a mail that waits for more than an hour is shown as not sent", () => {
  expect(mailState({ mail: "waiting", mailAt: NOON }, NOON)).toBe("waiting");
  expect(mailState({ mail: "waiting", mailAt: NOON }, later(1))).toBe("overdue");
  expect(mailState({ mail: "accepted", mailAt: NOON }, later(1))).toBe("accepted");
  expect(mailState({ mail: null, mailAt: null }, NOON)).toBeNull();
});

test("an address that was invited anew is not invited twice by sending the older one again", () => {
  const row = { expiresAt: NOON, acceptedAt: null, revokedAt: null, mailAt: NOON, mails: 1 };
  expect(whyNotRenew({ ...row, invitedAnew: true }, later(1))).toContain("invited anew");
  expect(whyNotRenew({ ...row, invitedAnew: false }, later(1))).toBeNull();
});
