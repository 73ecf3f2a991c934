import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { classifyDriftAnew } from "#app/domain/catalog/classify-drift-anew.server.ts";
import { DEFAULT_DRIFT_POLICY } from "#app/domain/catalog/drift/drift-words.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { tellEvent } from "#app/domain/notifications/tell-event.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { listQueue } from "#app/domain/requests/request-queries.server.ts";
import { tendDriftRequest } from "#app/domain/requests/tend-drift-request.server.ts";
import { tendDriftRequests } from "#app/domain/requests/tend-drift-requests.server.ts";
import { withdrawRequest } from "#app/domain/requests/withdraw-request.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import { createGrant, manifestOf, rowsOf, toolOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

/** A developer has a server whose tools were approved; then it changes. */
async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const security = await createMember(org, "security");
  const guard = as(org, security);
  const list = async (description: string, more: string[] = []) => {
    const tools = [toolOf("a", { description }), ...more.map((name) => toolOf(name))];
    return (await recordManifest(guard, manifestOf("npm:one", tools))).manifestId;
  };
  await list("Says hello.");
  const [row] = await rowsOf(org, sql`select id from server`);
  const serverId = String(row?.id);
  const pin = () => inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
  await pin();
  const grantId = await createGrant(org, { serverId, member: developer });
  const system = { ...guard, actor: { kind: "system" as const, job: "tend_drift" } };
  const tend = () => tendDriftRequest(system, { serverId });
  const requests = () =>
    rowsOf(org, sql`select id, state, requester_id, reason from request where kind = 'drift' order by id`);
  const key: Parameters<typeof as>[2] = {
    via: "api_key",
    apiKeyId: uuidv7(),
    scopes: ["check"],
    keyEnvironment: "development",
  };
  const call = async (tool = "a") =>
    (await mayCall(as(org, developer, key), { server: serverId, tool })).reason;
  return { org, developer, guard, system, serverId, grantId, list, pin, tend, requests, call };
}

test("a drift that needs a decision opens one request in the holder's name, with one event, and others renew it", async () => {
  const { org, developer, system, list, tend, requests } = await scene();
  expect(await tend()).toEqual({ done: "nothing", requestId: null });
  await list("Says goodbye.");
  const opened = await expectOneEvent(org, system, "request.open_drift", tend);
  expect(opened.done).toBe("opened");
  expect(await requests()).toMatchObject([
    { state: "pending_approval", requester_id: developer.id, reason: expect.stringContaining("1 changed") },
  ]);
  expect(await tend()).toEqual({ done: "nothing", requestId: opened.requestId });
  await list("Says goodbye.", ["b"]);
  expect(await expectOneEvent(org, system, "request.renew_drift", tend)).toEqual({
    done: "renewed",
    requestId: opened.requestId,
  });
  expect(await requests()).toMatchObject([{ reason: expect.stringContaining("1 added, 1 changed") }]);
});

test("of many who tend it at once one opens it, and a key or a member without the right opens none", async () => {
  const { org, developer, list, tend, requests, serverId } = await scene();
  await list("Says goodbye.");
  await expectForbidden(org, async () => tendDriftRequest(as(org, developer), { serverId }));
  const done = (await Promise.all(Array.from({ length: 4 }, tend))).map((one) => one.done);
  expect(done.filter((one) => one === "opened")).toHaveLength(1);
  expect(await requests()).toHaveLength(1);
  const other = await createOrganization(database.db);
  expect(await tendDriftRequest(as(other, other.owner), { serverId })).toEqual({
    done: "nothing",
    requestId: null,
  });
  expect(await requests()).toHaveLength(1);
});

