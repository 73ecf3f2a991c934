import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { smtpDelivery } from "#app/connectors/delivery/smtp.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { changeNoticePreferences } from "#app/domain/notifications/change-notice-preferences.server.ts";
import { forgetNotices } from "#app/domain/notifications/forget-notices.server.ts";
import { mailDigest } from "#app/domain/notifications/mail-digest.server.ts";
import { makeDigests } from "#app/domain/notifications/make-digests.server.ts";
import { listNotices } from "#app/domain/notifications/notice-queries.server.ts";
import { readNotices } from "#app/domain/notifications/read-notices.server.ts";
import { tellAgentReviews } from "#app/domain/notifications/tell-agent-reviews.server.ts";
import { tellGrantsEnding } from "#app/domain/notifications/tell-grants-ending.server.ts";
import { tellKeysEnding } from "#app/domain/notifications/tell-keys-ending.server.ts";
import { tellSilentDevices } from "#app/domain/notifications/tell-silent-devices.server.ts";
import { tellWaitingRequests } from "#app/domain/notifications/tell-waiting-requests.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { DAY, later, placeGrant, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember } from "#test/support/factories.ts";
import { asJob, kindsFor, sentencesFor, tellAll, waitingJobs } from "#test/support/notice-scenes.ts";
import { requestScene } from "#test/support/request-scenes.ts";
import { openSmtp } from "#test/support/smtp.ts";

const database = openTestDatabase();
const smtp = openSmtp();
const HOUR = 3_600_000;
type Scene = Awaited<ReturnType<typeof requestScene>>;

function post() {
  return { deliver: smtpDelivery(smtp.url, "c@castellan.test"), publicUrl: "https://castellan.test" };
}

/** Every quarter of a day from one day to another, twice, as sweeps that overlap would. */
async function overDays(
  s: Scene,
  chore: (ctx: ReturnType<typeof asJob>) => Promise<unknown>,
  from: number,
  to: number,
) {
  for (let day = from; day <= to; day += 0.25) {
    for (const _ of [1, 2]) await chore(asJob(s.org, later(day * DAY)));
  }
}

test("a grant's holder and who approved it are told 14 and 3 days before its end, once each", async () => {
  const s = await requestScene(database.db);
  await placeGrant(s.org, {
    serverId: s.server.id,
    memberId: s.developer.id,
    grantedBy: s.security.id,
    endsAt: later(20 * DAY),
  });
  await overDays(s, tellGrantsEnding, 0, 21);
  expect((await sentencesFor(s.org, s.developer, later(21 * DAY))).map((text) => text.slice(-8))).toEqual(
    ["3 days.", "14 days."].map((text) => expect.stringContaining(text)),
  );
  expect(await kindsFor(s.org, s.security, later(21 * DAY))).toEqual(["granted_ending", "granted_ending"]);
});

test("many grants that end on one day are one notice, and one made for a week is not told of at 14 days", async () => {
  const s = await requestScene(database.db);
  for (let n = 0; n < 4; n += 1) {
    const { id: serverId } = await placeServer(s.org, `npm:@vendor/${uuidv7()}`);
    const grant = { serverId, memberId: s.developer.id, grantedBy: s.security.id };
    await placeGrant(s.org, { ...grant, endsAt: later(7 * DAY) });
  }
  await overDays(s, tellGrantsEnding, 0, 7);
  expect(await sentencesFor(s.org, s.developer, later(8 * DAY))).toEqual([
    "The time of your access to 4 servers is over in 3 days.",
  ]);
});

test("a worker that was away for three weeks tells what is still true and nothing of what is over", async () => {
  const s = await requestScene(database.db);
  await tellGrantsEnding(asJob(s.org));
  const grant = { memberId: s.developer.id, grantedBy: s.security.id };
  for (const days of [16, 30]) {
    const { id: serverId } = await placeServer(s.org, `npm:@vendor/${uuidv7()}`);
    await placeGrant(s.org, { ...grant, serverId, endsAt: later(days * DAY) });
  }
  await tellGrantsEnding(asJob(s.org, later(21 * DAY)));
  expect(await sentencesFor(s.org, s.developer, later(21 * DAY))).toEqual([
    expect.stringMatching(/is over in 9 days\.$/),
  ]);
});

