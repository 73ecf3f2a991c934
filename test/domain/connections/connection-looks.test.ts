import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connectionObserver } from "#app/connectors/connection/observe-connection.server.ts";
import { askConnectionLook } from "#app/domain/connections/ask-connection-look.server.ts";
import { askDueLooks } from "#app/domain/connections/ask-due-looks.server.ts";
import { beginConnectionLook } from "#app/domain/connections/begin-connection-look.server.ts";
import type { ConnectionFacts } from "#app/domain/connections/connection-facts.ts";
import { getConnection } from "#app/domain/connections/connection-queries.server.ts";
import { recordConnectionLook } from "#app/domain/connections/record-connection-look.server.ts";
import { Conflict, NotFound } from "#app/domain/errors.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { lookAtConnection } from "#app/jobs/look-at-connection.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  createMember,
  createOrganization,
  NOON,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { openOutsideServers } from "#test/support/outside-servers.ts";
import { noMail } from "#test/support/smtp.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();
const outside = openOutsideServers();
const DAY = 86_400_000;
const later = (days: number) => new Date(NOON.getTime() + days * DAY);

const FACTS: ConnectionFacts = {
  address: "93.184.215.14",
  isPublic: true,
  tls: null,
  answer: { status: 200, kind: "open" },
  authentication: { kind: "none" },
};

function remoteEntry(name: string, url: string) {
  return { name, enabled: true, launch: { transport: "http" as const, url, args: [], env: [], headers: [] } };
}

/** Reports what stands in the owner's Cursor and returns the server of each identity. */
async function use(org: TestOrganization, entries: Parameters<typeof fileOf>[0], now = NOON) {
  await recordScan(as(org, org.owner, { now }), {
    report: reportOf([fileOf(entries)]),
    deviceName: "laptop",
  });
  const rows = await rowsOf(org, sql`select id, identity from server`);
  return (identity: string) => String(rows.find((row) => row.identity === identity)?.id);
}

async function worldOfRemote(url = "https://mcp.example/mcp") {
  const org = await createOrganization(database.db);
  const idOf = await use(org, [remoteEntry("docs", url), npxEntry("files", "server-files@1.0.0")]);
  return { org, remote: idOf(`remote:${url}`), local: idOf("npm:server-files") };
}

test("a guardian asks for a look, once at a time, and leaves exactly one audit event", async () => {
  const { org, remote } = await worldOfRemote();
  const ctx = as(org, org.owner);
  const { lookId } = await expectOneEvent(org, ctx, "connection_look.ask", () =>
    askConnectionLook(ctx, { serverId: remote }),
  );
  await expect(askConnectionLook(ctx, { serverId: remote })).rejects.toBeInstanceOf(Conflict);
  expect((await getConnection(ctx, remote)).askedAt).toEqual(NOON);
  const jobs = await database.admin`select data from pgboss.job
    where name = 'look_at_connection' and data ->> 'orgId' = ${org.id}`;
  expect(jobs.map(({ data }) => data)).toEqual([{ orgId: org.id, lookId }]);
});

