import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { classifyDriftAnew } from "#app/domain/catalog/classify-drift-anew.server.ts";
import { DEFAULT_DRIFT_POLICY } from "#app/domain/catalog/drift/drift-words.ts";
import { getDriftPolicy, previewDriftPolicy } from "#app/domain/catalog/drift-policy-queries.server.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import type { ScanEntry } from "#app/domain/inventory/scan-inputs.ts";
import { listServers } from "#app/domain/inventory/server-queries.server.ts";
import { tellEvent } from "#app/domain/notifications/tell-event.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { denyRequest } from "#app/domain/requests/deny-request.server.ts";
import { getRequest } from "#app/domain/requests/request-detail-queries.server.ts";
import { listQueue } from "#app/domain/requests/request-queries.server.ts";
import { tendLaunchRequest } from "#app/domain/requests/tend-launch-request.server.ts";
import { tendLaunchRequests } from "#app/domain/requests/tend-launch-requests.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { createGrant, fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const plain = (...texts: string[]) => texts.map((text) => ({ kind: "plain" as const, text }));
const one = (...more: string[]) =>
  npxEntry("one", "@acme/one@1.0.0", { args: plain("-y", "@acme/one@1.0.0", ...more) });

/** A developer with a grant, whose laptop starts the server as it was first seen under it. */
async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const guard = as(org, await createMember(org, "security"));
  const report = (...entries: ScanEntry[]) =>
    recordScan(as(org, developer), { report: reportOf([fileOf(entries)]) });
  await report(one());
  const [row] = await rowsOf(org, sql`select id, server_id, device_id from installation`);
  const [installationId, serverId] = [String(row?.id), String(row?.server_id)];
  const grantId = await createGrant(org, { serverId, member: developer });
  await report(one());
  const system = { ...guard, actor: { kind: "system" as const, job: "tend_launches" } };
  const tend = () => tendLaunchRequest(system, { installationId });
  const call = async () =>
    (await mayCall(as(org, developer), { server: serverId, tool: "read", installationId })).reason;
  const requests = () =>
    rowsOf(org, sql`select id, state, cancel_reason, reason from request where kind = 'drift' order by id`);
  const history = () =>
    rowsOf(org, sql`select change, class, outcome, ended_at is null as stands from launch_drift order by id`);
  const seen = async () => {
    const [now] = await rowsOf(org, sql`select launch_hash from installation where id = ${installationId}`);
    return [{ installationId, hash: String(now?.launch_hash) }];
  };
  return {
    org,
    developer,
    guard,
    system,
    report,
    installationId,
    serverId,
    grantId,
    tend,
    call,
    requests,
    history,
    seen,
  };
}

test("a report of another launch leaves one row of history with both launches, and the same report again none", async () => {
  const s = await scene();
  expect(await s.history()).toEqual([]);
  await s.report(one("--allow-all"));
  await s.report(one("--allow-all"));
  expect(await s.history()).toEqual([
    { change: "launch_changed", class: "re_approve", outcome: null, stands: true },
  ]);
  const [kept] = await rowsOf(s.org, sql`select approved_launch, found_launch from launch_drift`);
  expect(JSON.stringify(kept?.approved_launch)).not.toContain("--allow-all");
  expect(JSON.stringify(kept?.found_launch)).toContain("--allow-all");
  await s.report(one("--other"));
  await s.report(one());
  expect((await s.history()).map((row) => row.outcome)).toEqual(["superseded", "reverted"]);
  await s.report(one("--allow-all"));
  await s.report();
  expect((await s.history()).map((row) => row.outcome)).toEqual(["superseded", "reverted", "removed"]);
});

