import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { classifyDriftAnew } from "#app/domain/catalog/classify-drift-anew.server.ts";
import { DEFAULT_DRIFT_POLICY, type DriftPolicy } from "#app/domain/catalog/drift/drift-words.ts";
import { setDriftPolicy } from "#app/domain/catalog/set-drift-policy.server.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { getInstallation } from "#app/domain/inventory/installation-queries.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import type { ScanEntry } from "#app/domain/inventory/scan-inputs.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { deriveInstallations } from "#test/support/derived-inventory.ts";
import { as, createMember, createOrganization, NOON } from "#test/support/factories.ts";
import { createGrant, fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const plain = (...texts: string[]) => texts.map((text) => ({ kind: "plain" as const, text }));
const one = (spec = "@acme/one@1.0.0", ...more: string[]) =>
  npxEntry("one", spec, { args: plain("-y", spec, ...more) });
const LISTED = { page: 1, perPage: 50, sort: "need" };

/** A developer whose laptop starts a server that was approved for them as it stands there. */
async function scene(first: ScanEntry = one()) {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const security = await createMember(org, "security");
  const guard = as(org, security);
  const report = (...entries: ScanEntry[]) =>
    recordScan(as(org, developer), { report: reportOf([fileOf(entries)]) });
  await report(first);
  const [row] = await rowsOf(org, sql`select id, server_id, device_id from installation`);
  const [installationId, serverId] = [String(row?.id), String(row?.server_id)];
  const ask = async (of = serverId) => {
    const id = uuidv7();
    await createRequest(as(org, developer), {
      id,
      serverId: of,
      environment: "development",
      tools: null,
      reason: "For work.",
      endsAt: new Date(NOON.getTime() + 20 * 86_400_000),
    });
    return id;
  };
  const approve = async (requestId: string) => approveRequest(guard, { requestId });
  await approve(await ask());
  const call = async (of = serverId, id: string | undefined = installationId) =>
    (await mayCall(as(org, developer), { server: of, tool: "read", ...(id ? { installationId: id } : {}) }))
      .reason;
  const standing = async () => {
    const { rows } = await listInstallations(guard, {}, LISTED);
    expect(rows).toEqual((await deriveInstallations(guard, {}, LISTED)).rows);
    return rows.map((one) => one.standing);
  };
  const choose = (policy: Partial<DriftPolicy>) =>
    setDriftPolicy(as(org, org.owner), { ...DEFAULT_DRIFT_POLICY, ...policy });
  const deviceId = String(row?.device_id);
  const byDevice = async () =>
    (
      await mayCall(as(org, developer, { via: "device_key", deviceId, scopes: ["check"] }), {
        server: serverId,
        tool: "read",
      })
    ).reason;
  return {
    org,
    developer,
    guard,
    report,
    installationId,
    serverId,
    ask,
    approve,
    call,
    standing,
    choose,
    byDevice,
  };
}

test("what is started in another way than approved drifts and is refused at once, and as it was it is allowed again", async () => {
  const s = await scene();
  expect([await s.standing(), await s.call()]).toEqual([["approved"], "allowed"]);
  await s.report(one("@acme/one@1.0.0", "--allow-all"));
  expect([await s.standing(), await s.call(), await s.byDevice()]).toEqual([
    ["drifted"],
    "server_changed",
    "server_changed",
  ]);
  expect((await getInstallation(s.guard, s.installationId)).drift).toEqual({
    change: "launch_changed",
    class: "re_approve",
    lines: ["argument --allow-all was added"],
  });
  await s.report(one());
  expect([await s.standing(), await s.call(), await s.byDevice()]).toEqual([
    ["approved"],
    "allowed",
    "allowed",
  ]);
  expect((await getInstallation(s.guard, s.installationId)).drift).toBeNull();
});

test("an approval pins how it is started now", async () => {
  const s = await scene();
  await s.report(one("@acme/one@1.0.0", "--allow-all"));
  await s.approve(await s.ask());
  expect([await s.standing(), await s.call()]).toEqual([["approved"], "allowed"]);
  await s.report(one());
  expect([await s.standing(), await s.call()]).toEqual([["drifted"], "server_changed"]);
});

test("a change that is only noted refuses nothing and is told, another release by default", async () => {
  const s = await scene();
  await s.report(one("@acme/one@2.0.0"));
  expect([await s.standing(), await s.call()]).toEqual([["approved"], "allowed"]);
  expect((await getInstallation(s.guard, s.installationId)).drift).toMatchObject({
    change: "release_changed",
    class: "note",
  });
  await s.choose({ launch_changed: "note" });
  await s.report(one("@acme/one@2.0.0", "--verbose"));
  expect([await s.standing(), await s.call()]).toEqual([["approved"], "allowed"]);
});

test("what the policy says later holds for what changed before once it is classified anew", async () => {
  const s = await scene();
  await s.report(one("@acme/one@1.0.0", "--verbose"));
  await s.choose({ launch_changed: "note" });
  expect(await s.call()).toBe("server_changed");
  await classifyDriftAnew(as(s.org, s.org.owner), {});
  expect([await s.standing(), await s.call()]).toEqual([["approved"], "allowed"]);
});

test("another package in the place of an approved one drifts and is refused, even one that is granted", async () => {
  const s = await scene();
  await s.report(one("@evil/one@1.0.0"));
  const [other] = await rowsOf(s.org, sql`select id from server where identity = 'npm:@evil/one'`);
  const otherId = String(other?.id);
  expect([await s.standing(), await s.call(), await s.call(otherId)]).toEqual([
    ["drifted"],
    "installation_mismatch",
    "no_grant",
  ]);
  expect((await getInstallation(s.guard, s.installationId)).drift).toMatchObject({
    change: "package_changed",
    class: "block",
    lines: expect.arrayContaining(["package was npm:@acme/one, is npm:@evil/one"]),
  });
  await createGrant(s.org, { serverId: otherId, member: s.developer });
  expect([await s.standing(), await s.call(otherId)]).toEqual([["drifted"], "server_drifted"]);
  await s.approve(await s.ask(otherId));
  expect([await s.standing(), await s.call(otherId)]).toEqual([["approved"], "allowed"]);
});

test("what is installed after the approval is held against how it was first seen", async () => {
  const s = await scene();
  const two = (...more: string[]) => npxEntry("two", "@acme/one", { args: plain("@acme/one", ...more) });
  await s.report(one(), two());
  expect(await s.standing()).toEqual(["approved", "approved"]);
  await s.report(one(), two("--allow-all"));
  expect((await s.standing()).sort()).toEqual(["approved", "drifted"]);
  expect(await s.call()).toBe("allowed");
  // a call that names none may come from either
  expect(await s.byDevice()).toBe("server_changed");
});

test("another organization's and another person's installations of the same server are as they were", async () => {
  const [s, elsewhere] = [await scene(), await scene()];
  const peer = await createMember(s.org, "member");
  await recordScan(as(s.org, peer), { report: reportOf([fileOf([one("@acme/one@1.0.0", "--mine")])]) });
  await createGrant(s.org, { serverId: s.serverId, member: peer });
  await s.report(one("@acme/one@1.0.0", "--allow-all"));
  expect((await s.standing()).sort()).toEqual(["approved", "drifted"]);
  expect([await elsewhere.standing(), await elsewhere.call()]).toEqual([["approved"], "allowed"]);
  await elsewhere.report(one("@acme/one@1.0.0", "--other"));
  await s.report(one());
  expect([await s.call(), await elsewhere.call()]).toEqual(["allowed", "server_changed"]);
});

test("of an approval and a report at once one is first, and what stands is judged by what was pinned", async () => {
  const s = await scene();
  for (let turn = 0; turn < 6; turn += 1) {
    const launch = one("@acme/one@1.0.0", `--turn=${turn}`);
    const id = await s.ask();
    await Promise.all([s.approve(id), s.report(launch, npxEntry(`more-${turn}`, "@acme/one"))]);
    const rows = await rowsOf(
      s.org,
      sql`select launch_change, pinned_way = launch_way as same from installation where id = ${s.installationId}`,
    );
    const [row] = rows;
    expect(row?.launch_change).toBe(row?.same ? null : "launch_changed");
    expect(await s.call()).toBe(row?.same ? "allowed" : "server_changed");
    await s.standing();
  }
});

test("a key that names no installation is refused while one of its person's is started otherwise, and told to name it", async () => {
  const s = await scene();
  const key: Parameters<typeof as>[2] = {
    via: "api_key",
    apiKeyId: uuidv7(),
    scopes: ["check"],
    keyEnvironment: "development",
  };
  const byKey = async (installationId?: string) =>
    (
      await mayCall(as(s.org, s.developer, key), {
        server: s.serverId,
        tool: "read",
        ...(installationId ? { installationId } : {}),
      })
    ).reason;
  const two = (...more: string[]) => npxEntry("two", "@acme/one", { args: plain("@acme/one", ...more) });
  await s.report(one(), two());
  expect(await byKey()).toBe("allowed");
  await s.report(one(), two("--allow-all"));
  expect([await byKey(), await byKey(s.installationId)]).toEqual(["installation_needed", "allowed"]);
  await s.report(one());
  expect(await byKey()).toBe("allowed");
  // another package in its place may be what calls
  await s.choose({ package_changed: "re_approve" });
  await s.report(npxEntry("one", "@evil/one@1.0.0"));
  expect(await byKey()).toBe("installation_needed");
});

test("a change that blocks stops all of its person's calls to the server, from anywhere, and nobody else's", async () => {
  const s = await scene();
  const peer = await createMember(s.org, "member");
  await recordScan(as(s.org, peer), { report: reportOf([fileOf([one()])]) });
  await createGrant(s.org, { serverId: s.serverId, member: peer });
  const [theirs] = await rowsOf(s.org, sql`select id from installation where member_id = ${peer.id}`);
  const two = (...more: string[]) => npxEntry("two", "@acme/one", { args: plain("@acme/one", ...more) });
  await s.report(one(), two());
  await s.choose({ launch_changed: "block" });
  await s.report(one(), two("--allow-all"));
  expect([await s.call(), await s.byDevice()]).toEqual(["server_drifted", "server_drifted"]);
  const peers = await mayCall(as(s.org, peer), {
    server: s.serverId,
    tool: "read",
    installationId: String(theirs?.id),
  });
  expect(peers.reason).toBe("allowed");
  await s.report(one(), two());
  expect(await s.call()).toBe("allowed");
});

test("what was pinned before more of a launch counted is held against it by what it was", async () => {
  const s = await scene();
  await rowsOf(
    s.org,
    sql`update installation set pinned_way = repeat('0', 64), launch_way = repeat('0', 64)`,
  );
  await s.report(one());
  expect(await s.call()).toBe("allowed");
  await rowsOf(s.org, sql`update installation set pinned_way = repeat('0', 64)`);
  await s.report(one("@acme/one@1.0.0", "--allow-all"));
  expect(await s.call()).toBe("server_changed");
});

test("a launch that changed is no approved one under another name, in its place or beside it", async () => {
  const changed = one("@acme/one@1.0.0", "--reach-everything");
  const renamed = { ...changed, name: "two" };
  for (const then of [
    [renamed],
    [changed, renamed],
    [{ ...one("@acme/one@1.0.0", "--more"), name: "two" }],
  ]) {
    const s = await scene();
    await s.report(changed);
    await s.report(...then);
    expect(new Set(await s.standing())).toEqual(new Set(["drifted"]));
    expect(await s.byDevice()).toBe("server_changed");
  }
  const back = await scene();
  await back.report(changed);
  await back.report({ ...one(), name: "two" });
  expect(await back.standing()).toEqual(["approved"]);
  expect(await back.byDevice()).toBe("allowed");
});

test("an approved launch that is renamed and changed at once is not approved anew, nor when it comes back later", async () => {
  const other = { ...one("@acme/one@1.0.0", "--reach-everything"), name: "two" };
  const s = await scene();
  await s.report(other);
  expect(await s.byDevice()).toBe("server_changed");
  const later = await scene();
  await later.report();
  await later.report(other);
  expect(await later.byDevice()).toBe("server_changed");
});