test("two who ask at once get one look", async () => {
  const { org, remote } = await worldOfRemote();
  const both = await Promise.allSettled(
    [1, 2].map(() => askConnectionLook(as(org, org.owner), { serverId: remote })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a member cannot ask for a look, and neither can an owner's key without the scope", async () => {
  const { org, remote } = await worldOfRemote();
  const member = await createMember(org, "member");
  await expectForbidden(org, async () => askConnectionLook(as(org, member), { serverId: remote }));
  const key = as(org, org.owner, { scopes: ["read"] });
  await expectForbidden(org, async () => askConnectionLook(key, { serverId: remote }));
  await expectForbidden(org, async () => beginConnectionLook(as(org, member), remote));
  await expectForbidden(org, async () =>
    recordConnectionLook(as(org, member), {
      lookId: remote,
      observation: { outcome: "observed", facts: FACTS },
    }),
  );
});

test("another organization's server is not found, by asking, by reading and by recording", async () => {
  const { org, remote } = await worldOfRemote();
  const other = await createOrganization(database.db);
  const ctx = as(other, other.owner);
  await expectNotFound(other, async () => askConnectionLook(ctx, { serverId: remote }));
  await expect(getConnection(ctx, remote)).rejects.toBeInstanceOf(NotFound);
  const { lookId } = await askConnectionLook(as(org, org.owner), { serverId: remote });
  const observation = { outcome: "observed", facts: FACTS } as const;
  expect(await recordConnectionLook(ctx, { lookId, observation })).toEqual({ isKept: false });
  expect(await beginConnectionLook(ctx, lookId)).toBeUndefined();
  expect((await getConnection(as(org, org.owner), remote)).seen).toBeNull();
});

test("a server without an address of its own cannot be looked at", async () => {
  const { org, local } = await worldOfRemote();
  await expect(askConnectionLook(as(org, org.owner), { serverId: local })).rejects.toBeInstanceOf(Conflict);
});

test("what a look saw is written once; a second answer to it changes nothing", async () => {
  const { org, remote } = await worldOfRemote();
  const { lookId } = await askConnectionLook(as(org, org.owner), { serverId: remote });
  const ctx = asOperator(org, later(0.1));
  await expectOneEvent(org, ctx, "connection_look.record", () =>
    recordConnectionLook(ctx, { lookId, observation: { outcome: "observed", facts: FACTS } }),
  );
  const again = { lookId, observation: { outcome: "could_not_look", why: "slow" } } as const;
  expect(await recordConnectionLook(ctx, again)).toEqual({ isKept: false });
  expect(await getConnection(ctx, remote)).toMatchObject({
    askedAt: null,
    seen: { at: later(0.1), facts: FACTS },
    failed: null,
  });
});

test("a look that fails leaves the earlier one standing and marks it, until one succeeds", async () => {
  const { org, remote } = await worldOfRemote();
  const lookOn = async (day: number, failed: boolean) => {
    const { lookId } = await askConnectionLook(as(org, org.owner, { now: later(day) }), { serverId: remote });
    await recordConnectionLook(asOperator(org, later(day)), {
      lookId,
      observation: failed
        ? { outcome: "could_not_look", why: "unreachable" }
        : { outcome: "observed", facts: FACTS },
    });
    return getConnection(as(org, org.owner), remote);
  };
  expect(await lookOn(0, true)).toMatchObject({ seen: null, failed: { why: "unreachable" } });
  expect(await lookOn(1, false)).toMatchObject({ seen: { at: later(1) }, failed: null });
  expect(await lookOn(2, true)).toMatchObject({ seen: { at: later(1) }, failed: { at: later(2) } });
  expect(await lookOn(3, false)).toMatchObject({ seen: { at: later(3) }, failed: null });
});

test("a look that was begun and never came back is given up; one that waits its turn waits for a day", async () => {
  const { org, remote } = await worldOfRemote();
  const ask = (days: number) =>
    askConnectionLook(as(org, org.owner, { now: later(days) }), { serverId: remote });
  const { lookId } = await ask(0);
  await expect(ask(0.5)).rejects.toBeInstanceOf(Conflict);
  expect(await beginConnectionLook(asOperator(org, later(0.6)), lookId)).toEqual({
    identity: "remote:https://mcp.example/mcp",
  });
  await expect(ask(0.6)).rejects.toBeInstanceOf(Conflict);
  await ask(0.7);
  expect(await getConnection(as(org, org.owner), remote)).toMatchObject({
    askedAt: later(0.7),
    failed: { why: "not_carried_out" },
  });
  expect(await beginConnectionLook(asOperator(org, later(0.7)), lookId)).toBeUndefined();
  await ask(1.8);
  expect((await getConnection(as(org, org.owner), remote)).askedAt).toEqual(later(1.8));
});

test("while as many looks wait as are placed in a round, none is added", async () => {
  const { org } = await worldOfRemote();
  const entries = ["a", "b", "c"].map((name) => remoteEntry(name, `https://${name}.example/mcp`));
  await use(org, entries, later(0.01));
  const due = (days: number) => askDueLooks(asOperator(org, later(days)), { limit: 2 });
  expect([await due(0.01), await due(0.02)]).toEqual([{ asked: 2 }, { asked: 0 }]);
  const open = await rowsOf(org, sql`select id from connection_look where state = 'asked' limit 1`);
  await recordConnectionLook(asOperator(org, later(0.02)), {
    lookId: String(open[0]?.id),
    observation: { outcome: "observed", facts: FACTS },
  });
  expect(await due(0.02)).toEqual({ asked: 1 });
});

test("a remote server is looked at when it is first met and then once a day while somebody has it", async () => {
  const { org } = await worldOfRemote();
  const due = (now: Date) => askDueLooks(asOperator(org, now), { limit: 10 });
  const ctx = asOperator(org);
  await expectOneEvent(org, ctx, "connection_look.ask", () => askDueLooks(ctx, { limit: 10 }));
  expect(await due(later(0.9))).toEqual({ asked: 0 });
  expect(await due(later(1.1))).toEqual({ asked: 1 });
  await use(org, [npxEntry("files", "server-files@1.0.0")], later(2));
  expect(await due(later(3))).toEqual({ asked: 0 });
});

test("a demo organization has nobody looked at by itself", async () => {
  const { org } = await worldOfRemote();
  await database.admin`update organization set is_demo = true where id = ${org.id}`;
  expect(await askDueLooks(asOperator(org), { limit: 10 })).toEqual({ asked: 0 });
});

test("of two sweeps at once each server is asked for by one", async () => {
  const { org } = await worldOfRemote();
  const both = await Promise.all([1, 2].map(() => askDueLooks(asOperator(org), { limit: 10 })));
  expect(both.map(({ asked }) => asked).sort()).toEqual([0, 1]);
});

test("old looks go, but never the newest that saw something", async () => {
  const { org, remote } = await worldOfRemote();
  for (let day = 0; day < 40; day += 1) {
    const { lookId } = await askConnectionLook(as(org, org.owner, { now: later(day) }), { serverId: remote });
    const observation =
      day < 2
        ? ({ outcome: "observed", facts: FACTS } as const)
        : ({ outcome: "could_not_look", why: "slow" } as const);
    await recordConnectionLook(asOperator(org, later(day)), { lookId, observation });
  }
  expect(await rowsOf(org, sql`select id from connection_look`)).toHaveLength(31);
  expect(await getConnection(as(org, org.owner), remote)).toMatchObject({ seen: { at: later(1) } });
});

test("the job looks at the server's own address and keeps what it saw, or why it could not", async () => {
  const url = await outside.http((_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json" }).end('{"jsonrpc":"2.0","result":{}}');
  });
  const { org, remote } = await worldOfRemote(`${url}/mcp`);
  const ask = () => askConnectionLook(as(org, org.owner), { serverId: remote });
  const world = {
    ...noMail,
    db: database.db,
    now: () => NOON,
    observe: connectionObserver({ allowedNetworks: ["127.0.0.1/32"] }),
    onError: (error: unknown) => {
      throw error;
    },
  };
  await lookAtConnection(world, { orgId: org.id, ...(await ask()) });
  const ctx = as(org, org.owner);
  expect(await getConnection(ctx, remote)).toMatchObject({
    seen: { facts: { address: "127.0.0.1", tls: null, authentication: { kind: "none" } } },
  });
  const { lookId } = await ask();
  await lookAtConnection({ ...world, ...noMail }, { orgId: org.id, lookId });
  expect(await getConnection(ctx, remote)).toMatchObject({ failed: { why: "address" } });
  // a job carried out twice finds nothing to do
  await lookAtConnection(world, { orgId: org.id, lookId });
});