test("it opens one request in its person's name, with one event; another launch renews it", async () => {
  const s = await scene();
  expect(await s.tend()).toEqual({ done: "nothing", requestId: null });
  await s.report(one("--allow-all"));
  const opened = await expectOneEvent(s.org, s.system, "request.open_launch_drift", s.tend);
  expect(opened.done).toBe("opened");
  expect(await s.tend()).toEqual({ done: "nothing", requestId: opened.requestId });
  await s.report(one("--allow-all"));
  expect(await s.tend()).toEqual({ done: "nothing", requestId: opened.requestId });
  await s.report(one("--other"));
  expect(await expectOneEvent(s.org, s.system, "request.renew_launch_drift", s.tend)).toEqual({
    done: "renewed",
    requestId: opened.requestId,
  });
  expect(await s.requests()).toMatchObject([{ state: "pending_approval" }]);
  const [waiting] = (await listQueue(s.guard)).rows;
  expect([waiting?.kind, waiting?.requester.id]).toEqual(["drift", s.developer.id]);
  const { risk, because } = await getRequest(s.guard, String(opened.requestId));
  expect(waiting).toMatchObject({ risk, because });
  expect(because).toContain("it changed since it was approved");
});

test("of many who tend it at once one opens it; nobody without the right does, nor another organization", async () => {
  const s = await scene();
  await Promise.all([s.report(one("--allow-all")), s.report(one("--allow-all"))]);
  expect(await s.history()).toHaveLength(1);
  await expectForbidden(s.org, async () =>
    tendLaunchRequest(as(s.org, s.developer), { installationId: s.installationId }),
  );
  const done = (await Promise.all(Array.from({ length: 4 }, s.tend))).map((one) => one.done);
  expect(done.filter((one) => one === "opened")).toHaveLength(1);
  const other = await createOrganization(database.db);
  expect(await tendLaunchRequest(as(other, other.owner), { installationId: s.installationId })).toEqual({
    done: "nothing",
    requestId: null,
  });
  expect(await s.requests()).toHaveLength(1);
});

test("accepting it pins the launch that was seen, by its hash, and makes no grant", async () => {
  const s = await scene();
  await s.report(one("--allow-all"));
  const requestId = String((await s.tend()).requestId);
  const old = [{ installationId: s.installationId, hash: "0".repeat(64) }];
  await expect(approveRequest(s.guard, { requestId })).rejects.toBeInstanceOf(Invalid);
  await expect(
    approveRequest(s.guard, { requestId, tools: ["read"], seenLaunches: await s.seen() }),
  ).rejects.toBeInstanceOf(Invalid);
  await expect(approveRequest(s.guard, { requestId, seenLaunches: old })).rejects.toThrow(
    /started otherwise/,
  );
  await expect(
    approveRequest(as(s.org, s.developer), { requestId, seenLaunches: await s.seen() }),
  ).rejects.toBeInstanceOf(Forbidden);
  expect(await s.call()).toBe("server_changed");
  const seenLaunches = await s.seen();
  await expectOneEvent(s.org, s.guard, "request.accept_launch_drift", () =>
    approveRequest(s.guard, { requestId, seenLaunches }),
  );
  expect(await s.call()).toBe("allowed");
  expect(await s.history()).toMatchObject([{ outcome: "approved" }]);
  const [event] = await rowsOf(
    s.org,
    sql`select touched, after from audit_event where verb = 'request.accept_launch_drift'`,
  );
  expect(event).toMatchObject({ after: { hash: seenLaunches[0]?.hash } });
  expect(JSON.stringify(event)).not.toContain("allow-all");
  const [kept] = await rowsOf(s.org, sql`select grant_id, evidence from decision`);
  expect(kept).toMatchObject({ grant_id: null, evidence: { launches: seenLaunches } });
  expect(JSON.stringify(kept)).not.toContain("allow-all");
  expect(await rowsOf(s.org, sql`select 1 from access_grant`)).toHaveLength(1);
  await s.report(one());
  expect(await s.call()).toBe("server_changed");
  const other = await createOrganization(database.db);
  await expectNotFound(other, () => approveRequest(as(other, other.owner), { requestId, seenLaunches }));
});

test("a launch that comes at the moment it is accepted is not accepted with it", async () => {
  const s = await scene();
  for (let turn = 0; turn < 4; turn += 1) {
    await s.report(one(`--first=${turn}`));
    const requestId = String((await s.tend()).requestId);
    const seenLaunches = await s.seen();
    const [approved] = await Promise.allSettled([
      approveRequest(s.guard, { requestId, seenLaunches }),
      s.report(one(`--second=${turn}`)),
    ]);
    if (approved.status === "rejected") expect(approved.reason).toBeInstanceOf(Conflict);
    expect(await s.call()).toBe("server_changed");
    await s.tend();
  }
});

