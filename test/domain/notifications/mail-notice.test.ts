import { expect, test } from "vitest";
import { smtpDelivery } from "#app/connectors/delivery/smtp.server.ts";
import { Conflict } from "#app/domain/errors.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import type { Deliver } from "#app/domain/mail.ts";
import { changeNoticePreferences } from "#app/domain/notifications/change-notice-preferences.server.ts";
import { liftMailRefusal } from "#app/domain/notifications/lift-mail-refusal.server.ts";
import { mailNotice } from "#app/domain/notifications/mail-notice.server.ts";
import {
  getMailStanding,
  listMailRefusals,
} from "#app/domain/notifications/notice-preference-queries.server.ts";
import { listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { readNotices } from "#app/domain/notifications/read-notices.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { DAY, later, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createTeamOf,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { asJob, tellAll, waitingJobs } from "#test/support/notice-scenes.ts";
import { requestScene } from "#test/support/request-scenes.ts";
import { openSmtp } from "#test/support/smtp.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const smtp = openSmtp();
const HOUR = 3_600_000;

const post = (deliver: Deliver = smtpDelivery(smtp.url, "Castellan <c@castellan.test>")) => ({
  deliver,
  publicUrl: "https://castellan.test",
});

function inboxOf(who: { email: string }) {
  return smtp.inbox.filter((mail) => [mail.to].flat().some((to) => to?.text === who.email));
}

/** Works off the mails that wait, each as often as `times` says. */
async function mailAll(
  org: TestOrganization,
  options: { now?: Date; times?: number; deliver?: Deliver } = {},
) {
  const jobs = await waitingJobs(database.admin, org, "mail_notice");
  const outcomes = [];
  for (const { noticeId } of jobs) {
    for (let run = 0; run < (options.times ?? 1); run += 1) {
      outcomes.push(await mailNotice(asJob(org, options.now), { noticeId }, post(options.deliver)));
    }
  }
  await database.admin`update pgboss.job set state = 'completed' where name = 'mail_notice' and state = 'created'
    and data->>'orgId' = ${org.id}`;
  return outcomes;
}

async function mailStates(who: TestMember): Promise<string[]> {
  const rows = await database.admin<{ mail: string }[]>`
    select mail from notice where member_id = ${who.id} order by id`;
  return rows.map((row) => row.mail);
}

test("a request is mailed at once to who can decide it: what happened, the organization, a link, nothing more", async () => {
  const s = await requestScene(database.db);
  await s.ask({ reason: "SECRET-REASON open http://evil.example" });
  await tellAll(database.admin, s.org);
  await mailAll(s.org, { times: 3 });
  const mails = inboxOf(s.security);
  expect(mails).toHaveLength(1);
  const [mail] = mails;
  const [own] = (await listNotices(as(s.org, s.security), {}, { limit: 1 })).rows;
  const sentence = `${s.developer.name} asks to use ${s.server.identity}. It waits for a decision.`;
  expect(mail?.subject).toBe(`${s.org.slug}: ${sentence}`);
  expect(mail?.text).toContain(sentence);
  expect(mail?.text).toContain(`https://castellan.test/${s.org.slug}/notices/${own?.id}`);
  expect(mail?.text).toContain(`https://castellan.test/${s.org.slug}/settings/notices`);
  expect(mail?.text).not.toContain("SECRET-REASON");
  expect(mail?.text).not.toContain("evil.example");
  expect(mail?.html).toBe(false);
  expect(mail?.messageId).toBe(`<notice-${own?.id}@castellan.test>`);
  expect(String(mail?.headers.get("list") && JSON.stringify(mail.headers.get("list")))).toContain(
    `https://castellan.test/${s.org.slug}/settings/notices`,
  );
  expect(await mailStates(s.security)).toEqual(["sent"]);
});

test("texts that people chose make no link and no line of their own in a mail", async () => {
  const s = await requestScene(database.db);
  const { id: serverId } = await placeServer(s.org, "remote:https://evil.example/log.in?a@b.example");
  await createRequest(as(s.org, s.developer), s.draft({ serverId }));
  await tellAll(database.admin, s.org);
  await mailAll(s.org);
  const mail = inboxOf(s.security)[0];
  expect(mail?.text).toContain("remote:https:evil[.]example/log[.]in?a(at)b[.]example");
  for (const text of [mail?.text ?? "", mail?.subject ?? ""]) {
    expect(text.replaceAll("https://castellan.test", "")).not.toMatch(
      /https?:\/\/|\w\.\w{2,}\/|evil\.example/,
    );
  }
});

test("a process that died before handing the mail over leaves it to the next try, and it arrives once", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  const [job] = await waitingJobs(database.admin, s.org, "mail_notice");
  const noticeId = job?.noticeId ?? "";
  const died: Deliver = () => new Promise(() => undefined);
  const now = asJob(s.org).now;
  mailNotice(asJob(s.org, now), { noticeId }, post(died));
  await expect
    .poll(async () => (await database.admin`select mail from notice where id = ${noticeId}`)[0]?.mail)
    .toBe("sending");
  // another run cannot know that the first one died, until it has taken too long
  await expect(mailNotice(asJob(s.org, now), { noticeId }, post())).rejects.toBeInstanceOf(Conflict);
  const before = smtp.inbox.length;
  expect(await mailNotice(asJob(s.org, later(4 * 60_000)), { noticeId }, post())).toBe("sent");
  expect(await mailNotice(asJob(s.org, later(9 * 60_000)), { noticeId }, post())).toBeNull();
  expect(smtp.inbox.length).toBe(before + 1);
});

