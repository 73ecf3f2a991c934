import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { describe, expect, test } from "vitest";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { answerChecklist } from "#app/domain/requests/answer-checklist.server.ts";
import { answerRequest } from "#app/domain/requests/answer-request.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { askRequest } from "#app/domain/requests/ask-request.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { expireRequests } from "#app/domain/requests/expire-requests.server.ts";
import { previewRequest } from "#app/domain/requests/preview-request.server.ts";
import { withdrawRequest } from "#app/domain/requests/withdraw-request.server.ts";
import {
  DAY,
  later,
  listTools,
  placeDevice,
  placeInstallation,
  placeServer,
  write,
} from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization, createTeamOf } from "#test/support/factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const scene = () => requestScene(database.db);

describe("asking", () => {
  test("leaves one event and says who can decide, never the person who asked", async () => {
    const s = await scene();
    const ctx = as(s.org, s.developer);
    const made = await expectOneEvent(s.org, ctx, "request.create", () => createRequest(ctx, s.draft()));
    expect(made.state).toBe("pending_approval");
    expect(made.deciders.map((one) => one.memberId).sort()).toEqual([s.org.owner.id, s.security.id].sort());
  });

  test("twice with one id asks once; the id of somebody else's request is refused", async () => {
    const s = await scene();
    const draft = s.draft();
    const [first, second] = await Promise.all([
      createRequest(as(s.org, s.developer), draft),
      createRequest(as(s.org, s.developer), draft),
    ]);
    expect(first).toEqual(second);
    expect((await auditEvents(s.org)).length).toBe(1);
    await expect(createRequest(as(s.org, s.security), draft)).rejects.toBeInstanceOf(Conflict);
  });

  test("an auditor and a key without the scope cannot ask", async () => {
    const s = await scene();
    const auditor = await createMember(s.org, "auditor");
    await expectForbidden(s.org, async () => createRequest(as(s.org, auditor), s.draft()));
    const key = as(s.org, s.developer, { scopes: ["read"] });
    await expectForbidden(s.org, async () => createRequest(key, s.draft()));
  });

  test("for a server, an installation or a team of another organization finds nothing", async () => {
    const s = await scene();
    const other = await scene();
    const ctx = as(s.org, s.developer);
    const team = await createTeamOf(other.org, [{ member: other.developer }]);
    const deviceId = await placeDevice(other.org, other.developer.id);
    const installationId = await placeInstallation(other.org, {
      deviceId,
      memberId: other.developer.id,
      serverId: other.server.id,
    });
    await expectNotFound(s.org, () => createRequest(ctx, s.draft({ serverId: other.server.id })));
    await expectNotFound(s.org, () => createRequest(ctx, s.draft({ teamId: team.id })));
    await expectNotFound(s.org, () => createRequest(ctx, s.draft({ serverId: null, installationId })));
  });

  test("from one's own installation takes its server; a colleague's installation is not one's own", async () => {
    const s = await scene();
    const deviceId = await placeDevice(s.org, s.developer.id);
    const place = { deviceId, memberId: s.developer.id, serverId: s.server.id };
    const installationId = await placeInstallation(s.org, place);
    const draft = s.draft({ serverId: null, installationId });
    expect((await createRequest(as(s.org, s.developer), draft)).serverId).toBe(s.server.id);
    await expectNotFound(s.org, () => createRequest(as(s.org, s.security), { ...draft, id: uuidv7() }));
  });

  test("for an identity nobody has used puts it into the catalog", async () => {
    const s = await scene();
    const draft = s.draft({ serverId: null, identity: "npm:@new/one" });
    const made = await createRequest(as(s.org, s.developer), draft);
    const again = await createRequest(as(s.org, s.developer), { ...draft, id: uuidv7() });
    expect(again.serverId).toBe(made.serverId);
  });

  test("longer than 180 days, for a strange team, for unknown tools or for two things at once is refused", async () => {
    const s = await scene();
    const team = await createTeamOf(s.org, [{ member: s.security }]);
    await listTools(s.org, s.server.id, s.security.id, { search: "x" });
    for (const wrong of [
      { endsAt: later(200 * DAY) },
      { endsAt: later(0) },
      { teamId: team.id },
      { tools: ["destroy"] },
      { identity: "npm:@new/one" },
    ]) {
      await expect(createRequest(as(s.org, s.developer), s.draft(wrong))).rejects.toBeInstanceOf(Invalid);
    }
  });

  test("when nobody could decide, the preview says whom to invite and the request is refused", async () => {
    const org = await createOrganization(database.db);
    const server = await placeServer(org);
    const ctx = as(org, org.owner);
    const preview = await previewRequest(ctx, {
      serverId: server.id,
      environment: "development",
      tools: null,
    });
    expect(preview.deciders).toEqual([]);
    expect(preview.deadEnd).toContain("Invite somebody with the role security or approver");
    const draft = { id: uuidv7(), serverId: server.id, environment: "development", tools: null } as const;
    const sent = createRequest(ctx, { ...draft, endsAt: later(DAY), reason: "x" });
    await expect(sent).rejects.toThrow(/Invite somebody/);
  });
});