test("denying keeps it refused and asks no more about the same launch, also when it comes back, but about another", async () => {
  const s = await scene();
  await s.report(one("--allow-all"));
  const requestId = String((await s.tend()).requestId);
  await expectOneEvent(s.org, s.guard, "request.deny", () =>
    denyRequest(s.guard, { requestId, reason: "No." }),
  );
  expect(await s.call()).toBe("server_changed");
  expect(await s.tend()).toMatchObject({ done: "nothing" });
  await s.report(one());
  expect(await s.call()).toBe("allowed");
  await s.report(one("--allow-all"));
  expect(await s.call()).toBe("server_changed");
  expect(await s.tend()).toMatchObject({ done: "nothing" });
  await s.report(one("--other"));
  expect(await s.tend()).toMatchObject({ done: "opened" });
  expect((await s.requests()).map((row) => row.state)).toEqual(["denied", "pending_approval"]);
});

test("started as approved again, or gone from its file, the request is closed and says why", async () => {
  const s = await scene();
  await s.report(one("--allow-all"));
  const requestId = String((await s.tend()).requestId);
  await s.report(one());
  expect(await expectOneEvent(s.org, s.system, "request.cancel", s.tend)).toMatchObject({ done: "closed" });
  await expect(approveRequest(s.guard, { requestId, seenLaunches: await s.seen() })).rejects.toBeInstanceOf(
    Conflict,
  );
  await s.report(one("--allow-all"));
  await s.tend();
  await s.report();
  expect(await s.tend()).toMatchObject({ done: "closed" });
  expect((await s.requests()).map((row) => [row.state, row.cancel_reason])).toEqual([
    ["cancelled", "drift_settled"],
    ["cancelled", "drift_settled"],
  ]);
});

test("what a lost job left is opened by the sweep, once, and not where nobody holds a grant", async () => {
  const s = await scene();
  await s.report(one("--allow-all"));
  expect(await tendLaunchRequests(s.system, { limit: 10 })).toEqual({ tended: 1 });
  expect(await tendLaunchRequests(s.system, { limit: 10 })).toEqual({ tended: 0 });
  await rowsOf(s.org, sql`update request set state = 'expired' where kind = 'drift'`);
  expect(await tendLaunchRequests(s.system, { limit: 10 })).toEqual({ tended: 1 });
  await s.report(one());
  expect(await tendLaunchRequests(s.system, { limit: 10 })).toEqual({ tended: 1 });
  await rowsOf(s.org, sql`update access_grant set revoked_at = starts_at`);
  await s.report(one("--allow-all"));
  expect(await tendLaunchRequests(s.system, { limit: 10 })).toEqual({ tended: 0 });
});

test("a report sends the job that opens it in its own transaction", async () => {
  const s = await scene();
  const jobs = async () =>
    (
      await database.admin`select 1 from pgboss.job where name = 'tend_launches' and data ->> 'orgId' = ${s.org.id}`
    ).length;
  const before = await jobs();
  await s.report(one("--allow-all"));
  expect(await jobs()).toBe(before + 1);
  await s.report(one("--allow-all"));
  expect(await jobs()).toBe(before + 1);
});

test("a change that is only noted is history and asks nothing, until the policy says otherwise", async () => {
  const s = await scene();
  await s.report(npxEntry("one", "@acme/one@2.0.0", { args: plain("-y", "@acme/one@2.0.0") }));
  expect(await s.history()).toMatchObject([{ change: "release_changed", class: "note", stands: true }]);
  expect(await s.tend()).toMatchObject({ done: "nothing" });
  const owner = as(s.org, s.org.owner);
  await setDriftPolicy(owner, { ...DEFAULT_DRIFT_POLICY, release_changed: "block" });
  await classifyDriftAnew(owner, {});
  expect(await s.history()).toMatchObject([{ class: "block" }]);
  expect(await tendLaunchRequests(s.system, { limit: 10 })).toEqual({ tended: 1 });
  await setDriftPolicy(owner, DEFAULT_DRIFT_POLICY);
  await classifyDriftAnew(owner, {});
  expect(await tendLaunchRequests(s.system, { limit: 10 })).toEqual({ tended: 1 });
  expect(await s.requests()).toMatchObject([{ state: "cancelled" }]);
});

