import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Ctx } from "#app/domain/context.ts";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { getGrant, listGrants, listGrantsOfActor } from "#app/domain/grants/grant-queries.server.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { resumeGrant } from "#app/domain/grants/resume-grant.server.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { handOverAgent } from "#app/domain/identity/hand-over-agent.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { retireAgent } from "#app/domain/identity/retire-agent.server.ts";
import { listServers } from "#app/domain/inventory/server-queries.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { cancelRequestsOf } from "#app/domain/requests/cancel-requests-of.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { previewRequest } from "#app/domain/requests/preview-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { getRequestDraft } from "#app/domain/requests/request-draft-queries.server.ts";
import { listQueue, listRequests } from "#app/domain/requests/request-queries.server.ts";
import { agentRetiredJob } from "#app/jobs/agent-retired.server.ts";
import { placeAgent } from "#test/support/agent-factories.ts";
import { placeGrant, placeServer, write } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
  type TestMember,
} from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { noMail } from "#test/support/smtp.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function scene(environment: "development" | "staging" | "production" = "development") {
  const org = await createOrganization(database.db);
  const owner = await createMember(org, "member");
  const teammate = await createMember(org, "member");
  const lead = await createMember(org, "member");
  const stranger = await createMember(org, "member");
  const security = await createMember(org, "security");
  await createTeamOf(org, [{ member: owner }, { member: teammate }, { member: lead, isLead: true }]);
  const server = await placeServer(org);
  const agent = await placeAgent(org, owner, { environment });
  const terms = {
    serverId: server.id,
    agentId: agent.id,
    environment,
    tools: ["search"],
    endsAt: later(30),
    reason: "for the notes",
  };
  const ask = (who: TestMember, more: Partial<typeof terms> = {}) =>
    createRequest(as(org, who), { ...terms, ...more, id: uuidv7() });
  return { org, owner, teammate, lead, stranger, security, server, agent, terms, ask };
}

describe("asking for an agent", () => {
  test("by its owner, someone in a team with them, or security; a stranger does not even see it", async () => {
    const s = await scene();
    for (const who of [s.owner, s.teammate, s.security]) await s.ask(who);
    await expectNotFound(s.org, () => s.ask(s.stranger));
    const approver = await createMember(s.org, "approver");
    await expect(s.ask(approver)).rejects.toThrow(s.owner.name);
  });

  test("a production agent needs its owner's request: everybody else is told who that is", async () => {
    const s = await scene("production");
    for (const who of [s.teammate, s.lead, s.security, s.org.owner]) {
      const refused = s.ask(who);
      await expect(refused).rejects.toBeInstanceOf(Invalid);
      await expect(refused).rejects.toThrow(s.owner.name);
      await expect(previewRequest(as(s.org, who), { ...preview(s), tools: null })).rejects.toThrow(
        s.owner.name,
      );
    }
    await s.ask(s.owner);
  });

  test("only in the environment it runs in, never for a team as well, never for one of another organization", async () => {
    const s = await scene("staging");
    await expect(s.ask(s.owner, { environment: "development" })).rejects.toThrow("It runs in staging");
    const team = await createTeamOf(s.org, [{ member: s.owner }]);
    const both = createRequest(as(s.org, s.owner), { ...s.terms, teamId: team.id, id: uuidv7() });
    await expect(both).rejects.toBeInstanceOf(Invalid);
    const other = await scene();
    await expectNotFound(s.org, () => s.ask(s.owner, { agentId: other.agent.id }));
    await expectNotFound(s.org, () => s.ask(s.org.owner, { agentId: other.agent.id }));
  });

  test("not once it is retired, nor while nobody answers for it", async () => {
    const s = await scene();
    const ownerless = await placeAgent(s.org, s.stranger);
    await write(s.org, (tx) =>
      tx.execute(sql`update member set removed_at = ${NOON.toISOString()} where id = ${s.stranger.id}`),
    );
    await expect(s.ask(s.security, { agentId: ownerless.id })).rejects.toThrow("Nobody answers for it");
    await retireAgent(as(s.org, s.owner), { agentId: s.agent.id, reason: "done" });
    await expect(s.ask(s.owner)).rejects.toThrow("It was retired");
  });

  test("leaves one event, and the form offers one's own agents and the team's outside production", async () => {
    const s = await scene();
    const ctx = as(s.org, s.teammate);
    await expectOneEvent(s.org, ctx, "request.create", () => s.ask(s.teammate));
    await placeAgent(s.org, s.owner, { environment: "production" });
    const own = await placeAgent(s.org, s.teammate, { environment: "production" });
    const draft = await getRequestDraft(ctx, { serverId: s.server.id });
    expect(draft.agents.map(({ id, owner }) => [id, owner.isYou])).toEqual([
      [own.id, true],
      [s.agent.id, false],
    ]);
    expect(draft.agents[1]?.deciders.map(({ memberId }) => memberId)).not.toContain(s.owner.id);
  });
});

