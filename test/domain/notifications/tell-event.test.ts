import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { endGrants } from "#app/domain/grants/end-grants.server.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { createApiKey } from "#app/domain/identity/create-api-key.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { retireAgent } from "#app/domain/identity/retire-agent.server.ts";
import { revokeApiKey } from "#app/domain/identity/revoke-api-key.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import {
  countUnreadNotices,
  getNotice,
  listNotices,
} from "#app/domain/notifications/notice-queries.server.ts";
import { readNotice, readNotices } from "#app/domain/notifications/read-notices.server.ts";
import { tellEvent } from "#app/domain/notifications/tell-event.server.ts";
import { answerRequest } from "#app/domain/requests/answer-request.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { cancelRequestsOf } from "#app/domain/requests/cancel-requests-of.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { placeAgent } from "#test/support/agent-factories.ts";
import { DAY, later, placeGrant, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createTeamOf } from "#test/support/factories.ts";
import { asJob, kindsFor, sentencesFor, tellAll } from "#test/support/notice-scenes.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();
const MINUTE = 60_000;

test("a request reaches everybody who can decide it, and its answers the person who asked", async () => {
  const s = await requestScene(database.db);
  const auditor = await createMember(s.org, "auditor");
  const requestId = await s.ask();
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, s.security)).toEqual(["request_waits"]);
  expect(await kindsFor(s.org, s.org.owner)).toEqual(["request_waits"]);
  expect(await kindsFor(s.org, s.developer)).toEqual([]);
  expect(await kindsFor(s.org, auditor)).toEqual([]);
  await askRequest(as(s.org, s.security), { requestId, question: "Which repository?" });
  await tellAll(database.admin, s.org);
  expect(await sentencesFor(s.org, s.developer)).toEqual([
    `${s.security.name} has a question about your request for ${s.server.identity}. It waits for your answer.`,
  ]);
  await answerRequest(as(s.org, s.developer), { requestId, answer: "The small one." });
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, s.security)).toEqual(["request_answered", "request_waits"]);
  await approveRequest(as(s.org, s.security), { requestId });
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, s.developer)).toEqual(["request_approved", "request_question"]);
  const second = await s.ask({ tools: null, environment: "staging" });
  await denyRequest(as(s.org, s.security), { requestId: second, reason: "no" });
  await tellAll(database.admin, s.org);
  expect((await kindsFor(s.org, s.developer))[0]).toBe("request_denied");
});

test("whoever asked for an agent is told that it was retired and the request closed, each once", async () => {
  const s = await requestScene(database.db);
  const agent = await placeAgent(s.org, s.developer);
  await s.ask({ agentId: agent.id });
  await s.ask();
  await retireAgent(as(s.org, s.developer), { agentId: agent.id, reason: "not used" });
  await cancelRequestsOf(asJob(s.org), { agentId: agent.id, batchId: agent.id });
  await tellAll(database.admin, s.org);
  await tellAll(database.admin, s.org);
  expect(await sentencesFor(s.org, s.developer)).toEqual([
    `The agent your request for ${s.server.identity} was for was retired, so the request was closed.`,
  ]);
  expect(await kindsFor(s.org, s.security)).not.toContain("request_closed");
});

test("what waits on somebody stops counting as unread once anybody did it", async () => {
  const s = await requestScene(database.db);
  const requestId = await s.ask();
  await tellAll(database.admin, s.org);
  const owner = as(s.org, s.org.owner);
  expect(await countUnreadNotices(owner)).toBe(1);
  await approveRequest(as(s.org, s.security), { requestId });
  expect(await countUnreadNotices(owner)).toBe(0);
  expect((await listNotices(owner, { state: "unread" }, { limit: 10 })).rows).toEqual([]);
  expect((await listNotices(owner, {}, { limit: 10 })).rows).toMatchObject([{ isSettled: true }]);
});

test("an event told twice, by two workers at once and by a replay months later, tells everybody once", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  const [job] = await database.admin<{ event: string }[]>`
    select data->>'eventId' as event from pgboss.job where name = 'tell' and data->>'orgId' = ${s.org.id}`;
  const event = job?.event ?? "";
  const told = await Promise.all([1, 2, 3, 4].map(() => tellEvent(asJob(s.org), event)));
  expect(told.map((one) => one.told).sort()).toEqual([0, 0, 0, 2]);
  expect(await tellEvent(asJob(s.org, later(40 * DAY)), event)).toEqual({ told: 0 });
  expect(await kindsFor(s.org, s.security)).toEqual(["request_waits"]);
});

