import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { addMember } from "#app/domain/identity/add-member.server.ts";
import { createAgent } from "#app/domain/identity/create-agent.server.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { retireAgent } from "#app/domain/identity/retire-agent.server.ts";
import { listFound } from "#app/domain/requests/search-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, asOperator, createMember } from "#test/support/factories.ts";
import { importText, officialEntry, registryOf } from "#test/support/registry-factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();

async function scene() {
  const { org, developer, ask: askFor } = await requestScene(database.db);
  const identity = "npm:@vendor/zebra-mcp";
  const ask = (by = developer) => askFor({ serverId: null, identity }, by);
  const ctx = asOperator(org);
  const account = await createMember(await otherOrganization(), "member");
  const ana = await inTransaction(ctx, (tx) =>
    addMember(
      tx,
      { ...ctx, tx },
      {
        accountId: account.accountId,
        name: "Ána Prüfer 🏰",
        email: `ana-${account.accountId.slice(-8)}@example.test`,
        role: "member",
        teamIds: [],
      },
    ),
  );
  const team = await createTeam(as(org, org.owner), { name: "Core Payments" });
  return { org, developer, identity, ask, ana, team };
}

async function otherOrganization() {
  const { org } = await requestScene(database.db);
  return org;
}

test("servers, people, teams and requests are found by how their words begin", async () => {
  const { org, identity, ask, ana, team } = await scene();
  const requestId = await ask();
  const owner = as(org, org.owner);
  const byServer = await listFound(owner, "zeb");
  expect(byServer.servers.map((row) => row.identity)).toEqual([identity]);
  expect(byServer.requests.map((row) => row.id)).toEqual([requestId]);
  expect((await listFound(owner, "@vendor/zebra")).servers).toEqual(byServer.servers);
  expect((await listFound(owner, "ÁNA prü")).people.map((row) => row.id)).toEqual([ana.memberId]);
  expect((await listFound(owner, "pay")).teams).toEqual([
    { isMine: false, id: team.id, name: "Core Payments" },
  ]);
  expect((await listFound(owner, "ore")).teams).toEqual([]);
});

test("a server that is only listed is found by its name, one that is here stands among the servers", async () => {
  const { org, identity, ask } = await scene();
  const other = await scene();
  await ask();
  const entry = (name: string, of: string) =>
    officialEntry(name, { packages: [{ registryType: "npm", identifier: of, version: "1.0.0" }] });
  const entries = [
    entry("com.example/quokka", "@example/quokka"),
    entry("com.example/zebra", identity.slice(4)),
  ];
  await importText(org, await registryOf(org, "official"), JSON.stringify({ servers: entries }));
  const found = await listFound(as(org, org.owner), "quokka");
  expect(found.listings).toMatchObject([{ name: "com.example/quokka" }]);
  expect((await listFound(as(other.org, other.org.owner), "quokka")).listings).toEqual([]);
  const here = await listFound(as(org, org.owner), "zebra");
  expect([here.servers.length, here.listings.length]).toEqual([1, 0]);
});

test("an agent is found by its name, by those who may see it, until it is retired", async () => {
  const { org, developer } = await scene();
  const owner = as(org, developer);
  const reviewBy = new Date(owner.now.getTime() + 86_400_000);
  const terms = { purpose: "For work.", environment: "staging" as const, reviewBy };
  const { id } = await createAgent(owner, { ...terms, name: "Release-Notes Bot" });
  const found = [{ id, name: "Release-Notes Bot", owner: developer.name }];
  for (const typed of ["rel", "notes bot", "release-notes"]) {
    expect((await listFound(owner, typed)).agents).toEqual(found);
  }
  expect((await listFound(as(org, org.owner), "notes")).agents).toEqual(found);
  expect((await listFound(as(org, await createMember(org, "member")), "notes")).agents).toEqual([]);
  await retireAgent(owner, { agentId: id, reason: "done" });
  expect((await listFound(owner, "notes")).agents).toEqual([]);
});

test("nothing typed finds nothing, and what begins with no word finds nothing", async () => {
  const { org } = await scene();
  const nothing = { servers: [], listings: [], people: [], teams: [], agents: [], requests: [] };
  expect(await listFound(as(org, org.owner), "   ")).toEqual(nothing);
  expect(await listFound(as(org, org.owner), "%_'\"; drop table")).toEqual(nothing);
});

test("somebody finds only the requests they may see, and never another organization's anything", async () => {
  const { org, developer, identity, ask } = await scene();
  const mine = await ask();
  const colleague = await createMember(org, "member");
  const theirs = await ask(colleague);
  const found = await listFound(as(org, developer), identity);
  expect(found.requests.map((row) => row.id)).toEqual([mine]);
  expect((await listFound(as(org, org.owner), identity)).requests.map((row) => row.id).sort()).toEqual(
    [mine, theirs].sort(),
  );
  const foreign = await otherOrganization();
  const seen = await listFound(as(foreign, foreign.owner), "ána");
  expect(seen).toEqual({ servers: [], listings: [], people: [], teams: [], agents: [], requests: [] });
});