test("a process that died between the receiving side's yes and its note sends it again under the same Message-ID", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  const [job] = await waitingJobs(database.admin, s.org, "mail_notice");
  const noticeId = job?.noticeId ?? "";
  const sendsAndDies: Deliver = async (mail) => {
    await post().deliver(mail);
    return new Promise(() => undefined);
  };
  const before = smtp.inbox.length;
  mailNotice(asJob(s.org), { noticeId }, post(sendsAndDies));
  await expect.poll(() => smtp.inbox.length).toBe(before + 1);
  expect(await mailNotice(asJob(s.org, later(4 * 60_000)), { noticeId }, post())).toBe("sent");
  const ids = smtp.inbox.slice(before).map((mail) => mail.messageId);
  expect(ids).toEqual([`<notice-${noticeId}@castellan.test>`, `<notice-${noticeId}@castellan.test>`]);
});

test("two workers at once send one mail", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  const [job] = await waitingJobs(database.admin, s.org, "mail_notice");
  const noticeId = job?.noticeId ?? "";
  const before = smtp.inbox.length;
  const runs = [1, 2, 3, 4].map(() => mailNotice(asJob(s.org), { noticeId }, post()).catch((error) => error));
  const outcomes = await Promise.all(runs);
  expect(outcomes.filter((one) => one === "sent")).toHaveLength(1);
  expect(outcomes.every((one) => one === "sent" || one === null || one instanceof Conflict)).toBe(true);
  expect(smtp.inbox.length).toBe(before + 1);
});

test("a passing fault is thrown for the job to retry, and the retry sends it", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  for (const who of [s.security, s.org.owner]) smtp.refuse(who.email, 451);
  await expect(mailAll(s.org)).rejects.toMatchObject({ responseCode: 451 });
  expect(await mailStates(s.security)).toEqual(["waiting"]);
  for (const who of [s.security, s.org.owner]) smtp.accept(who.email);
  expect(await mailAll(s.org)).toEqual(["sent", "sent"]);
});

test("an address that refuses gets no more mail until somebody lets it, and then what was held back", async () => {
  const s = await requestScene(database.db);
  const { email, id: memberId } = s.security;
  smtp.refuse(email, 550, "no such user, token=canary");
  await s.ask();
  await tellAll(database.admin, s.org);
  await mailAll(s.org);
  await s.ask({ environment: "staging" });
  await tellAll(database.admin, s.org);
  smtp.accept(email);
  await mailAll(s.org);
  expect(inboxOf(s.security)).toEqual([]);
  expect(await mailStates(s.security)).toEqual(["refused", "refused"]);
  expect((await getMailStanding(as(s.org, s.security))).refusal).toMatchObject({ why: "SMTP 550" });
  const owner = as(s.org, s.org.owner);
  expect(await listMailRefusals(owner)).toMatchObject([{ memberId, email, why: "SMTP 550" }]);
  await expectForbidden(s.org, async () => liftMailRefusal(as(s.org, s.developer), { memberId }));
  const other = await requestScene(database.db);
  await expectNotFound(other.org, () => liftMailRefusal(as(other.org, other.org.owner), { memberId }));
  await expectOneEvent(s.org, owner, "mail_refusal.lift", () => liftMailRefusal(owner, { memberId }));
  await mailAll(s.org);
  expect(inboxOf(s.security)).toHaveLength(2);
  expect((await getMailStanding(as(s.org, s.security))).refusal).toBeNull();
  await expect(liftMailRefusal(owner, { memberId })).rejects.toBeInstanceOf(Conflict);
});