test("a key's person is told a week and a day before it ends", async () => {
  const s = await requestScene(database.db);
  const key = { name: "CI", scopes: ["read" as const], environment: null };
  await createApiKey(as(s.org, s.developer), { ...key, days: 10 });
  await overDays(s, tellKeysEnding, 0, 10);
  expect(await sentencesFor(s.org, s.developer, later(10 * DAY))).toEqual([
    "Your API key CI ends in 1 day.",
    "Your API key CI ends in 7 days.",
  ]);
});

test("a device that falls silent is told to its person and to those who guard, again only after it reported", async () => {
  const s = await requestScene(database.db);
  const id = uuidv7();
  await database.admin`insert into device (org_id, id, member_id, name, platform, kind, enrolled_at, last_report_at)
    values (${s.org.id}, ${id}, ${s.developer.id}, 'laptop', 'linux', 'enrolled', ${later(0)}, ${later(0)})`;
  await overDays(s, tellSilentDevices, 0, 12);
  expect(await kindsFor(s.org, s.developer, later(12 * DAY))).toEqual(["device_silent"]);
  expect(await kindsFor(s.org, s.security, later(12 * DAY))).toEqual(["devices_silent"]);
  await database.admin`update device set last_report_at = ${later(13 * DAY)} where id = ${id}`;
  await overDays(s, tellSilentDevices, 13, 22);
  expect(await kindsFor(s.org, s.developer, later(22 * DAY))).toEqual(["device_silent", "device_silent"]);
});

test("deciders are reminded once a working day of what waits, in one notice, and no longer once it is decided", async () => {
  const s = await requestScene(database.db);
  const requestId = await s.ask();
  await s.ask({ environment: "staging" });
  const auditor = await createMember(s.org, "auditor");
  await overDays(s, tellWaitingRequests, 0, 2.5);
  expect(await sentencesFor(s.org, s.security, later(2.5 * DAY))).toEqual([
    "2 requests have waited for you longer than a day.",
  ]);
  const unread = await listNotices(
    as(s.org, s.security, { now: later(2.5 * DAY) }),
    { state: "unread" },
    { limit: 9 },
  );
  expect(unread.rows).toHaveLength(1);
  expect(await kindsFor(s.org, auditor, later(3 * DAY))).toEqual([]);
  expect(await kindsFor(s.org, s.developer, later(3 * DAY))).toEqual([]);
  await approveRequest(as(s.org, s.security, { now: later(2.6 * DAY) }), { requestId });
  await tellWaitingRequests(asJob(s.org, later(3.5 * DAY)));
  expect((await sentencesFor(s.org, s.security, later(3.5 * DAY)))[0]).toBe(
    "1 request has waited for you longer than a day.",
  );
});

async function digestsAt(s: Scene, now: Date) {
  await Promise.all([1, 2, 3].map(() => makeDigests(asJob(s.org, now))));
  const jobs = await waitingJobs(database.admin, s.org, "mail_digest");
  await database.admin`update pgboss.job set state = 'completed' where name = 'mail_digest' and data->>'orgId' = ${s.org.id}`;
  const outcomes = [];
  for (const { digestId } of jobs) {
    for (const _ of [1, 2]) outcomes.push(await mailDigest(asJob(s.org, now), { digestId }, post()));
  }
  return outcomes;
}

function inboxOf(who: { email: string }) {
  return smtp.inbox.filter((mail) => [mail.to].flat().some((to) => to?.text === who.email));
}

const DAILY = { waits_on_me: "daily", my_requests: "daily", my_access: "weekly", alerts: "daily" } as const;

