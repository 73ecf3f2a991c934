import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { Conflict } from "#app/domain/errors.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { removeTeamMember } from "#app/domain/identity/remove-team-member.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, auditEvents, createMember, createOrganization, createTeamOf } from "#test/support/factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function teamAndMember() {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const team = await createTeamOf(org, []);
  return { org, who, team, ctx: as(org, org.owner), place: { teamId: team.id, memberId: who.id } };
}

test("a member joins a team, becomes its lead and stops being it, one event each", async () => {
  const { org, ctx, place } = await teamAndMember();
  for (const isLead of [false, true, false]) {
    const done = await expectOneEvent(org, ctx, "team.set_member", () =>
      setTeamMember(ctx, { ...place, isLead }),
    );
    expect(done).toEqual({ ...place, isLead });
  }
});

test("saying what stands already changes nothing and records nothing", async () => {
  const { org, ctx, place } = await teamAndMember();
  await setTeamMember(ctx, { ...place, isLead: true });
  await setTeamMember(ctx, { ...place, isLead: true });
  expect(await auditEvents(org)).toHaveLength(1);
});

test("a member leaves a team once; a second time there is nothing to take away", async () => {
  const { org, ctx, place } = await teamAndMember();
  await setTeamMember(ctx, { ...place, isLead: false });
  await expectOneEvent(org, ctx, "team.remove_member", () => removeTeamMember(ctx, place));
  await expectNotFound(org, () => removeTeamMember(ctx, place));
});

test("a lead does not manage their own team, and a key without the scope does not either", async () => {
  const { org, who, ctx, place } = await teamAndMember();
  await setTeamMember(ctx, { ...place, isLead: true });
  for (const other of [as(org, who), as(org, org.owner, { scopes: ["read"] })]) {
    await expectForbidden(org, async () => setTeamMember(other, { ...place, isLead: false }));
    await expectForbidden(org, async () => removeTeamMember(other, place));
  }
});

test("teams and members of another organization are not found, each alone and both", async () => {
  const here = await teamAndMember();
  const there = await teamAndMember();
  const { org, ctx } = here;
  const foreign = [
    { teamId: there.team.id, memberId: here.who.id },
    { teamId: here.team.id, memberId: there.who.id },
    there.place,
  ];
  await setTeamMember(there.ctx, { ...there.place, isLead: true });
  for (const place of foreign) {
    await expectNotFound(org, () => setTeamMember(ctx, { ...place, isLead: true }));
    await expectNotFound(org, () => removeTeamMember(ctx, place));
  }
});

test("a removed member joins no team", async () => {
  const { org, ctx, place } = await teamAndMember();
  await removeMember(ctx, { memberId: place.memberId });
  await expectNotFound(org, () => setTeamMember(ctx, { ...place, isLead: false }));
});

test("a team's form sent twice makes one team, and its id cannot be taken for another name", async () => {
  const { org, ctx } = await teamAndMember();
  const form = { id: uuidv7(), name: "Payments" };
  const first = await expectOneEvent(org, ctx, "team.create", () => createTeam(ctx, form));
  expect(await createTeam(ctx, form)).toEqual(first);
  await expect(createTeam(ctx, { ...form, name: "Billing" })).rejects.toThrow(Conflict);
});
