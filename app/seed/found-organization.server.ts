import { acceptInvitation } from "#app/domain/identity/accept-invitation.server.ts";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { createOrganization } from "#app/domain/identity/create-organization.server.ts";
import { createTeam } from "#app/domain/identity/create-team.server.ts";
import { resetSignIn } from "#app/domain/identity/reset-sign-in.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { OWNER, personKeys, personOf, TEAMS } from "./demo-people.ts";
import { DEMO_ZONE, type DemoWorld } from "./demo-world.server.ts";

const FOUNDED = 90;
const INVITED = 89;

/** The organization, its owner, teams and people, all of whom sign in with `password`. */
export async function foundOrganization(world: DemoWorld, password: string): Promise<void> {
  const operator = world.operator(FOUNDED);
  const { owner } = await createOrganization(operator, {
    name: "Demo organization",
    ownerEmail: OWNER.email,
    ownerName: OWNER.name,
    timeZone: DEMO_ZONE,
    isDemo: true,
  });
  const link = await resetSignIn(operator, { memberId: owner.memberId });
  await acceptInvitation(world.stranger(FOUNDED), { token: link.token, password, signedInAs: null });
  world.members.set("owner", { ...owner, role: "owner" });
  for (const name of TEAMS) {
    const { id } = await createTeam(world.as("owner", INVITED), { name });
    world.teams.set(name, id);
  }
  for (const key of personKeys) await join(world, key, password);
}

async function join(world: DemoWorld, key: (typeof personKeys)[number], password: string): Promise<void> {
  const { name, role, team, leads } = personOf(key);
  const at = INVITED - 0.01 * (1 + personKeys.indexOf(key));
  const teamId = team ? world.teams.get(team) : undefined;
  const { token } = await createInvitation(world.as("owner", at), {
    email: `${key}@demo.example`,
    name,
    role,
    teamIds: teamId ? [teamId] : [],
  });
  const accepted = await acceptInvitation(world.stranger(at - 0.1), { token, password, signedInAs: null });
  const { memberId, accountId } = accepted;
  world.members.set(key, { memberId, accountId, name, role });
  if (leads && teamId) await setTeamMember(world.as("owner", at - 0.2), { teamId, memberId, isLead: true });
}