describe("approving", () => {
  test("issues a grant by which the very next call is allowed, and leaves one event", async () => {
    const s = await scene();
    await listTools(s.org, s.server.id, s.security.id, { search: "search", drop: "drop" });
    const requestId = await s.ask();
    const ctx = as(s.org, s.security);
    const call = { server: s.server.id, tool: "search" };
    const caller = as(s.org, s.developer, {
      via: "api_key",
      apiKeyId: uuidv7(),
      keyEnvironment: "development",
    });
    expect((await mayCall(caller, call)).reason).toBe("no_grant");
    const approval = await expectOneEvent(s.org, ctx, "request.approve", () =>
      approveRequest(ctx, { requestId }),
    );
    expect(approval.tools).toEqual(["search", "drop"]);
    expect(await mayCall(caller, call)).toMatchObject({ allowed: true, grantId: approval.grantId });
  });

  test("narrower is granted, wider is refused by field and nothing is granted", async () => {
    const s = await scene();
    await listTools(s.org, s.server.id, s.security.id, { search: "search", drop: "drop" });
    const requestId = await s.ask({ tools: ["search"] });
    const ctx = as(s.org, s.security);
    const wider = approveRequest(ctx, { requestId, tools: ["search", "drop"], endsAt: later(60 * DAY) });
    await expect(wider).rejects.toMatchObject({
      fields: { tools: expect.anything(), endsAt: expect.anything() },
    });
    await expect(approveRequest(ctx, { requestId, tools: null })).rejects.toBeInstanceOf(Invalid);
    await expect(approveRequest(ctx, { requestId, environment: "production" })).rejects.toBeInstanceOf(
      Invalid,
    );
    const approval = await approveRequest(ctx, { requestId, endsAt: later(DAY) });
    expect(approval).toMatchObject({ tools: ["search"], endsAt: later(DAY) });
  });

  test("nobody approves their own case: not as owner, not by key, not after a role change, not for a team of one", async () => {
    const s = await scene();
    const own = await s.ask({}, s.security);
    for (const self of [
      as(s.org, s.security),
      as(s.org, s.security, { via: "api_key", apiKeyId: uuidv7(), scopes: ["decide"] }),
    ]) {
      await expectForbidden(s.org, () => approveRequest(self, { requestId: own }));
      await expectForbidden(s.org, () => denyRequest(self, { requestId: own, reason: "no" }));
      await expectForbidden(s.org, () =>
        answerChecklist(self, { requestId: own, item: "maintained", answer: "yes" }),
      );
    }
    const requestId = await s.ask();
    await write(s.org, (tx) =>
      tx.execute(sql`update member set role = 'admin' where org_id = ${s.org.id} and id = ${s.developer.id}`),
    );
    await expectForbidden(s.org, () => approveRequest(as(s.org, s.developer), { requestId }));
    const alone = await createTeamOf(s.org, [{ member: s.security, isLead: true }]);
    const forTeam = await s.ask({ teamId: alone.id }, s.org.owner);
    await expectForbidden(s.org, () => approveRequest(as(s.org, s.security), { requestId: forTeam }));
  });

  test("a lead of the person's team may, a lead of another team and a plain member may not", async () => {
    const s = await scene();
    const lead = await createMember(s.org, "member");
    const stranger = await createMember(s.org, "member");
    await createTeamOf(s.org, [{ member: lead, isLead: true }, { member: s.developer }]);
    await createTeamOf(s.org, [{ member: stranger, isLead: true }]);
    const requestId = await s.ask();
    await expectForbidden(s.org, () => approveRequest(as(s.org, stranger), { requestId }));
    const key = as(s.org, lead, { scopes: ["read"] });
    await expectForbidden(s.org, async () => approveRequest(key, { requestId }));
    await approveRequest(as(s.org, lead), { requestId });
  });

  test("no approval of access accepts changed tools for those who have the server already", async () => {
    const s = await scene();
    const lead = await createMember(s.org, "member");
    await createTeamOf(s.org, [{ member: lead, isLead: true }, { member: s.developer }]);
    await listTools(s.org, s.server.id, s.security.id, { search: "search" });
    await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
    await listTools(s.org, s.server.id, s.security.id, { search: "search and send" });
    await approveRequest(as(s.org, lead), { requestId: await s.ask() });
    const caller = as(s.org, s.developer, {
      via: "api_key",
      apiKeyId: uuidv7(),
      keyEnvironment: "development",
    });
    const call = () => mayCall(caller, { server: s.server.id, tool: "search" });
    expect((await call()).reason).toBe("tool_changed");
    await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
    expect((await call()).reason).toBe("tool_changed");
  });

  test("of two at once one wins, and the other is told who and when", async () => {
    const s = await scene();
    const requestId = await s.ask();
    const later2 = later(120_000);
    const [approval, denial] = await Promise.allSettled([
      approveRequest(as(s.org, s.security), { requestId }),
      denyRequest(as(s.org, s.org.owner), { requestId, reason: "not needed" }),
    ]);
    expect([approval.status, denial.status].sort()).toEqual(["fulfilled", "rejected"]);
    const lost = approveRequest(as(s.org, s.security, { now: later2 }), { requestId });
    const winner = approval.status === "fulfilled" ? "You approved" : `${s.org.owner.name} denied`;
    await expect(lost).rejects.toThrow(`${winner} this 2 minutes ago. Your choice was not saved.`);
    const grants = await write(s.org, (tx) => tx.execute(sql`select id from access_grant`));
    expect(grants.length).toBe(approval.status === "fulfilled" ? 1 : 0);
  });

  test("what the decider did not see is not approved", async () => {
    const s = await scene();
    const seenManifestId = await listTools(s.org, s.server.id, s.security.id, { search: "search" });
    const requestId = await s.ask();
    await listTools(s.org, s.server.id, s.security.id, { search: "search", drop: "drop" });
    const stale = approveRequest(as(s.org, s.security), { requestId, seenManifestId });
    await expect(stale).rejects.toBeInstanceOf(Conflict);
  });

  test("freezes the checklist and the evidence as they stood", async () => {
    const s = await scene();
    await listTools(s.org, s.server.id, s.security.id, { search: "search" });
    const requestId = await s.ask();
    await answerChecklist(as(s.org, s.security), {
      requestId,
      item: "source_reviewed",
      answer: "yes",
      note: "read",
    });
    await approveRequest(as(s.org, s.security), { requestId });
    const [row] = await write(s.org, (tx) =>
      tx.execute<{
        evidence: { checklist: { item: string; answer: string; by: string }[]; tools: unknown[] };
      }>(sql`select evidence from decision where request_id = ${requestId}`),
    );
    expect(row?.evidence.checklist).toHaveLength(7);
    expect(row?.evidence.checklist[0]).toMatchObject({
      item: "source_reviewed",
      answer: "yes",
      by: "person",
    });
    expect(row?.evidence.tools).toHaveLength(1);
    const late = answerChecklist(as(s.org, s.security), { requestId, item: "maintained", answer: "yes" });
    await expect(late).rejects.toBeInstanceOf(Conflict);
  });
});

