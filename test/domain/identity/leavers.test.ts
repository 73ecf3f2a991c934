import { expect, test } from "vitest";
import type { JobPayload } from "#app/db/queue.server.ts";
import { Conflict, Forbidden, FreshProofNeeded, Invalid } from "#app/domain/errors.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { changeRole } from "#app/domain/identity/change-role.server.ts";
import { handOverTeam } from "#app/domain/identity/hand-over-team.server.ts";
import { leaveOrganization } from "#app/domain/identity/leave-organization.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { getTeam } from "#app/domain/identity/team-queries.server.ts";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { cancelRequestsOf } from "#app/domain/requests/cancel-requests-of.server.ts";
import { getDeparture } from "#app/domain/requests/departure-queries.server.ts";
import { memberLeftJob } from "#app/jobs/member-left.server.ts";
import { placeAgent } from "#test/support/agent-factories.ts";
import {
  later,
  listTools,
  pinAs,
  placeDevice,
  placeGrant,
  placeInstallation,
  placeServer,
} from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { invite } from "#test/support/identity-factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";
import { noMail } from "#test/support/smtp.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function payloadOf(org: TestOrganization): Promise<JobPayload<"member_left">> {
  const [job] = await database.admin`
    select data from pgboss.job where name = 'member_left' and data->>'orgId' = ${org.id} order by created_on desc limit 1`;
  return job?.data;
}

async function runJob(org: TestOrganization) {
  const world = { db: database.db, now: () => later(60_000), ...noMail, onError: () => undefined };
  await memberLeftJob(world, await payloadOf(org));
}

const removed = async (org: TestOrganization) =>
  (await database.admin`select id from member where org_id = ${org.id} and removed_at is not null`).map(
    (row) => row.id,
  );

test("a leaver's open requests are closed with the reason, one event each under the batch of the removal", async () => {
  const { org, developer, security, ask } = await requestScene(database.db);
  const waiting = await ask();
  const asked = await ask({ environment: "staging" });
  await askRequest(as(org, security), { requestId: asked, question: "Why staging?" });
  const others = await ask({}, org.owner);
  await removeMember(as(org, org.owner), { memberId: developer.id });
  await runJob(org);
  const rows = await database.admin`
    select id, state, cancel_reason from request where org_id = ${org.id} order by id`;
  expect([...rows]).toEqual(
    [
      { id: waiting, state: "cancelled", cancel_reason: "requester_left" },
      { id: asked, state: "cancelled", cancel_reason: "requester_left" },
      { id: others, state: "pending_approval", cancel_reason: null },
    ].sort((a, b) => a.id.localeCompare(b.id)),
  );
  const events = await database.admin`
    select verb, batch_id from audit_event where org_id = ${org.id} and batch_id is not null`;
  expect(events.map((event) => event.verb).sort()).toEqual([
    "member.remove",
    "request.cancel",
    "request.cancel",
  ]);
  expect(new Set(events.map((event) => event.batch_id)).size).toBe(1);
  const before = await auditEvents(org);
  await runJob(org);
  expect(await auditEvents(org)).toEqual(before);
});

test("a team whose last lead leaves is led by the fallback who is in it, else marked until somebody leads it", async () => {
  const org = await createOrganization(database.db);
  const leaver = await createMember(org, "member");
  const fallback = await createMember(org, "member");
  const second = await createMember(org, "member");
  const lead = { member: leaver, isLead: true };
  const taken = await createTeamOf(org, [lead, { member: fallback }]);
  const lost = await createTeamOf(org, [lead, { member: second }]);
  const kept = await createTeamOf(org, [lead, { member: second, isLead: true }]);
  const ctx = as(org, org.owner);
  expect((await getDeparture(ctx, leaver.id)).lastLeadOf.map((team) => team.id).sort()).toEqual(
    [taken.id, lost.id].sort(),
  );
  await removeMember(ctx, { memberId: leaver.id, fallbackId: fallback.id });
  await runJob(org);
  expect((await getTeam(ctx, taken.id)).leads).toEqual([{ id: fallback.id, name: fallback.name }]);
  expect(await getTeam(ctx, lost.id)).toMatchObject({ leads: [], lostLeadAt: later(60_000) });
  expect(await getTeam(ctx, kept.id)).toMatchObject({ lostLeadAt: null });
  const before = await auditEvents(org);
  await runJob(org);
  expect(await auditEvents(org)).toEqual(before);
  await setTeamMember(ctx, { teamId: lost.id, memberId: second.id, isLead: true });
  expect(await getTeam(ctx, lost.id)).toMatchObject({ lostLeadAt: null });
});