test("a job that comes a month late tells nobody of history", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org, { now: later(31 * DAY) });
  expect(await kindsFor(s.org, s.security)).toEqual([]);
});

test("nobody is told of what they did themselves", async () => {
  const s = await requestScene(database.db);
  const { grantId } = await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
  await revokeGrant(as(s.org, s.developer), { grantId, reason: "done" });
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, s.developer)).toEqual(["request_approved"]);
  expect(await kindsFor(s.org, s.security)).toEqual([]);
});

test("a team's approval reaches its members, and the one who asked only as an answer", async () => {
  const s = await requestScene(database.db);
  const mate = await createMember(s.org, "member");
  const team = await createTeamOf(s.org, [{ member: s.developer }, { member: mate }]);
  const requestId = await s.ask({ teamId: team.id });
  await approveRequest(as(s.org, s.security), { requestId });
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, s.developer)).toEqual(["request_approved"]);
  expect(await sentencesFor(s.org, mate)).toEqual([
    `${s.security.name} approved ${s.server.identity} for a team you are in.`,
  ]);
});

test("somebody removed before the job ran is told nothing, and reads nothing", async () => {
  const s = await requestScene(database.db);
  const approver = await createMember(s.org, "approver");
  await s.ask();
  await removeMember(as(s.org, s.org.owner), { memberId: approver.id });
  await tellAll(database.admin, s.org);
  const rows = await database.admin`select 1 from notice where member_id = ${approver.id}`;
  expect(rows).toHaveLength(0);
});

test("a request decided before the job ran waits on nobody any more, so nobody is told that it does", async () => {
  const s = await requestScene(database.db);
  const requestId = await s.ask();
  await approveRequest(as(s.org, s.security), { requestId });
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, s.org.owner)).toEqual([]);
});

test("blocking a server tells those who have access to it and those who guard the organization, each once", async () => {
  const s = await requestScene(database.db);
  const stranger = await createMember(s.org, "member");
  const admin = await createMember(s.org, "admin");
  await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
  await placeGrant(s.org, { serverId: s.server.id, memberId: admin.id, grantedBy: s.org.owner.id });
  await tellAll(database.admin, s.org);
  await blockServer(as(s.org, s.security), { serverId: s.server.id, reason: "compromised" });
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, s.developer)).toEqual(["access_blocked", "request_approved"]);
  expect(await kindsFor(s.org, admin)).toEqual(["access_blocked"]);
  expect(await kindsFor(s.org, s.org.owner)).toContain("server_blocked");
  expect(await kindsFor(s.org, stranger)).toEqual([]);
  expect(await kindsFor(s.org, s.security)).toEqual([]);
});

test("what the same person does again within minutes about the same is one notice, later it is another", async () => {
  const s = await requestScene(database.db);
  const at = (minutes: number) => later(minutes * MINUTE);
  const by = (minutes: number) => as(s.org, s.security, { now: at(minutes) });
  const told = async (minutes: number) => tellAll(database.admin, s.org, { now: at(minutes), times: 2 });
  await blockServer(by(0), { serverId: s.server.id, reason: "compromised" });
  await unblockServer(by(1), { serverId: s.server.id, reason: "no" });
  await blockServer(by(2), { serverId: s.server.id, reason: "yes" });
  await told(3);
  const owner = as(s.org, s.org.owner, { now: at(3) });
  const { rows } = await listNotices(owner, {}, { limit: 10 });
  expect(rows.map((row) => [row.kind, row.named.events])).toEqual([
    ["server_unblocked", 1],
    ["server_blocked", 2],
  ]);
  await unblockServer(by(20), { serverId: s.server.id, reason: "no" });
  await told(21);
  expect(await kindsFor(s.org, s.org.owner, at(21))).toEqual([
    "server_unblocked",
    "server_unblocked",
    "server_blocked",
  ]);
});

test("a batch is one notice that says how many, and one mail", async () => {
  const s = await requestScene(database.db);
  for (let n = 0; n < 5; n += 1) {
    const { id: serverId } = await placeServer(s.org, `npm:@vendor/${uuidv7()}`);
    const grant = { serverId, memberId: s.developer.id, grantedBy: s.security.id };
    await placeGrant(s.org, { ...grant, endsAt: later(DAY) });
  }
  await endGrants(asJob(s.org, later(2 * DAY)));
  await tellAll(database.admin, s.org, { now: later(2 * DAY), times: 2 });
  expect(await sentencesFor(s.org, s.developer, later(2 * DAY))).toEqual([
    "The time of your access to 5 servers is over.",
  ]);
  const mails =
    await database.admin`select 1 from pgboss.job where name = 'mail_notice' and data->>'orgId' = ${s.org.id}`;
  expect(mails).toHaveLength(1);
});