test("accepting it pins anew and lets calls through, keeps the difference, and makes no grant", async () => {
  const { org, guard, developer, list, tend, call } = await scene();
  const manifestId = await list("Says goodbye.");
  const requestId = String((await tend()).requestId);
  expect((await listQueue(guard)).rows.map((row) => row.kind)).toEqual(["drift"]);
  expect(await getRequest(guard, requestId)).toMatchObject({ kind: "drift", actions: { approve: null } });
  await expect(approveRequest(guard, { requestId })).rejects.toBeInstanceOf(Invalid);
  await expect(
    approveRequest(guard, { requestId, tools: ["a"], seenManifestId: manifestId }),
  ).rejects.toBeInstanceOf(Invalid);
  await expect(
    approveRequest(as(org, developer), { requestId, seenManifestId: manifestId }),
  ).rejects.toBeInstanceOf(Forbidden);
  expect(await call()).toBe("tool_changed");
  await expectOneEvent(org, guard, "request.accept_drift", () =>
    approveRequest(guard, { requestId, seenManifestId: manifestId }),
  );
  expect(await call()).toBe("allowed");
  expect(await rowsOf(org, sql`select 1 from access_grant`)).toHaveLength(1);
  const [kept] = await rowsOf(org, sql`select outcome, grant_id, evidence -> 'drift' as drift from decision`);
  expect(kept).toMatchObject({
    outcome: "approved",
    grant_id: null,
    drift: { manifestId, changed: 1, summary: { tools: [{ name: "a", kinds: ["description_changed"] }] } },
  });
  expect(await tend()).toMatchObject({ done: "nothing" });
  const other = await createOrganization(database.db);
  await expectNotFound(other, () =>
    approveRequest(as(other, other.owner), { requestId, seenManifestId: manifestId }),
  );
});

test("what was not seen is not accepted, also when it comes at the same moment", async () => {
  const { guard, list, tend, call } = await scene();
  const seen = await list("Says goodbye.");
  const requestId = String((await tend()).requestId);
  const [approved] = await Promise.allSettled([
    approveRequest(guard, { requestId, seenManifestId: seen }),
    list("Sends everything away."),
  ]);
  if (approved.status === "rejected") expect(approved.reason).toBeInstanceOf(Conflict);
  expect(await call()).toBe("tool_changed");
});

test("denying leaves it refused and asks no more about the same list, but about another", async () => {
  const { org, guard, list, tend, call, requests } = await scene();
  await list("Says goodbye.");
  const requestId = String((await tend()).requestId);
  await expectOneEvent(org, guard, "request.deny", () => denyRequest(guard, { requestId, reason: "No." }));
  expect(await call()).toBe("tool_changed");
  expect(await tend()).toMatchObject({ done: "nothing" });
  await list("Says nothing.");
  expect(await tend()).toMatchObject({ done: "opened" });
  expect((await requests()).map((row) => row.state)).toEqual(["denied", "pending_approval"]);
});

test("it closes by itself when the server is again what was approved, or was approved otherwise", async () => {
  const { list, pin, tend, requests } = await scene();
  await list("Says goodbye.");
  await tend();
  await list("Says hello.");
  expect(await tend()).toMatchObject({ done: "closed" });
  await list("Says nothing.");
  await tend();
  await pin();
  expect(await tend()).toMatchObject({ done: "closed" });
  expect((await requests()).map((row) => row.state)).toEqual(["cancelled", "cancelled"]);
});

test("nobody withdraws it, and a lead of some of its people does not decide it", async () => {
  const { org, developer, list, tend } = await scene();
  const manifestId = await list("Says goodbye.");
  const requestId = String((await tend()).requestId);
  await expect(withdrawRequest(as(org, developer), { requestId })).rejects.toBeInstanceOf(Forbidden);
  const lead = await createMember(org, "member");
  const teamId = uuidv7();
  await rowsOf(
    org,
    sql`insert into team (org_id, id, name, created_at) values (${org.id}, ${teamId}, 'Team', now())`,
  );
  await rowsOf(
    org,
    sql`insert into team_member (org_id, team_id, member_id, is_lead, added_at) values
      (${org.id}, ${teamId}, ${lead.id}, true, now()), (${org.id}, ${teamId}, ${developer.id}, false, now())`,
  );
  await expect(
    approveRequest(as(org, lead), { requestId, seenManifestId: manifestId }),
  ).rejects.toBeInstanceOf(Forbidden);
  expect((await listQueue(as(org, lead))).rows).toEqual([]);
});

