import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Ctx } from "#app/domain/context.ts";
import { Forbidden, Invalid, NotFound } from "#app/domain/errors.ts";
import { getInstallation } from "#app/domain/inventory/installation-queries.server.ts";
import { listInstallations } from "#app/domain/inventory/inventory-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { recordCoverageDay } from "#app/domain/overview/record-coverage-day.server.ts";
import {
  getTeamOverview,
  listTeamServers,
  listTeamServersAfter,
} from "#app/domain/overview/team-page-queries.server.ts";
import { findTeamsInSight, getTeamSight } from "#app/domain/overview/team-sight.server.ts";
import { listRequests } from "#app/domain/requests/request-queries.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { createGrant, fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";
import { fillAtRandom } from "#test/support/overview-fills.ts";

const database = openTestDatabase();
const page = { page: 1, perPage: 50 };

async function report(org: TestOrganization, who: TestMember, ...packages: string[]) {
  const entries = packages.map((spec, at) => npxEntry(`s${at}`, spec));
  await recordScan(as(org, who), { report: reportOf([fileOf(entries)]) });
}

async function serverId(org: TestOrganization, identity: string): Promise<string> {
  const [row] = await rowsOf(org, sql`select id from server where identity = ${identity}`);
  return String(row?.id);
}

/** A team with a lead, a member and an approver in it, another team, and what everybody uses. */
async function scene() {
  const org = await createOrganization(database.db);
  const [lead, peer, stranger] = [
    await createMember(org, "member"),
    await createMember(org, "member"),
    await createMember(org, "member"),
  ];
  const [approver, otherApprover] = [
    await createMember(org, "approver"),
    await createMember(org, "approver"),
  ];
  const team = await createTeamOf(org, [
    { member: lead, isLead: true },
    { member: peer },
    { member: approver },
  ]);
  const other = await createTeamOf(org, [{ member: stranger, isLead: true }, { member: otherApprover }]);
  await report(org, lead, "alpha@1.0.0", "beta@1.0.0");
  await report(org, peer, "beta@1.0.0", "gamma@1.0.0");
  await report(org, stranger, "delta@1.0.0");
  return { org, lead, peer, stranger, approver, otherApprover, team, other };
}

const identities = async (ctx: Ctx, teamId: string) =>
  (await listTeamServers(ctx, teamId, page)).rows.map(({ identity }) => identity).sort();

test("leads, members who see their teams and those who see everything see what the whole team uses, and nothing of another", async () => {
  const s = await scene();
  const auditor = await createMember(s.org, "auditor");
  const security = await createMember(s.org, "security");
  for (const viewer of [s.lead, s.approver, auditor, security, s.org.owner]) {
    const ctx = as(s.org, viewer);
    expect(await getTeamSight(ctx, s.team.id), viewer.role).toBe("whole");
    expect(await identities(ctx, s.team.id), viewer.role).toEqual(["npm:alpha", "npm:beta", "npm:gamma"]);
  }
});

test("a member of the team without a wider view sees what they use themselves, and no coverage of the team", async () => {
  const s = await scene();
  const peer = as(s.org, s.peer);
  const shown = await getTeamOverview(peer, s.team.id, { ...page, most: 5 });
  expect(shown.sight).toBe("own");
  expect(shown.servers.rows.map(({ identity }) => identity).sort()).toEqual(["npm:beta", "npm:gamma"]);
  expect(shown.servers.rows.flatMap(({ names }) => names)).not.toContain(s.lead.name);
  expect(shown.now?.installations).toBe(2);
  expect(shown.coverage).toBeNull();
});

test("for members of other teams, whatever their role below seeing everything, a team is as one that is not there", async () => {
  const s = await scene();
  for (const viewer of [s.stranger, s.otherApprover]) {
    const ctx = as(s.org, viewer);
    await expect(listTeamServers(ctx, s.team.id, page)).rejects.toThrow(NotFound);
    await expect(getTeamOverview(ctx, s.team.id, { ...page, most: 5 })).rejects.toThrow(NotFound);
    expect(await findTeamsInSight(ctx)).toMatchObject({ all: false, ids: [s.other.id] });
  }
  const foreign = await createOrganization(database.db);
  await expect(listTeamServers(as(foreign, foreign.owner), s.team.id, page)).rejects.toThrow(NotFound);
  const blind = as(s.org, s.org.owner, { scopes: ["report"] });
  expect(() => getTeamSight(blind, s.team.id)).toThrow(Forbidden);
});

test("somebody who leads a team no more sees it no more, and neither what its members use elsewhere", async () => {
  const s = await scene();
  const lead = as(s.org, s.lead);
  const { rows } = await listInstallations(lead, { member: s.peer.id }, { ...page, sort: "need" });
  expect(rows).toHaveLength(2);
  const id = rows[0]?.id ?? "";
  expect(await getInstallation(lead, id)).toMatchObject({ memberId: s.peer.id });
  await rowsOf(s.org, sql`update team_member set is_lead = false where member_id = ${s.lead.id} returning 1`);
  expect(await getTeamSight(lead, s.team.id)).toBe("own");
  await expect(getInstallation(lead, id)).rejects.toThrow(NotFound);
  await rowsOf(s.org, sql`delete from team_member where member_id = ${s.lead.id} returning 1`);
  await expect(getTeamSight(lead, s.team.id)).rejects.toThrow(NotFound);
});