test("another package asks in the name of the grant for the approved one, and accepting it grants nothing", async () => {
  const s = await scene();
  await s.report(npxEntry("one", "@evil/one@1.0.0"));
  const requestId = String((await s.tend()).requestId);
  const [asked] = await rowsOf(s.org, sql`select server_id, grant_id from request where id = ${requestId}`);
  expect(asked).toEqual({ server_id: s.serverId, grant_id: s.grantId });
  await approveRequest(s.guard, { requestId, seenLaunches: await s.seen() });
  const other = await mayCall(as(s.org, s.developer), {
    server: "npm:@evil/one",
    tool: "read",
    installationId: s.installationId,
  });
  expect(other.reason).toBe("no_grant");
});

test("deciders, guardians and its person are told, each once, and nobody else who has the server", async () => {
  const s = await scene();
  const peer = await createMember(s.org, "member");
  await createGrant(s.org, { serverId: s.serverId, member: peer });
  await s.report(one("--allow-all"));
  await s.tend();
  const [event] = await rowsOf(
    s.org,
    sql`select id from audit_event where verb = 'request.open_launch_drift'`,
  );
  await tellEvent(s.system, String(event?.id));
  const told = await rowsOf(s.org, sql`select member_id, kind from notice order by kind`);
  expect(told.filter((row) => row.member_id === s.developer.id)).toEqual([
    { member_id: s.developer.id, kind: "my_launch_drifted" },
  ]);
  expect(told.filter((row) => row.kind === "drift_waits")).toHaveLength(2);
  expect(told.filter((row) => row.member_id === peer.id)).toEqual([]);
});

test("what a policy would make of installations that are started otherwise is counted by what changed", async () => {
  const s = await scene();
  await s.report(one("--allow-all"));
  const owner = as(s.org, s.org.owner);
  expect((await getDriftPolicy(owner)).installations).toBe(1);
  const tried = { ...DEFAULT_DRIFT_POLICY, launch_changed: "note" as const };
  expect((await previewDriftPolicy(owner, tried)).launches).toEqual([
    { change: "launch_changed", before: "re_approve", after: "note", installations: 1 },
  ]);
  expect((await previewDriftPolicy(owner, DEFAULT_DRIFT_POLICY)).launches).toEqual([]);
});

test("the catalog says that it drifted to whoever may see the installation", async () => {
  const s = await scene();
  const peer = await createMember(s.org, "member");
  const drifted = async (ctx: Parameters<typeof listServers>[0]) =>
    (await listServers(ctx, {}, { limit: 10, offset: 0 })).rows.map((row) => row.hasDrifted);
  expect(await drifted(s.guard)).toEqual([false]);
  await s.report(one("--allow-all"));
  expect([
    await drifted(s.guard),
    await drifted(as(s.org, s.developer)),
    await drifted(as(s.org, peer)),
  ]).toEqual([[true], [true], [false]]);
});

/** The developer asks for access; what the decider sees of launches, and how they decide. */
async function asked() {
  const s = await scene();
  const requestId = uuidv7();
  await createRequest(as(s.org, s.developer), {
    id: requestId,
    serverId: s.serverId,
    environment: "development",
    tools: null,
    reason: "For work.",
    endsAt: new Date(NOON.getTime() + 20 * 86_400_000),
  });
  const look = async () => (await getRequest(s.guard, requestId)).launches;
  const seen = async () => (await look()).map(({ installationId, hash }) => ({ installationId, hash }));
  return { ...s, requestId, look, seen };
}

test("whoever decides a request sees the launches it pins, with names of variables and no value", async () => {
  const s = await asked();
  await s.report(
    npxEntry("one", "@acme/one@1.0.0", {
      env: [{ name: "ACME_TOKEN", value: { kind: "secret", secretKind: "high-entropy" } }],
    }),
  );
  expect(await s.look()).toMatchObject([
    {
      installationId: s.installationId,
      identity: "npm:@acme/one",
      release: "1.0.0",
      client: "cursor",
      launch: { command: "npx", env: [{ name: "ACME_TOKEN", value: { kind: "secret" } }] },
      drift: { change: "launch_changed", lines: ["variable ACME_TOKEN was added"] },
    },
  ]);
  expect((await getRequest(as(s.org, s.developer), s.requestId)).launches).toEqual([]);
});