function preview(s: Awaited<ReturnType<typeof scene>>) {
  const { serverId, agentId, environment } = s.terms;
  return { serverId, agentId, environment };
}

describe("deciding about an agent", () => {
  test("never by who asked or who answers for it, in any role; by security and the owner's lead", async () => {
    const s = await scene();
    const guard = await createMember(s.org, "security");
    const theirs = await placeAgent(s.org, guard);
    await createTeamOf(s.org, [{ member: guard }, { member: s.teammate }]);
    const { id } = await s.ask(s.teammate, { agentId: theirs.id });
    await expectForbidden(s.org, () => approveRequest(as(s.org, guard), { requestId: id }));
    await expectForbidden(s.org, () => denyRequest(as(s.org, guard), { requestId: id, reason: "no" }));
    await expectForbidden(s.org, () => approveRequest(as(s.org, s.teammate), { requestId: id }));
    const waits = async (who: TestMember) =>
      (await listQueue(as(s.org, who))).rows.some((row) => row.id === id);
    expect([await waits(guard), await waits(s.security)]).toEqual([false, true]);
    const own = (await s.ask(s.owner)).id;
    const inQueue = (await listQueue(as(s.org, s.lead))).rows;
    expect(inQueue.map((row) => [row.id, row.holder])).toEqual([
      [own, { kind: "agent", id: s.agent.id, name: s.agent.name }],
    ]);
    await approveRequest(as(s.org, s.lead), { requestId: own });
  });

  test("the approval gives the grant to the agent: it may call, and nobody else by it", async () => {
    const s = await scene("production");
    const { id } = await s.ask(s.owner);
    const detail = await getRequest(as(s.org, s.security), id);
    expect(detail.holder).toEqual({ kind: "agent", id: s.agent.id, name: s.agent.name });
    expect(detail.deciders.map(({ memberId }) => memberId)).not.toContain(s.owner.id);
    const { grantId } = await approveRequest(as(s.org, s.security), { requestId: id });
    const asked = { server: s.server.id, tool: "search" };
    const call = await mayCall(as(s.org, s.owner), { ...asked, agentId: s.agent.id });
    expect(call).toMatchObject({ allowed: true, grantId, environment: "production" });
    await expect(mayCall(as(s.org, s.security), { ...asked, memberId: s.owner.id })).resolves.toMatchObject({
      allowed: false,
    });
    expect((await listGrantsOfActor(as(s.org, s.owner))).map((row) => row.id)).toEqual([grantId]);
    const ofAgent = await listGrants(as(s.org, s.owner), { agent: s.agent.id }, { limit: 10 });
    expect(ofAgent.rows.map((row) => row.id)).toEqual([grantId]);
    await expectNotFound(s.org, () => getGrant(as(s.org, s.stranger), grantId));
    const seen = await listRequests(as(s.org, s.owner), { agent: s.agent.id }, { limit: 10 });
    expect(seen.rows.map((row) => row.id)).toEqual([id]);
  });

  test("of a production agent that has another owner by now is refused: that person asks", async () => {
    const s = await scene("production");
    const { id } = await s.ask(s.owner);
    await handOverAgent(as(s.org, s.security), { agentId: s.agent.id, toMemberId: s.stranger.id });
    const late = approveRequest(as(s.org, s.org.owner), { requestId: id });
    await expect(late).rejects.toBeInstanceOf(Conflict);
    await expect(late).rejects.toThrow(s.stranger.name);
    await denyRequest(as(s.org, s.org.owner), { requestId: id, reason: "ask again" });
  });

  test("of a retired agent is refused", async () => {
    const s = await scene();
    const { id } = await s.ask(s.owner);
    await retireAgent(as(s.org, s.owner), { agentId: s.agent.id, reason: "done" });
    const late = approveRequest(as(s.org, s.security), { requestId: id });
    await expect(late).rejects.toBeInstanceOf(Conflict);
  });

  test("approved while the agent is retired at the same moment: no call is ever allowed after", async () => {
    const s = await scene();
    const { id } = await s.ask(s.owner);
    await Promise.allSettled([
      approveRequest(as(s.org, s.security), { requestId: id }),
      retireAgent(as(s.org, s.owner), { agentId: s.agent.id, reason: "done" }),
    ]);
    const call = { server: s.server.id, tool: "search", agentId: s.agent.id };
    await expect(mayCall(as(s.org, s.owner), call)).resolves.toMatchObject({ reason: "agent_retired" });
  });
});