test("deciders are told that it waits, holders that what changed is refused, each once", async () => {
  const { org, developer, system, list, tend } = await scene();
  await list("Says goodbye.");
  await tend();
  const [event] = await rowsOf(org, sql`select id from audit_event where verb = 'request.open_drift'`);
  await tellEvent(system, String(event?.id));
  const told = await rowsOf(org, sql`select member_id, kind from notice order by kind`);
  expect(told.filter((row) => row.member_id === developer.id)).toEqual([
    { member_id: developer.id, kind: "access_drifted" },
  ]);
  expect(told.filter((row) => row.kind === "drift_waits")).toHaveLength(2);
});

test("the sweep opens what a lost job left, and leaves servers nobody holds alone", async () => {
  const { org, system, list, requests } = await scene();
  await list("Says goodbye.");
  expect(await tendDriftRequests(system, { limit: 10 })).toEqual({ tended: 1 });
  expect(await tendDriftRequests(system, { limit: 10 })).toEqual({ tended: 0 });
  await rowsOf(org, sql`update request set state = 'expired' where kind = 'drift'`);
  await rowsOf(org, sql`update access_grant set revoked_at = starts_at`);
  expect(await tendDriftRequests(system, { limit: 10 })).toEqual({ tended: 0 });
  expect(await requests()).toHaveLength(1);
});

test("whether its tools changed since the approval is a row of trust, and follows what becomes of it", async () => {
  const { org, list, pin, tend } = await scene();
  const answers = () => rowsOf(org, sql`select answer from evidence where evidence.row = 'tool_drift'`);
  await tend();
  expect(await answers()).toEqual([{ answer: "not_found" }]);
  await list("Says goodbye.");
  await tend();
  expect(await answers()).toEqual([{ answer: "found" }]);
  await pin();
  await tend();
  expect(await answers()).toEqual([{ answer: "not_found" }]);
});

/** Somebody else asks for the server while it drifts. */
async function askAnew(s: Awaited<ReturnType<typeof scene>>) {
  const newcomer = await createMember(s.org, "member");
  const requestId = uuidv7();
  await createRequest(as(s.org, newcomer), {
    id: requestId,
    serverId: s.serverId,
    environment: "development",
    tools: null,
    reason: "For work.",
    endsAt: new Date(NOON.getTime() + 20 * 86_400_000),
  });
  return requestId;
}

test("an approval of somebody's access accepts no drift of those who have the server, denied or not decided", async () => {
  const s = await scene();
  const seenManifestId = await s.list("Says goodbye.");
  await approveRequest(s.guard, { requestId: await askAnew(s), seenManifestId });
  expect(await s.call()).toBe("tool_changed");
  const drift = String((await s.tend()).requestId);
  await denyRequest(s.guard, { requestId: drift, reason: "No." });
  const asked = await askAnew(s);
  expect((await getRequest(s.guard, asked)).acceptsDrift).toBe(false);
  await approveRequest(s.guard, { requestId: asked, seenManifestId });
  expect(await s.call()).toBe("tool_changed");
  expect(await rowsOf(s.org, sql`select outcome from drift`)).toEqual([{ outcome: null }]);
});

test("where nobody has the server any more, an approval accepts what it changed to if that was seen, and keeps it", async () => {
  const s = await scene();
  await rowsOf(s.org, sql`update access_grant set revoked_at = starts_at`);
  const seenManifestId = await s.list("Says goodbye.");
  const first = await askAnew(s);
  expect((await getRequest(s.guard, first)).acceptsDrift).toBe(true);
  await approveRequest(s.guard, { requestId: first });
  expect(await rowsOf(s.org, sql`select outcome from drift`)).toEqual([{ outcome: null }]);
  await rowsOf(s.org, sql`update access_grant set revoked_at = starts_at`);
  await approveRequest(s.guard, { requestId: await askAnew(s), seenManifestId });
  expect(await rowsOf(s.org, sql`select outcome from drift`)).toEqual([{ outcome: "approved" }]);
  const [kept] = await rowsOf(
    s.org,
    sql`select evidence -> 'drift' as drift from decision order by decided_at desc, id desc limit 1`,
  );
  expect(kept?.drift).toMatchObject({ changed: 1, class: "re_approve" });
});