test("a digest is one mail a day, grouped, with what is unread and undone, and none when nothing is left", async () => {
  const s = await requestScene(database.db);
  await changeNoticePreferences(as(s.org, s.security), DAILY);
  const decided = await s.ask({ environment: "production" });
  await s.ask();
  await s.ask({ environment: "staging", reason: "CANARY-REASON" });
  await approveRequest(as(s.org, s.org.owner), { requestId: decided });
  await tellAll(database.admin, s.org);
  expect(await digestsAt(s, later(HOUR))).toEqual([]);
  const morning = later(21 * HOUR);
  expect(await digestsAt(s, morning)).toEqual(["sent", null]);
  expect(await digestsAt(s, later(23 * HOUR))).toEqual([]);
  const [mail, ...more] = inboxOf(s.security);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe(`${s.org.slug}: 2 notices`);
  expect(mail?.text).toMatch(/^Waits for you\n- .*\n- .*\n\nOpen them/);
  expect(mail?.text).toContain(`https://castellan.test/${s.org.slug}/notices`);
  expect(mail?.text).not.toContain("CANARY-REASON");
  await s.ask({ environment: "production" });
  await tellAll(database.admin, s.org, { now: later(30 * HOUR) });
  await readNotices(as(s.org, s.security, { now: later(31 * HOUR) }), { seenAt: later(31 * HOUR) });
  await digestsAt(s, later(45 * HOUR));
  expect(inboxOf(s.security)).toHaveLength(1);
});

test("a weekly digest waits for the week's first working day", async () => {
  const s = await requestScene(database.db);
  await changeNoticePreferences(as(s.org, s.developer), DAILY);
  await placeGrant(s.org, {
    serverId: s.server.id,
    memberId: s.developer.id,
    grantedBy: s.security.id,
    endsAt: later(3 * DAY),
  });
  await tellGrantsEnding(asJob(s.org, later(HOUR)));
  for (const day of [1, 2, 3, 4]) await digestsAt(s, later(day * DAY));
  expect(inboxOf(s.developer)).toEqual([]);
  expect(await digestsAt(s, later(7 * DAY))).toEqual(["sent", null]);
  expect(inboxOf(s.developer)[0]?.text).toContain("weekly digest");
});

test("a digest whose person left, or turned mail off, is not sent", async () => {
  const s = await requestScene(database.db);
  await changeNoticePreferences(as(s.org, s.security), DAILY);
  const left = await createMember(s.org, "approver");
  await changeNoticePreferences(as(s.org, left), DAILY);
  await s.ask();
  await tellAll(database.admin, s.org);
  await database.admin`update member set removed_at = ${later(HOUR)} where id = ${left.id}`;
  const none = { waits_on_me: "none", my_requests: "none", my_access: "none", alerts: "none" } as const;
  await changeNoticePreferences(as(s.org, s.security), none);
  expect(await digestsAt(s, later(21 * HOUR))).toEqual([null, null, null, null]);
  for (const who of [left, s.security]) expect(inboxOf(who)).toEqual([]);
});

test("notices read ninety days ago are forgotten, others stay", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  await readNotices(as(s.org, s.security), { seenAt: later(0) });
  expect(await forgetNotices(asJob(s.org, later(90 * DAY)))).toEqual({ forgotten: 0 });
  expect(await forgetNotices(asJob(s.org, later(91 * DAY)))).toEqual({ forgotten: 1 });
  expect(await forgetNotices(asJob(s.org, later(91 * DAY)))).toEqual({ forgotten: 0 });
  const left = await database.admin`select 1 from notice where org_id = ${s.org.id}`;
  expect(left).toHaveLength(1);
});

test("the owner of an agent is told that its review is due, before and when it is overdue, once each", async () => {
  const s = await requestScene(database.db);
  const id = uuidv7();
  await database.admin`insert into agent (org_id, id, name, purpose, owner_id, environment, review_by, created_at, created_by)
    values (${s.org.id}, ${id}, 'Nightly triage', 'Sorts issues', ${s.developer.id}, 'development', ${later(20 * DAY)}, ${later(0)}, ${s.developer.id})`;
  await overDays(s, tellAgentReviews, 0, 22);
  expect(await sentencesFor(s.org, s.developer, later(22 * DAY))).toEqual([
    "The review of your agent Nightly triage is overdue.",
    "Your agent Nightly triage is to be reviewed in 14 days.",
  ]);
  expect(await kindsFor(s.org, s.security, later(22 * DAY))).toEqual([]);
});