describe("the way of a request", () => {
  test("goes back with a question, waits, and is decided after the answer; each leaves one event", async () => {
    const s = await scene();
    const requestId = await s.ask();
    const [decider, asker] = [as(s.org, s.security), as(s.org, s.developer)];
    await expectOneEvent(s.org, decider, "request.ask", () =>
      askRequest(decider, { requestId, question: "Which project?" }),
    );
    await expect(approveRequest(decider, { requestId })).rejects.toBeInstanceOf(Conflict);
    await expectForbidden(s.org, () => answerRequest(decider, { requestId, answer: "mine" }));
    await expectOneEvent(s.org, asker, "request.answer", () =>
      answerRequest(asker, { requestId, answer: "Checkout" }),
    );
    await expectOneEvent(s.org, decider, "request.deny", () =>
      denyRequest(decider, { requestId, reason: "no" }),
    );
    for (const late of [
      () => askRequest(decider, { requestId, question: "And?" }),
      () => answerRequest(asker, { requestId, answer: "But" }),
      () => withdrawRequest(asker, { requestId }),
      () => denyRequest(decider, { requestId, reason: "again" }),
    ]) {
      await expect(late()).rejects.toBeInstanceOf(Conflict);
    }
  });

  test("is withdrawn by the requester only", async () => {
    const s = await scene();
    const requestId = await s.ask();
    await expectForbidden(s.org, () => withdrawRequest(as(s.org, s.security), { requestId }));
    const ctx = as(s.org, s.developer);
    await expectOneEvent(s.org, ctx, "request.withdraw", () => withdrawRequest(ctx, { requestId }));
    const late = approveRequest(as(s.org, s.security), { requestId });
    await expect(late).rejects.toThrow("The requester withdrew this.");
  });

  test("expires after 14 days, once, and cannot be approved past them even before the sweep", async () => {
    const s = await scene();
    const requestId = await s.ask();
    const late = later(14 * DAY);
    const sweep = {
      ...as(s.org, s.org.owner, { now: late }),
      actor: { kind: "system", job: "sweep" } as const,
    };
    await expect(approveRequest(as(s.org, s.security, { now: late }), { requestId })).rejects.toThrow(
      /expired/,
    );
    expect(await expireRequests({ ...sweep, now: later(14 * DAY - 1) })).toEqual({ expired: 0 });
    expect(await expireRequests(sweep)).toEqual({ expired: 1 });
    expect(await expireRequests(sweep)).toEqual({ expired: 0 });
  });

  test("of another organization cannot be touched", async () => {
    const s = await scene();
    const other = await scene();
    const requestId = await other.ask();
    const ctx = as(s.org, s.security);
    await expectNotFound(s.org, () => approveRequest(ctx, { requestId }));
    await expectNotFound(s.org, () => denyRequest(ctx, { requestId, reason: "no" }));
    await expectNotFound(s.org, () => askRequest(ctx, { requestId, question: "?" }));
    await expectNotFound(s.org, () => answerRequest(ctx, { requestId, answer: "?" }));
    await expectNotFound(s.org, () => withdrawRequest(ctx, { requestId }));
    await expectNotFound(s.org, () => answerChecklist(ctx, { requestId, item: "maintained", answer: "yes" }));
  });

  test("of somebody removed and invited again is still their own", async () => {
    const s = await scene();
    const requestId = await s.ask();
    await write(s.org, (tx) =>
      tx.execute(
        sql`update member set removed_at = '2026-11-23' where org_id = ${s.org.id} and id = ${s.developer.id}`,
      ),
    );
    const returned = await createMember(s.org, "security", { accountId: s.developer.accountId });
    await expect(approveRequest(as(s.org, returned), { requestId })).rejects.toBeInstanceOf(Forbidden);
    const forGone = approveRequest(as(s.org, s.security), { requestId });
    await expect(forGone).rejects.toThrow(/has left/);
  });
});