test.each([1, 2, 3])(
  "a team's page never shows more than the inventory, the requests and the grants of the same viewer (fill %i)",
  async (seed) => {
    const org = await createOrganization(database.db);
    const { people, approver, teams } = await fillAtRandom(org, seed);
    for (const viewer of [...people, approver, org.owner]) {
      const ctx = as(org, viewer);
      const { all, ids } = await findTeamsInSight(ctx);
      for (const { id } of teams.filter((team) => all || ids.includes(team.id))) {
        const shown = await getTeamOverview(ctx, id, { ...page, most: 50 });
        const inventory = await listInstallations(ctx, { team: id }, { ...page, perPage: 100, sort: "need" });
        const counted = shown.servers.rows.reduce((sum, row) => sum + row.installations, 0);
        expect(counted).toBe(inventory.total);
        expect(shown.now?.installations ?? 0).toBe(inventory.total);
        const requests = await listRequests(ctx, { team: id, open: "yes" }, { limit: 50, offset: 0 });
        expect(shown.requests.rows).toEqual(requests.rows);
        for (const { grant } of shown.servers.rows) {
          const mayHold = grant?.holder.kind === "team" ? [id] : people.map((person) => person.id);
          if (grant) expect([...mayHold, approver.id]).toContain(grant.holder.id);
        }
      }
    }
  },
);

test("servers nobody approved come first, then what needs a person most, each with who approved it for the team", async () => {
  const s = await scene();
  const [alpha, beta, gamma] = await Promise.all(
    ["npm:alpha", "npm:beta", "npm:gamma"].map((identity) => serverId(s.org, identity)),
  );
  const day = 86_400_000;
  const ofMember = await createGrant(s.org, { serverId: alpha ?? "", member: s.lead });
  await createGrant(
    s.org,
    { serverId: beta ?? "", teamId: s.team.id },
    { startsAt: new Date(NOON.getTime() - 9 * day), endsAt: new Date(NOON.getTime() - day) },
  );
  // of somebody else: says nothing about this team
  await createGrant(s.org, { serverId: gamma ?? "", member: s.stranger });
  const { rows } = await listTeamServers(as(s.org, s.lead), s.team.id, page);
  expect(rows.map(({ identity, standing, grant }) => [identity, standing, grant?.state ?? null])).toEqual([
    ["npm:gamma", "unapproved", null],
    ["npm:beta", "lapsed", "ended"],
    ["npm:alpha", "approved", "active"],
  ]);
  expect(rows[2]?.grant).toMatchObject({
    id: ofMember,
    grantedBy: { id: s.org.owner.id },
    holder: { kind: "member", id: s.lead.id },
  });
  // one that counts says more than one that ended, and the team's own more than a member's
  const again = await createGrant(s.org, { serverId: beta ?? "", member: s.peer });
  const ofTeam = await createGrant(s.org, { serverId: alpha ?? "", teamId: s.team.id });
  const { rows: then } = await listTeamServers(as(s.org, s.lead), s.team.id, page);
  const grantOf = (identity: string) => then.find((row) => row.identity === identity)?.grant?.id;
  expect([grantOf("npm:beta"), grantOf("npm:alpha")]).toEqual([again, ofTeam]);
  // some have it approved and some do not
  expect(then[0]).toMatchObject({ identity: "npm:gamma" });
  expect(then.find((row) => row.identity === "npm:beta")?.standings).toMatchObject({
    approved: 1,
    lapsed: 1,
  });
});

test("a page of servers follows the one before, and a cursor of another limit is refused", async () => {
  const s = await scene();
  const lead = as(s.org, s.lead);
  const all = await listTeamServersAfter(lead, s.team.id, { limit: 50 });
  expect(all).toMatchObject({ rows: { length: 3 }, nextCursor: null });
  const first = await listTeamServersAfter(lead, s.team.id, { limit: 2 });
  const rest = await listTeamServersAfter(lead, s.team.id, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.rows, ...rest.rows]).toEqual(all.rows);
  expect(rest.nextCursor).toBeNull();
  for (const cursor of ["1", "0", "-2", "x", ""]) {
    await expect(listTeamServersAfter(lead, s.team.id, { limit: 2, cursor })).rejects.toThrow(Invalid);
  }
});

test("a team's coverage is what was counted of it, and days nobody counted are missing and never zero", async () => {
  const s = await scene();
  await recordCoverageDay(asOperator(s.org, new Date("2026-11-25T00:00:30Z")));
  const lead = as(s.org, s.lead, { now: new Date("2026-11-27T12:00:00Z") });
  const { coverage } = await getTeamOverview(lead, s.team.id, { ...page, most: 5 });
  expect(coverage?.days).toMatchObject([{ day: "2026-11-24", installations: 4, people: 2, servers: 3 }]);
  expect(coverage?.missing).toEqual(["2026-11-23", "2026-11-25", "2026-11-26"]);
});

test("a team nobody of has reported shows nothing as nothing, and not as no installation", async () => {
  const org = await createOrganization(database.db);
  const lead = await createMember(org, "member");
  const team = await createTeamOf(org, [{ member: lead, isLead: true }]);
  const shown = await getTeamOverview(as(org, lead), team.id, { ...page, most: 5 });
  expect(shown).toMatchObject({ now: null, servers: { rows: [], total: 0 }, requests: { total: 0 } });
});