test("teams, roles and keys changed by somebody else are told to the person concerned", async () => {
  const s = await requestScene(database.db);
  const owner = as(s.org, s.org.owner);
  const admin = await createMember(s.org, "admin");
  const team = await createTeamOf(s.org, []);
  await setTeamMember(owner, { teamId: team.id, memberId: s.developer.id, isLead: true });
  await changeRole(owner, { memberId: s.developer.id, role: "approver" });
  const key = await createApiKey(as(s.org, s.developer), {
    name: "CI",
    scopes: ["read"],
    days: 30,
    environment: null,
  });
  await revokeApiKey(owner, { apiKeyId: key.id });
  await tellAll(database.admin, s.org);
  expect(await sentencesFor(s.org, s.developer)).toEqual([
    `${s.org.owner.name} revoked your API key CI.`,
    `${s.org.owner.name} changed your role to approver.`,
    `${s.org.owner.name} made you a lead of the team ${team.name}.`,
  ]);
  expect(await sentencesFor(s.org, admin)).toEqual([
    `${s.org.owner.name} changed the role of ${s.developer.name} to approver.`,
  ]);
});

test("a notice about what somebody may no longer see is gone from their list and their count", async () => {
  const s = await requestScene(database.db);
  const lead = await createMember(s.org, "member");
  const team = await createTeamOf(s.org, [{ member: s.developer }, { member: lead, isLead: true }]);
  await s.ask();
  await tellAll(database.admin, s.org);
  expect(await kindsFor(s.org, lead)).toEqual(["request_waits"]);
  await setTeamMember(as(s.org, s.org.owner), { teamId: team.id, memberId: lead.id, isLead: false });
  expect(await kindsFor(s.org, lead)).toEqual([]);
  expect(await countUnreadNotices(as(s.org, lead))).toBe(0);
});

test("one reads and marks one's own notices only, and what came after one looked stays unread", async () => {
  const s = await requestScene(database.db);
  await s.ask();
  await tellAll(database.admin, s.org);
  const security = as(s.org, s.security, { now: later(5 * MINUTE) });
  const [own] = (await listNotices(security, {}, { limit: 1 })).rows;
  const noticeId = own?.id ?? "";
  const owner = as(s.org, s.org.owner);
  await expect(getNotice(owner, noticeId)).rejects.toBeInstanceOf(NotFound);
  await expect(readNotice(owner, { noticeId })).rejects.toBeInstanceOf(NotFound);
  await s.ask({ environment: "staging" });
  await tellAll(database.admin, s.org, { now: later(10 * MINUTE) });
  expect(await readNotices(security, { seenAt: later(5 * MINUTE) })).toEqual({ read: 1 });
  expect(await countUnreadNotices(security)).toBe(1);
  const [newest] = (await listNotices(security, { state: "unread" }, { limit: 5 })).rows;
  await readNotice(security, { noticeId: newest?.id ?? "" });
  await readNotice(security, { noticeId: newest?.id ?? "" });
  expect(await countUnreadNotices(security)).toBe(0);
  expect(await countUnreadNotices(owner)).toBe(2);
});

test("an account in two organizations reads in each only what happened there", async () => {
  const s = await requestScene(database.db);
  const t = await requestScene(database.db);
  const here = await createMember(s.org, "security");
  const there = await createMember(t.org, "security", { accountId: here.accountId });
  await s.ask();
  await tellAll(database.admin, s.org);
  await tellAll(database.admin, t.org);
  expect(await kindsFor(s.org, here)).toEqual(["request_waits"]);
  expect(await kindsFor(t.org, there)).toEqual([]);
  const [own] = (await listNotices(as(s.org, here), {}, { limit: 1 })).rows;
  await expect(getNotice(as(t.org, there), own?.id ?? "")).rejects.toBeInstanceOf(NotFound);
  const [job] = await database.admin<{ event: string }[]>`
    select data->>'eventId' as event from pgboss.job where name = 'tell' and data->>'orgId' = ${s.org.id}`;
  await expect(tellEvent(asJob(t.org), job?.event ?? "")).rejects.toBeInstanceOf(NotFound);
});