test("the fallback is whoever acts unless chosen; for a job it is the owner who has been here longest", async () => {
  const org = await createOrganization(database.db);
  const admin = await createMember(org, "admin");
  const [one, two, three] = [
    await createMember(org, "member"),
    await createMember(org, "member"),
    await createMember(org, "member"),
  ];
  const fallback = async () => (await payloadOf(org)).fallbackId;
  await removeMember(as(org, admin), { memberId: one.id });
  expect(await fallback()).toBe(admin.id);
  await removeMember(asOperator(org), { memberId: two.id });
  expect(await fallback()).toBe(org.owner.id);
  const ctx = as(org, org.owner);
  const other = await createOrganization(database.db);
  for (const fallbackId of [three.id, one.id, other.owner.id]) {
    await expect(removeMember(ctx, { memberId: three.id, fallbackId })).rejects.toThrow(Invalid);
  }
  expect(await removed(org)).not.toContain(three.id);
});

test("somebody leaves by themselves, with one event; never the last owner, and never without a fresh proof or by a key", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "auditor");
  const stale = as(org, who, { provedAt: later(-11 * 60_000) });
  await expect(async () => leaveOrganization(stale, {})).rejects.toThrow(FreshProofNeeded);
  const key = as(org, who, { via: "api_key", provedAt: null, scopes: ["admin"] });
  await expectForbidden(org, async () => leaveOrganization(key, {}));
  const ctx = as(org, who);
  await expectOneEvent(org, ctx, "member.leave", () => leaveOrganization(ctx, {}));
  expect(await removed(org)).toEqual([who.id]);
  await expect(leaveOrganization(ctx, {})).rejects.toThrow(Forbidden);
  await expect(leaveOrganization(as(org, org.owner), {})).rejects.toThrow(Conflict);
  await expect(async () => leaveOrganization(asOperator(org), {})).rejects.toThrow(Forbidden);
});

async function owners(org: TestOrganization): Promise<number> {
  const [row] = await database.admin`
    select count(*)::int as n from member where org_id = ${org.id} and role = 'owner' and removed_at is null`;
  return row?.n;
}

test("two owners who remove each other at the same moment, or leave at once, leave one", async () => {
  for (const act of [
    (org: TestOrganization, who: TestMember, other: TestMember) =>
      removeMember(as(org, who), { memberId: other.id }),
    (org: TestOrganization, who: TestMember) => leaveOrganization(as(org, who), {}),
  ]) {
    const org = await createOrganization(database.db);
    const second = await createMember(org, "owner");
    const results = await Promise.allSettled([act(org, org.owner, second), act(org, second, org.owner)]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await owners(org)).toBe(1);
  }
});

test("who was removed a moment ago removes nobody any more, and who was demoted manages nobody", async () => {
  const org = await createOrganization(database.db);
  const [second, third, admin] = [
    await createMember(org, "owner"),
    await createMember(org, "owner"),
    await createMember(org, "admin"),
  ];
  const asSecond = as(org, second);
  const asAdmin = as(org, admin);
  const results = await Promise.allSettled([
    removeMember(as(org, org.owner), { memberId: second.id }),
    removeMember(asSecond, { memberId: org.owner.id }),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await owners(org)).toBe(2);
  await changeRole(as(org, third), { memberId: admin.id, role: "member" });
  const victim = await createMember(org, "member");
  await expectForbidden(org, () => removeMember(asAdmin, { memberId: victim.id }));
  await expectForbidden(org, () => changeRole(asAdmin, { memberId: victim.id, role: "admin" }));
});

test("grants of a removed member stop with the membership, and a team's stop with their part in it", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const team = await createTeamOf(org, [{ member: who }]);
  const tools = { search: "search" };
  const call = (serverId: string, installationId: string) =>
    mayCall(as(org, org.owner), { server: serverId, tool: "search", memberId: who.id, installationId });
  const scenes = await Promise.all(
    [{ memberId: who.id }, { teamId: team.id }].map(async (holder) => {
      const server = await placeServer(org);
      await pinAs(org, server.id, await listTools(org, server.id, org.owner.id, tools), org.owner.id, tools);
      const deviceId = await placeDevice(org, who.id);
      const installationId = await placeInstallation(org, {
        deviceId,
        memberId: who.id,
        serverId: server.id,
        release: "1.0.0",
      });
      await placeGrant(org, { serverId: server.id, grantedBy: org.owner.id, ...holder });
      return { serverId: server.id, installationId };
    }),
  );
  for (const one of scenes)
    expect(await call(one.serverId, one.installationId)).toMatchObject({ allowed: true });
  await removeMember(as(org, org.owner), { memberId: who.id });
  for (const one of scenes) {
    expect(await call(one.serverId, one.installationId)).toMatchObject({
      allowed: false,
      reason: "member_inactive",
    });
  }
});