test("a decision pins the launches that were seen and its evidence and event name them by id and hash", async () => {
  const s = await asked();
  await s.report(one("--allow-all"));
  const seenLaunches = await s.seen();
  await expectOneEvent(s.org, s.guard, "request.approve", () =>
    approveRequest(s.guard, { requestId: s.requestId, seenLaunches }),
  );
  expect(await s.call()).toBe("allowed");
  expect(await s.history()).toMatchObject([{ outcome: "approved" }]);
  const [kept] = await rowsOf(s.org, sql`select evidence -> 'launches' as launches from decision`);
  expect(kept?.launches).toEqual([{ ...seenLaunches[0], serverId: s.serverId, release: "1.0.0" }]);
  const [event] = await rowsOf(
    s.org,
    sql`select touched, after from audit_event where verb = 'request.approve'`,
  );
  expect(event).toMatchObject({
    touched: expect.arrayContaining([{ kind: "installation", id: s.installationId }]),
    after: { installations: 1, populationHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(JSON.stringify([kept, event])).not.toContain("allow-all");
});

test("a launch that changed, came or went between looking and deciding is refused, says which, and decides nothing", async () => {
  const s = await asked();
  const seenLaunches = await s.seen();
  const decide = () => approveRequest(s.guard, { requestId: s.requestId, seenLaunches });
  await s.report(one("--allow-all"));
  await expect(decide()).rejects.toThrow(/ on .* is started otherwise\. Look again\. Nothing was decided\./);
  await s.report(one(), npxEntry("two", "@acme/one@1.0.0"));
  await expect(decide()).rejects.toThrow(/ is new\. Look again/);
  await s.report();
  await expect(decide()).rejects.toThrow(/1 installation is gone\. Look again/);
  expect(await rowsOf(s.org, sql`select 1 from decision`)).toEqual([]);
  await s.report(one());
  await decide();
});

test("of a decision and another launch at once, what was not seen is never what is pinned", async () => {
  for (let turn = 0; turn < 3; turn += 1) {
    const s = await asked();
    const seenLaunches = await s.seen();
    const [decided] = await Promise.allSettled([
      approveRequest(s.guard, { requestId: s.requestId, seenLaunches }),
      s.report(one("--allow-all")),
    ]);
    if (decided.status === "rejected") expect(decided.reason).toBeInstanceOf(Conflict);
    expect(await s.call()).toBe("server_changed");
  }
});

test("more installations than are shown are seen as one: a change in one of them is refused, and all are pinned", async () => {
  const s = await asked();
  const many = (last: string) => [
    ...Array.from({ length: 600 }, (_, n) => npxEntry(`n${n}`, "@acme/one@1.0.0")),
    npxEntry("last", "@acme/one@1.0.0", { args: plain("-y", "@acme/one@1.0.0", last) }),
  ];
  await s.report(...many("--a"));
  const look = async () => {
    const { launches, launchesBeyond } = await getRequest(s.guard, s.requestId);
    const seenLaunches = launches.map(({ installationId, hash }) => ({ installationId, hash }));
    return { requestId: s.requestId, seenLaunches, seenLaunchesBeyond: launchesBeyond };
  };
  const old = await look();
  expect([old.seenLaunches.length, old.seenLaunchesBeyond?.count]).toEqual([500, 101]);
  await s.report(...many("--b"));
  await expect(approveRequest(s.guard, old)).rejects.toThrow(/Look again\. Nothing was decided\./);
  const now = await look();
  expect(now.seenLaunchesBeyond?.hash === old.seenLaunchesBeyond?.hash).toBe(
    JSON.stringify(now.seenLaunches) !== JSON.stringify(old.seenLaunches),
  );
  await expect(approveRequest(s.guard, { ...now, seenLaunchesBeyond: null })).rejects.toThrow(/are new/);
  await approveRequest(s.guard, now);
  expect(
    await rowsOf(
      s.org,
      sql`select count(*)::int as n from installation where pinned_launch = launch and removed_at is null`,
    ),
  ).toEqual([{ n: 601 }]);
});
