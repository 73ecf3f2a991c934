import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { getGrant, listGrants, listGrantsOfActor } from "#app/domain/grants/grant-queries.server.ts";
import { GRANT_STATES } from "#app/domain/grants/grant-rules.ts";
import { acceptFinding } from "#app/domain/inventory/accept-finding.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import {
  countWaitingOn,
  findLeadRelation,
  listQueue,
  listRequests,
} from "#app/domain/requests/request-queries.server.ts";
import { DAY, later, listTools, placeGrant, placeServer, write } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createTeamOf } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";
import { expectNotFound } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const scene = () => requestScene(database.db);

test("the queue holds exactly what one may decide, whoever looks, and the badge counts it", async () => {
  const s = await scene();
  const lead = await createMember(s.org, "member");
  const stranger = await createMember(s.org, "member");
  const auditor = await createMember(s.org, "auditor");
  const team = await createTeamOf(s.org, [{ member: lead, isLead: true }, { member: s.developer }]);
  const alone = await createTeamOf(s.org, [{ member: s.security, isLead: true }]);
  const returned = await createMember(s.org, "approver");
  await s.ask();
  await s.ask({ teamId: team.id });
  await s.ask({ teamId: team.id }, lead);
  await s.ask({ teamId: alone.id }, s.org.owner);
  await s.ask({}, s.security);
  await s.ask({}, stranger);
  await s.ask({}, returned);
  const all = await listRequests(as(s.org, s.org.owner), {}, { limit: 50, offset: 0 });
  expect(all.total).toBe(7);
  for (const who of [s.org.owner, s.security, lead, stranger, auditor, s.developer, returned]) {
    const ctx = as(s.org, who);
    const eligible: string[] = [];
    for (const row of all.rows) {
      const detail = await getRequest(as(s.org, s.org.owner), row.id);
      if (detail.deciders.some((one) => one.memberId === who.id)) eligible.push(row.id);
    }
    const queue = await listQueue(ctx);
    expect(queue.rows.map((row) => row.id).sort(), who.name).toEqual(eligible.sort());
    expect(await countWaitingOn(ctx)).toEqual({ waiting: queue.total, pastDue: 0 });
    expect(await findLeadRelation(ctx)).toBe(who === lead || who === s.security);
  }
});

test("the queue starts with what is past due, then with risk, then with age", async () => {
  const s = await scene();
  const listed = await placeServer(s.org);
  await listTools(s.org, listed.id, s.security.id, { search: "x" });
  const quiet = await s.ask({ serverId: listed.id });
  const unknown = await s.ask();
  const production = await s.ask({ environment: "production" });
  const older = await s.ask({ serverId: listed.id });
  await write(s.org, (tx) =>
    tx.execute(sql`update request set submitted_at = ${later(-DAY).toISOString()}, due_at = ${later(DAY).toISOString()}
      where org_id = ${s.org.id} and id = ${older}`),
  );
  const due = await s.ask({ serverId: listed.id });
  await write(s.org, (tx) =>
    tx.execute(
      sql`update request set due_at = ${later(-1).toISOString()} where org_id = ${s.org.id} and id = ${due}`,
    ),
  );
  const { rows } = await listQueue(as(s.org, s.security));
  expect(rows.map((row) => row.id)).toEqual([due, production, unknown, older, quiet]);
  expect(rows.map((row) => row.risk)).toEqual(["low", "high", "medium", "low", "low"]);
});

test("a member sees their own requests and grants, a lead those of the team, others see that there are none", async () => {
  const s = await scene();
  const lead = await createMember(s.org, "member");
  const stranger = await createMember(s.org, "member");
  await createTeamOf(s.org, [{ member: lead, isLead: true }, { member: s.developer }]);
  const requestId = await s.ask();
  const { grantId } = await approveRequest(as(s.org, s.security), { requestId });
  for (const who of [s.developer, lead, s.security]) {
    expect((await listRequests(as(s.org, who), {}, { limit: 10 })).total).toBe(1);
    expect((await listGrants(as(s.org, who), {}, { limit: 10 })).total).toBe(1);
    expect((await getRequest(as(s.org, who), requestId)).decision?.grantId).toBe(grantId);
    expect(await getGrant(as(s.org, who), grantId)).toMatchObject({ state: "active", requestId });
  }
  expect((await listRequests(as(s.org, stranger), {}, { limit: 10 })).total).toBe(0);
  expect((await listGrants(as(s.org, stranger), {}, { limit: 10 })).total).toBe(0);
  await expectNotFound(s.org, () => getRequest(as(s.org, stranger), requestId));
  await expectNotFound(s.org, () => getGrant(as(s.org, stranger), grantId));
  const other = await scene();
  await expectNotFound(s.org, () => getRequest(as(other.org, other.org.owner), requestId));
  await expectNotFound(s.org, () => getGrant(as(other.org, other.org.owner), grantId));
});