test("the page's counts are those of the organization, and nobody reads them of others without the right", async () => {
  const { org, developer, ask } = await requestScene(database.db);
  const other = await createOrganization(database.db);
  await ask();
  await invite({ ...org, owner: org.owner }, "member", "held@example.test");
  expect(await getDeparture(as(org, org.owner), developer.id)).toMatchObject({
    openRequests: 1,
    invitations: 0,
  });
  expect(await getDeparture(as(org, org.owner), org.owner.id)).toMatchObject({ invitations: 1 });
  expect(await getDeparture(as(org, developer), developer.id)).toMatchObject({ openRequests: 1 });
  await expectForbidden(org, async () => getDeparture(as(org, developer), org.owner.id));
  await expectNotFound(org, async () => getDeparture(as(org, org.owner), other.owner.id));
});

test("handing over needs the right, reaches no other organization and leaves its event", async () => {
  const { org, developer, ask } = await requestScene(database.db);
  const other = await createOrganization(database.db);
  const team = await createTeamOf(org, []);
  const theirs = await createTeamOf(other, []);
  await ask();
  const batchId = developer.id;
  const over = { teamId: team.id, fallbackId: null, batchId };
  const weak = as(org, developer);
  await expectForbidden(org, async () => handOverTeam(weak, over));
  await expectForbidden(org, async () => cancelRequestsOf(weak, { memberId: developer.id, batchId }));
  const job = { ...asOperator(org), actor: { kind: "system", job: "member_left" } as const };
  expect(await handOverTeam(job, { ...over, teamId: theirs.id })).toEqual({ led: false });
  const [untouched] = await database.admin`select lost_lead_at from team where id = ${theirs.id}`;
  expect(untouched).toEqual({ lost_lead_at: null });
  await expectOneEvent(org, job, "team.hand_over", () => handOverTeam(job, over));
  const elsewhere = { ...job, orgId: other.id };
  expect(await cancelRequestsOf(elsewhere, { memberId: developer.id, batchId })).toEqual({ cancelled: 0 });
  await expectOneEvent(org, job, "request.cancel", () =>
    cancelRequestsOf(job, { memberId: developer.id, batchId }),
  );
});

test("a leaver's agents go to whoever takes over, under the batch of the removal; to an auditor they do not go", async () => {
  const { org, developer, security } = await requestScene(database.db);
  const agent = await placeAgent(org, developer);
  const server = await placeServer(org);
  const grant = { serverId: server.id, grantedBy: org.owner.id, agentId: agent.id };
  const grantId = await placeGrant(org, grant);
  const call = () => mayCall(as(org, security), { server: server.id, tool: "search", agentId: agent.id });
  expect((await getDeparture(as(org, org.owner), developer.id)).agents).toBe(1);
  await removeMember(as(org, org.owner), { memberId: developer.id, fallbackId: security.id });
  await expect(call()).resolves.toMatchObject({ reason: "agent_owner_gone" });
  await runJob(org);
  await runJob(org);
  await expect(call()).resolves.toMatchObject({ reason: "allowed", grantId });
  const events = await database.admin`
    select count(*)::int as n, count(distinct batch_id)::int as batches from audit_event
    where org_id = ${org.id} and verb in ('agent.hand_over', 'member.remove')`;
  expect(events[0]).toMatchObject({ n: 2, batches: 1 });
  const auditor = await createMember(org, "auditor");
  await removeMember(as(org, org.owner), { memberId: security.id, fallbackId: auditor.id });
  await runJob(org);
  const asked = { server: server.id, tool: "search", agentId: agent.id };
  const after = await mayCall(as(org, org.owner), asked);
  expect(after.reason).toBe("agent_owner_gone");
});
