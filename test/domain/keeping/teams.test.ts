import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { Conflict, Invalid } from "#app/domain/errors.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { renameTeam } from "#app/domain/identity/rename-team.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { getTeam, listTeams } from "#app/domain/identity/team-queries.server.ts";
import { archiveTeam } from "#app/domain/keeping/archive-team.server.ts";
import { deleteTeam } from "#app/domain/keeping/delete-team.server.ts";
import { restoreTeam } from "#app/domain/keeping/restore-team.server.ts";
import { createRequest } from "#app/domain/requests/create-request.server.ts";
import { placeGrant, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
} from "#test/support/factories.ts";
import { later } from "#test/support/identity-factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

test("renaming leaves one event with both names, the same name none, a taken name is refused", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const team = await createTeamOf(org, []);
  await createTeam(ctx, { name: "Taken" });
  const input = { teamId: team.id, name: "Payments" };
  await expectOneEvent(org, ctx, "team.rename", () => renameTeam(ctx, input));
  await renameTeam(ctx, input);
  await expect(renameTeam(ctx, { ...input, name: "Taken" })).rejects.toBeInstanceOf(Conflict);
  expect((await auditEvents(org)).at(-1)?.after).toEqual({ name: "Payments" });
});

test("of two teams given one name at once, one is refused", async () => {
  const org = await createOrganization(database.db);
  const [one, two] = [await createTeamOf(org, []), await createTeamOf(org, [])];
  const results = await Promise.allSettled(
    [one, two].map(({ id }) => renameTeam(as(org, org.owner), { teamId: id, name: "Same" })),
  );
  expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("members, and owners of other organizations, neither rename, archive, restore nor delete a team", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const { id: teamId } = await createTeamOf(org, []);
  const developer = as(org, await createMember(org, "member"));
  const stranger = as(other, other.owner);
  for (const verb of [archiveTeam, restoreTeam, deleteTeam]) {
    await expectForbidden(org, async () => verb(developer, { teamId }));
    await expectNotFound(org, () => verb(stranger, { teamId }));
  }
  await expectForbidden(org, async () => renameTeam(developer, { teamId, name: "No" }));
  await expectNotFound(org, () => renameTeam(stranger, { teamId, name: "No" }));
});

test("a team with a grant that counts is not archived; once revoked it is, and comes back with its members", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const developer = await createMember(org, "member");
  const team = await createTeamOf(org, [{ member: developer }]);
  const { id: serverId } = await placeServer(org);
  const grantId = await placeGrant(org, {
    serverId,
    teamId: team.id,
    grantedBy: org.owner.id,
    endsAt: later(1),
  });
  await expect(archiveTeam(ctx, { teamId: team.id })).rejects.toThrow("1 grant that counts");
  await revokeGrant(ctx, { grantId, reason: "unused" });
  await expectOneEvent(org, ctx, "team.archive", () => archiveTeam(ctx, { teamId: team.id }));
  await expect(archiveTeam(ctx, { teamId: team.id })).rejects.toBeInstanceOf(Conflict);
  const page = { page: 1, perPage: 50 };
  expect((await listTeams(ctx, page)).total).toBe(0);
  expect((await listTeams(ctx, { ...page, archived: true })).rows.map((row) => row.id)).toEqual([team.id]);
  await expectOneEvent(org, ctx, "team.restore", () => restoreTeam(ctx, { teamId: team.id }));
  expect((await getTeam(ctx, team.id)).members.map((row) => row.id)).toEqual([developer.id]);
});

test("an archived team is neither joined nor asked for", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const developer = await createMember(org, "member");
  await createMember(org, "security");
  const { id: teamId } = await createTeamOf(org, [{ member: developer }]);
  const { id: serverId } = await placeServer(org);
  await archiveTeam(ctx, { teamId });
  const joins = setTeamMember(ctx, { teamId, memberId: org.owner.id, isLead: false });
  await expect(joins).rejects.toBeInstanceOf(Conflict);
  const asks = createRequest(as(org, developer), {
    id: uuidv7(),
    serverId,
    teamId,
    environment: "development",
    tools: null,
    endsAt: later(30),
    reason: "work",
  });
  await expect(asks).rejects.toBeInstanceOf(Invalid);
});

test("asked for and archived at once, a team never ends up archived with an open request", async () => {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  await createMember(org, "security");
  const { id: serverId } = await placeServer(org);
  for (let round = 0; round < 5; round++) {
    const { id: teamId } = await createTeamOf(org, [{ member: developer }]);
    const request = { serverId, teamId, environment: "development", tools: null, reason: "work" } as const;
    const results = await Promise.allSettled([
      createRequest(as(org, developer), { ...request, id: uuidv7(), endsAt: later(30) }),
      archiveTeam(as(org, org.owner), { teamId }),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
  }
});

test("a team that was ever asked or granted for cannot be deleted; an unused one goes with its places", async () => {
  const org = await createOrganization(database.db);
  const ctx = as(org, org.owner);
  const developer = await createMember(org, "member");
  const [used, unused] = [
    await createTeamOf(org, [{ member: developer }]),
    await createTeamOf(org, [{ member: developer }]),
  ];
  const { id: serverId } = await placeServer(org);
  await placeGrant(org, {
    serverId,
    teamId: used.id,
    grantedBy: org.owner.id,
    endsAt: new Date(NOON.getTime() + 1),
  });
  await expect(deleteTeam(as(org, org.owner, { now: later(1) }), { teamId: used.id })).rejects.toThrow(
    "1 grant of the record names it",
  );
  await expectOneEvent(org, ctx, "team.delete", () => deleteTeam(ctx, { teamId: unused.id }));
  await expectNotFound(org, () => getTeam(ctx, unused.id));
});
