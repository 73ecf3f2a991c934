import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { request } from "#app/domain/requests/request-tables.server.ts";
import { placeAgent } from "#test/support/agent-factories.ts";
import { DAY, later, listTools, pinAs, placeBlock, placeGrant, write } from "#test/support/call-worlds.ts";
import {
  as,
  createMember,
  createTeamOf,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf, rowsOf } from "#test/support/inventory-factories.ts";

const SERVERS = ["alpha@1.0.0", "beta", "gamma@2.1.0", "delta@3.0.0", "epsilon", "zeta@1.0.0", "eta@1.2.3"];

/** The same numbers for the same seed, so that a failure can be seen again. */
function dice(seed: number) {
  let state = seed * 2_654_435_761 + 1;
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

export type FilledOrganization = { people: TestMember[]; approver: TestMember; teams: { id: string }[] };

/** People in two teams with devices heard from lately or not, grants and requests in every state, a block and a drift. */
export async function fillAtRandom(org: TestOrganization, seed: number): Promise<FilledOrganization> {
  const roll = dice(seed);
  const people: TestMember[] = [];
  for (let i = 0; i < 5; i += 1) people.push(await createMember(org, "member"));
  const approver = await createMember(org, "approver");
  const [a, b, c, d] = people;
  if (!a || !b || !c || !d) throw new Error("There are five people.");
  const teams = [
    await createTeamOf(org, [{ member: a, isLead: true }, { member: b }, { member: approver }]),
    await createTeamOf(org, [{ member: b }, { member: c }]),
  ];
  for (const person of people) await report(org, person, roll);
  const servers = await rowsOf(org, sql`select id from server order by identity`);
  for (const { id } of servers) {
    const holder = people[roll(people.length)] ?? a;
    const state = roll(7);
    if (state > 4) continue;
    await placeGrant(org, {
      serverId: String(id),
      grantedBy: org.owner.id,
      ...(roll(3) === 0 ? { teamId: teams[roll(2)]?.id } : { memberId: holder.id }),
      ...(state === 0 ? { endsAt: later(roll(10) * DAY + DAY) } : {}),
      ...(state === 1 ? { endsAt: later(-DAY / 2) } : {}),
      ...(state === 2 ? { suspendedAt: NOON, suspendedBy: org.owner.id, suspendReason: "looking" } : {}),
      ...(state === 3 ? { release: "9.9.9" } : {}),
    });
  }
  for (const person of people) {
    const reviewBy = later((roll(3) - 1) * 30 * DAY + DAY);
    const agent = await placeAgent(org, person, { reviewBy });
    const used = servers[roll(servers.length)];
    if (used)
      await placeGrant(org, { serverId: String(used.id), grantedBy: org.owner.id, agentId: agent.id });
  }
  const [first, second] = servers;
  if (first && roll(2) === 0) await placeBlock(org, "server", String(first.id), org.owner.id);
  if (second && roll(2) === 0) await drift(org, String(second.id));
  if (first) for (let i = 0; i < 6; i += 1) await ask(org, String(first.id), people, teams, roll);
  return { people, approver, teams };
}

async function report(org: TestOrganization, person: TestMember, roll: (sides: number) => number) {
  const used = SERVERS.filter(() => roll(3) > 0);
  const entries = used.map((spec, at) =>
    npxEntry(
      `s${at}`,
      spec,
      roll(4) === 0
        ? { env: [{ name: "API_TOKEN", value: { kind: "secret", secretKind: "github-token" } }] }
        : {},
    ),
  );
  const ago = roll(3) === 0 ? 9 * DAY : roll(5) * DAY;
  await recordScan(as(org, person, { now: later(-ago) }), { report: reportOf([fileOf(entries)]) });
}

async function drift(org: TestOrganization, serverId: string) {
  const manifestId = await listTools(org, serverId, org.owner.id, { search: "new" });
  await pinAs(org, serverId, manifestId, org.owner.id, { search: "old" });
}

const STATES = [
  "pending_approval",
  "pending_approval",
  "waiting_for_requester",
  "approved",
  "denied",
] as const;

async function ask(
  org: TestOrganization,
  serverId: string,
  people: TestMember[],
  teams: { id: string }[],
  roll: (sides: number) => number,
) {
  const requester = people[roll(people.length)];
  if (!requester) return;
  const forTeam = roll(3) === 0;
  await write(org, (tx) =>
    tx.insert(request).values({
      orgId: org.id,
      id: uuidv7(),
      serverId,
      requesterId: requester.id,
      memberId: forTeam ? null : requester.id,
      teamId: forTeam ? (teams[roll(2)]?.id ?? null) : null,
      environment: "development",
      reason: "work",
      endsAt: later(40 * DAY),
      state: STATES[roll(STATES.length)] ?? "denied",
      submittedAt: later(-roll(20) * DAY - DAY),
      dueAt: later((roll(6) - 3) * DAY),
      expiresAt: later((roll(8) - 2) * DAY),
    }),
  );
}