test("what one can do with a request comes with the reason why not", async () => {
  const s = await scene();
  const requestId = await s.ask();
  const own = await getRequest(as(s.org, s.developer), requestId);
  expect(own.actions).toMatchObject({
    withdraw: null,
    approve: "You asked for this, so somebody else decides.",
    answer: "No question is open.",
  });
  await askRequest(as(s.org, s.security), { requestId, question: "Why?" });
  const asked = await getRequest(as(s.org, s.security), requestId);
  expect(asked.actions).toMatchObject({ approve: "It waits for the requester's answer.", deny: null });
  expect(asked.messages).toHaveLength(1);
  await denyRequest(as(s.org, s.security), { requestId, reason: "no" });
  const denied = await getRequest(as(s.org, s.developer), requestId);
  expect(denied.decision).toMatchObject({ outcome: "denied", reason: "no" });
  expect(denied.actions.withdraw).toBe("This request is denied.");
});

test("the state a grant is filtered by is the state it is shown in", async () => {
  const s = await scene();
  const base = { serverId: s.server.id, memberId: s.developer.id, grantedBy: s.security.id };
  await placeGrant(s.org, base);
  await placeGrant(s.org, { ...base, revokedAt: later(0) });
  await placeGrant(s.org, { ...base, endsAt: later(0) });
  await placeGrant(s.org, { ...base, startsAt: later(1) });
  await placeGrant(s.org, { ...base, suspendedAt: later(0) });
  await placeGrant(s.org, { ...base, suspendedAt: later(-5), suspendedUntil: later(0) });
  const ctx = as(s.org, s.security);
  for (const state of GRANT_STATES) {
    const { rows } = await listGrants(ctx, { state }, { limit: 10 });
    expect(rows.map((row) => row.state)).toEqual(state === "active" ? [state, state] : [state]);
  }
  expect((await listGrantsOfActor(as(s.org, s.developer))).length).toBe(6);
  const first = await listGrants(ctx, {}, { limit: 4 });
  const rest = await listGrants(ctx, {}, { limit: 4, cursor: first.nextCursor ?? "" });
  expect(new Set([...first.rows, ...rest.rows].map((row) => row.id)).size).toBe(6);
});

test("a secret in a file that somebody lives with is still one: it raises no risk, and the checklist says no", async () => {
  const s = await scene();
  const entry = npxEntry("db", "server-db@1.0.0");
  entry.launch.env.push({ name: "DB_TOKEN", value: { kind: "secret", secretKind: "github-token" } });
  await recordScan(as(s.org, s.org.owner), { report: reportOf([fileOf([entry])]) });
  const [found] = await rowsOf(
    s.org,
    sql`select id, server_id, severity from finding where rule = 'literal-secret'`,
  );
  const requestId = await s.ask({ serverId: String(found?.server_id) });
  const read = async () => {
    const { findings, risk, checklist } = await getRequest(as(s.org, s.security), requestId);
    const open = findings.filter(({ rule }) => rule === "literal-secret").length;
    return { open, risk, answer: checklist.find(({ item }) => item === "credentials_by_variable")?.answer };
  };
  expect(await read()).toEqual({ open: 1, risk: found?.severity, answer: "no" });
  const terms = { reach: "finding" as const, reason: "A test server.", endsAt: later(30 * DAY) };
  await acceptFinding(as(s.org, s.org.owner), { findingId: String(found?.id), ...terms });
  expect(await read()).toEqual({ open: 0, risk: "medium", answer: "no" });
});
