import { expect, test } from "vitest";
import { Forbidden, Invalid, NotFound } from "#app/domain/errors.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { deleteTeam } from "#app/domain/keeping/delete-team.server.ts";
import { getCoverage, listCoverageDays } from "#app/domain/overview/coverage-queries.server.ts";
import { recordCoverageDay } from "#app/domain/overview/record-coverage-day.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
} from "#test/support/factories.ts";
import { fillAtRandom } from "#test/support/overview-fills.ts";

const database = openTestDatabase();
/** Just after midnight of the organization, which lives by UTC. */
const night = (day: string) => new Date(`${day}T00:00:30Z`);
const span = { from: "2026-11-20", to: "2026-11-30" };

test("a day is counted as the inventory says it stands, for the organization and for each team", async () => {
  const org = await createOrganization(database.db);
  const { teams } = await fillAtRandom(org, 1);
  const at = night("2026-11-24");
  expect(await recordCoverageDay(asOperator(org, at))).toEqual({ day: "2026-11-23" });
  const owner = as(org, org.owner, { now: at });
  const summary = await getInventorySummary(owner);
  const [day] = await listCoverageDays(owner, span);
  expect(day).toMatchObject({
    day: "2026-11-23",
    installations: summary.installations,
    approved: summary.standings.approved,
    unapproved: summary.standings.unapproved,
    overScope: summary.standings.over_scope,
    servers: summary.servers,
    people: summary.people,
  });
  const [ofTeam] = await listCoverageDays(owner, { ...span, team: teams[0]?.id });
  expect(ofTeam?.installations).toBeGreaterThan(0);
  expect(ofTeam?.installations).toBeLessThan(summary.installations);
});

test("a day is counted once: again later the same night, and by two workers at the same moment", async () => {
  const org = await createOrganization(database.db);
  await fillAtRandom(org, 2);
  const both = await Promise.all([1, 2].map(() => recordCoverageDay(asOperator(org, night("2026-11-24")))));
  expect(both.map(({ day }) => day).sort()).toEqual(["2026-11-23", null].sort());
  expect(await recordCoverageDay(asOperator(org, new Date("2026-11-24T03:00:00Z")))).toEqual({ day: null });
  expect(await listCoverageDays(as(org, org.owner), span)).toHaveLength(1);
});

test("a worker that was away for three days leaves gaps, and fills nothing in", async () => {
  const org = await createOrganization(database.db);
  await recordCoverageDay(asOperator(org, night("2026-11-24")));
  // back at noon: the night is long over
  expect(await recordCoverageDay(asOperator(org, new Date("2026-11-27T12:00:00Z")))).toEqual({ day: null });
  await recordCoverageDay(asOperator(org, night("2026-11-28")));
  const days = await listCoverageDays(as(org, org.owner), span);
  expect(days.map(({ day }) => day)).toEqual(["2026-11-23", "2026-11-27"]);
});

test("a span says which of its days nobody counted, and none of before the organization was made", async () => {
  const org = await createOrganization(database.db);
  await recordCoverageDay(asOperator(org, night("2026-11-25")));
  const owner = as(org, org.owner, { now: new Date("2026-11-27T12:00:00Z") });
  const { days, missing } = await getCoverage(owner, {});
  expect(days.map(({ day }) => day)).toEqual(["2026-11-24"]);
  expect(missing).toEqual(["2026-11-23", "2026-11-25", "2026-11-26"]);
  await expect(getCoverage(owner, { from: "2026-11-27", to: "2026-11-01" })).rejects.toThrow(Invalid);
  await expect(getCoverage(owner, { from: "2020-01-01" })).rejects.toThrow(Invalid);
});

test("only who manages the organization may have a day counted, and a count leaves no event", async () => {
  const org = await createOrganization(database.db);
  const member = await createMember(org, "member");
  expect(() => recordCoverageDay(as(org, member, { now: night("2026-11-24") }))).toThrow(Forbidden);
  await recordCoverageDay(asOperator(org, night("2026-11-24")));
  expect(await auditEvents(org)).toEqual([]);
});

test("coverage of the organization is for who sees all of it, that of a team for who sees all of the team", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const { approver, people, teams } = await fillAtRandom(org, 3);
  await recordCoverageDay(asOperator(org, night("2026-11-24")));
  const [own = { id: "" }, foreign = { id: "" }] = teams;
  const [lead, member] = people;
  if (!lead || !member) throw new Error("The fill has people.");
  await expect(async () => listCoverageDays(as(org, approver), span)).rejects.toThrow(Forbidden);
  expect(await listCoverageDays(as(org, approver), { ...span, team: own.id })).toHaveLength(1);
  await expect(listCoverageDays(as(org, approver), { ...span, team: foreign.id })).rejects.toThrow(NotFound);
  expect(await listCoverageDays(as(org, lead), { ...span, team: own.id })).toHaveLength(1);
  await expect(listCoverageDays(as(org, lead), { ...span, team: foreign.id })).rejects.toThrow(NotFound);
  await expect(listCoverageDays(as(org, member), { ...span, team: own.id })).rejects.toThrow(NotFound);
  await expect(listCoverageDays(as(other, other.owner), { ...span, team: own.id })).rejects.toThrow(NotFound);
  expect(await listCoverageDays(as(other, other.owner), span)).toEqual([]);
});

test("a team that was counted can be deleted, and its days go with it", async () => {
  const org = await createOrganization(database.db);
  const { id } = await createTeamOf(org, [{ member: org.owner }]);
  await recordCoverageDay(asOperator(org, night("2026-11-24")));
  const owner = as(org, org.owner);
  expect(await listCoverageDays(owner, { ...span, team: id })).toHaveLength(1);
  await deleteTeam(owner, { teamId: id });
  await expect(listCoverageDays(owner, { ...span, team: id })).rejects.toThrow(NotFound);
  expect(await listCoverageDays(owner, span)).toHaveLength(1);
});