test("nobody who has the server accepts its drift: not by a grant, not by a team's, not by an agent's; an owner as the last", async () => {
  const s = await scene();
  const approver = await createMember(s.org, "approver");
  const inTeam = await createMember(s.org, "approver");
  const answers = await createMember(s.org, "approver");
  const { id: teamId } = await createTeamOf(s.org, [{ member: inTeam }]);
  const agentId = uuidv7();
  await rowsOf(
    s.org,
    sql`insert into agent (org_id, id, name, purpose, owner_id, environment, review_by, created_at, created_by)
      values (${s.org.id}, ${agentId}, 'Bot', 'Works.', ${answers.id}, 'development', now(), now(), ${answers.id})`,
  );
  await createGrant(s.org, { serverId: s.serverId, member: approver });
  await createGrant(s.org, { serverId: s.serverId, teamId });
  await createGrant(s.org, { serverId: s.serverId }, { agentId });
  const seenManifestId = await s.list("Says goodbye.");
  const requestId = String((await s.tend()).requestId);
  for (const one of [approver, inTeam, answers]) {
    await expect(approveRequest(as(s.org, one), { requestId, seenManifestId })).rejects.toBeInstanceOf(
      Forbidden,
    );
    expect((await listQueue(as(s.org, one))).rows).toEqual([]);
    expect((await getRequest(as(s.org, one), requestId)).actions.isDecider).toBe(false);
  }
  const others = async () =>
    (await getRequest(s.guard, requestId)).deciders.map((one) => one.memberId).sort();
  expect(await others()).toEqual([s.org.owner.id, s.guard.actor.memberId].sort());
  // an owner who has it decides only when nobody else is left
  await createGrant(s.org, { serverId: s.serverId, member: s.org.owner });
  expect(await others()).toEqual([s.guard.actor.memberId]);
  expect((await listQueue(as(s.org, s.org.owner))).rows).toEqual([]);
  await rowsOf(s.org, sql`update member set role = 'member' where id = ${s.guard.actor.memberId}`);
  expect((await listQueue(as(s.org, s.org.owner))).rows).toHaveLength(1);
  await approveRequest(as(s.org, s.org.owner), { requestId, seenManifestId });
  expect(await s.call()).toBe("allowed");
});

test("a drift classified anew renews what its request says, and whom it stops hears of it", async () => {
  const s = await scene();
  await s.list("Says goodbye.");
  const { requestId } = await s.tend();
  const owner = as(s.org, s.org.owner);
  await setDriftPolicy(owner, { ...DEFAULT_DRIFT_POLICY, description_changed: "block" });
  await classifyDriftAnew(owner, {});
  expect(await s.call()).toBe("server_drifted");
  expect(await s.tend()).toEqual({ done: "renewed", requestId });
  expect(await s.tend()).toEqual({ done: "nothing", requestId });
  expect(await s.requests()).toMatchObject([
    { reason: expect.stringContaining("Every call to it is refused") },
  ]);
  const [event] = await rowsOf(s.org, sql`select id from audit_event where verb = 'request.renew_drift'`);
  await tellEvent(s.system, String(event?.id));
  const told = await rowsOf(s.org, sql`select member_id, kind from notice order by kind`);
  expect(told.filter((row) => row.kind === "drift_waits")).toHaveLength(2);
  expect(told.filter((row) => row.member_id === s.developer.id)).toMatchObject([{ kind: "access_drifted" }]);
});