test("without a mail server each mail is tried once and the settings know why", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  const none = smtpDelivery(undefined, "x");
  expect(await mailAll(s.org, { times: 2, deliver: none })).toEqual(["not_set_up", null, "not_set_up", null]);
  expect((await getMailStanding(as(s.org, s.org.owner))).newest?.outcome).toBe("not_set_up");
});

test("whoever left, lost sight of it, has read it, or finds it done meanwhile is not mailed", async () => {
  const s = await requestScene(database.db);
  const left = await createMember(s.org, "approver");
  const demoted = await createMember(s.org, "approver");
  const reader = await createMember(s.org, "approver");
  const lead = await createMember(s.org, "member");
  const team = await createTeamOf(s.org, [{ member: s.developer }, { member: lead, isLead: true }]);
  const requestId = await s.ask();
  await tellAll(database.admin, s.org);
  const owner = as(s.org, s.org.owner);
  await removeMember(owner, { memberId: left.id });
  await changeRole(owner, { memberId: demoted.id, role: "member" });
  await setTeamMember(owner, { teamId: team.id, memberId: lead.id, isLead: false });
  await readNotices(as(s.org, reader), { seenAt: later(HOUR) });
  await mailAll(s.org);
  for (const who of [left, demoted, reader, lead]) expect(inboxOf(who), who.role).toEqual([]);
  expect(inboxOf(s.security)).toHaveLength(1);
  await tellAll(database.admin, s.org);
  const second = await s.ask({ environment: "staging" });
  await tellAll(database.admin, s.org);
  await denyRequest(as(s.org, s.security), { requestId: second, reason: "no" });
  await mailAll(s.org);
  expect(inboxOf(s.org.owner)).toHaveLength(1);
  expect(requestId).not.toBe(second);
});

test("a person's choice decides: none is not mailed, and what touches their own account always is", async () => {
  const s = await requestScene(database.db);
  const none = { waits_on_me: "none", my_requests: "none", my_access: "none", alerts: "none" } as const;
  const developer = as(s.org, s.developer);
  await expectOneEvent(s.org, developer, "notice_preferences.change", () =>
    changeNoticePreferences(developer, none),
  );
  await changeNoticePreferences(developer, none);
  await expectForbidden(s.org, async () =>
    changeNoticePreferences(as(s.org, s.developer, { scopes: ["read"] }), none),
  );
  await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
  await changeRole(as(s.org, s.org.owner), { memberId: s.developer.id, role: "approver" });
  await tellAll(database.admin, s.org);
  await mailAll(s.org);
  expect(inboxOf(s.developer).map((mail) => mail.subject)).toEqual([
    `${s.org.slug}: ${s.org.owner.name} changed your role to approver.`,
  ]);
  expect(inboxOf(s.developer)[0]?.text).toContain("always mailed");
});

test("a choice made after the notice and before its mail counts", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  const none = { waits_on_me: "none", my_requests: "none", my_access: "none", alerts: "none" } as const;
  await changeNoticePreferences(as(s.org, s.security), none);
  await mailAll(s.org);
  expect(inboxOf(s.security)).toEqual([]);
});

test("a mail that comes a day late is not sent as news: it waits for the digest", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  await mailAll(s.org, { now: later(2 * DAY) });
  expect(inboxOf(s.security)).toEqual([]);
  expect(await mailStates(s.security)).toEqual(["daily"]);
});

test("an account in two organizations is mailed by each about itself only", async () => {
  const s = await requestScene(database.db);
  const t = await requestScene(database.db);
  const here = await createMember(s.org, "security");
  await createMember(t.org, "security", { accountId: here.accountId });
  await s.ask();
  await t.ask();
  for (const { org } of [s, t]) {
    await tellAll(database.admin, org);
    await mailAll(org);
  }
  const mails = inboxOf(here);
  expect(mails).toHaveLength(2);
  const of = (slug: string) => mails.filter((mail) => mail.text?.includes(`/${slug}/`));
  for (const [own, foreign] of [
    [s, t],
    [t, s],
  ] as const) {
    const [mail] = of(own.org.slug);
    const whole = JSON.stringify(mail);
    for (const text of [foreign.org.slug, foreign.server.identity, foreign.developer.name, foreign.org.id]) {
      expect(whole).not.toContain(text);
    }
  }
});

test("a demo's made-up people are never written to", async () => {
  const s = await requestScene(database.db);
  await database.admin`update organization set is_demo = true where id = ${s.org.id}`;
  await s.ask();
  await tellAll(database.admin, s.org);
  expect(await waitingJobs(database.admin, s.org, "mail_notice")).toEqual([]);
  expect(await mailStates(s.security)).toEqual(["none"]);
});