test("an agent's grant is suspended by security, not resumed by its owner, and handed back by its owner", async () => {
  const s = await scene();
  const guard = await createMember(s.org, "security");
  const theirs = await placeAgent(s.org, guard);
  const { id } = await s.ask(guard, { agentId: theirs.id });
  const { grantId } = await approveRequest(as(s.org, s.security), { requestId: id });
  await suspendGrant(as(s.org, s.security), { grantId, reason: "look" });
  await expectForbidden(s.org, () => resumeGrant(as(s.org, guard), { grantId }));
  await resumeGrant(as(s.org, s.security), { grantId });
  const other = (await s.ask(s.owner)).id;
  const mine = (await approveRequest(as(s.org, s.security), { requestId: other })).grantId;
  await expectForbidden(s.org, () => revokeGrant(as(s.org, s.teammate), { grantId: mine, reason: "x" }));
  await revokeGrant(as(s.org, s.owner), { grantId: mine, reason: "not needed" });
});

describe("an agent that is retired", () => {
  const minutesOn = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
  async function retired() {
    const s = await scene();
    const [open, asked] = [await s.ask(s.owner), await s.ask(s.teammate)];
    const { grantId } = await approveRequest(as(s.org, s.security), { requestId: open.id });
    const owner = as(s.org, s.owner, { now: minutesOn(1) });
    await retireAgent(owner, { agentId: s.agent.id, reason: "not used" });
    return { ...s, grantId, asked, at: minutesOn(2) };
  }

  test("has no grant that counts: it reads as ended wherever its state is shown, and can be neither suspended nor revoked", async () => {
    const s = await retired();
    const security = as(s.org, s.security, { now: s.at });
    const owner = as(s.org, s.owner, { now: s.at });
    const first = { limit: 50, offset: 0 };
    expect(await getGrant(security, s.grantId)).toMatchObject({ state: "ended", holderGoneAt: minutesOn(1) });
    expect((await listGrants(security, { agent: s.agent.id }, first)).rows).toMatchObject([
      { state: "ended" },
    ]);
    expect((await listGrantsOfActor(owner)).map(({ id, state }) => ({ id, state }))).toEqual([
      { id: s.grantId, state: "ended" },
    ]);
    for (const [filter, found] of [
      [{ state: "active" }, 0],
      [{ state: "ended" }, 1],
      [{ endsWithin: 366 }, 0],
    ] as const) {
      expect((await listGrants(security, filter, first)).total, JSON.stringify(filter)).toBe(found);
    }
    const reason = { grantId: s.grantId, reason: "too late" };
    await expect(suspendGrant(security, reason)).rejects.toThrow(Conflict);
    await expect(revokeGrant(security, reason)).rejects.toThrow(Conflict);
    const { rows } = await listServers(security, {}, first);
    expect(rows.find((row) => row.id === s.server.id)?.approval ?? null).toBeNull();
  });

  test("cannot be approved for, and what was asked for it is closed with the reason, once", async () => {
    const s = await retired();
    const security = as(s.org, s.security, { now: s.at });
    await expect(approveRequest(security, { requestId: s.asked.id })).rejects.toThrow("was retired");
    const job: Ctx = { ...security, actor: { kind: "system", job: "agent_retired" } };
    const gone = { agentId: s.agent.id, batchId: s.agent.id };
    await expectForbidden(s.org, async () => cancelRequestsOf(as(s.org, s.teammate), gone));
    const other = await createOrganization(database.db);
    expect(await cancelRequestsOf({ ...job, orgId: other.id }, gone)).toEqual({ cancelled: 0 });
    await expectOneEvent(s.org, job, "request.cancel", () => cancelRequestsOf(job, gone));
    expect(await cancelRequestsOf(job, gone)).toEqual({ cancelled: 0 });
    expect(await getRequest(security, s.asked.id)).toMatchObject({
      state: "cancelled",
      cancelReason: "agent_retired",
    });
    await expect(approveRequest(security, { requestId: s.asked.id })).rejects.toThrow(
      "so this request was closed",
    );
  });

  test("leaves its job in the queue, which closes what is open", async () => {
    const s = await retired();
    const [row] = await database.admin<{ data: unknown }[]>`
      select data from pgboss.job where name = 'agent_retired' and data->>'orgId' = ${s.org.id}`;
    const payload = z
      .strictObject({ orgId: z.uuid(), agentId: z.uuid(), batchId: z.uuid() })
      .parse(row?.data);
    expect(payload.agentId).toBe(s.agent.id);
    const events = await database.admin`
      select batch_id from audit_event where org_id = ${s.org.id} and verb = 'agent.retire'`;
    expect(events[0]?.batch_id).toBe(payload.batchId);
    await agentRetiredJob({ db: database.db, now: () => s.at, ...noMail, onError: () => undefined }, payload);
    expect((await getRequest(as(s.org, s.security), s.asked.id)).state).toBe("cancelled");
  });
});

test("grants of a member who left read as ended, and one of a team goes on", async () => {
  const s = await scene();
  const grants = [
    await placeGrant(s.org, { serverId: s.server.id, grantedBy: s.org.owner.id, memberId: s.stranger.id }),
  ];
  await removeMember(as(s.org, s.org.owner), { memberId: s.stranger.id });
  expect(await getGrant(as(s.org, s.security), grants[0] ?? "")).toMatchObject({
    state: "ended",
    holderGoneAt: NOON,
  });
});
