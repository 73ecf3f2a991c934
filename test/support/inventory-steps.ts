import { sql } from "drizzle-orm";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { inTransaction } from "#app/db/transaction.server.ts";
import { confirmManifest } from "#app/domain/catalog/confirm-manifest.server.ts";
import { DRIFT_CLASSES } from "#app/domain/catalog/drift/drift-words.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { block } from "#app/domain/catalog/server-tables.server.ts";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { resumeGrant } from "#app/domain/grants/resume-grant.server.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { removeTeamMember } from "#app/domain/identity/remove-team-member.server.ts";
import { setTeamMember } from "#app/domain/identity/set-team-member.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { setInstallationEnvironment } from "#app/domain/inventory/set-installation-environment.server.ts";
import {
  as,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
  type TestMember,
  type TestOrganization,
} from "#test/support/factories.ts";
import {
  createGrant,
  fileOf,
  manifestOf,
  npxEntry,
  reportOf,
  rowsOf,
  toolOf,
} from "#test/support/inventory-factories.ts";

const HOUR = 3_600_000;
const PACKAGES = ["alpha", "beta", "gamma", "delta"];
const CLIENTS = ["cursor", "vscode"] as const;

export type InventoryWorld = {
  org: TestOrganization;
  /** An owner, an approver and two members; the first three are in teams, the third leads one. */
  people: TestMember[];
  teams: { id: string }[];
  now: Date;
};

export async function inventoryWorld(db: TestOrganization["db"]): Promise<InventoryWorld> {
  const org = await createOrganization(db);
  const approver = await createMember(org, "approver");
  const people = [org.owner, approver, await createMember(org, "member"), await createMember(org, "member")];
  const teams = [
    await createTeamOf(org, [{ member: approver }, { member: people[2] ?? org.owner, isLead: true }]),
    await createTeamOf(org, [{ member: org.owner }]),
  ];
  return { org, people, teams, now: NOON };
}

const nth = fc.nat({ max: 11 });
const entry = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  pack: fc.constantFrom(...PACKAGES),
  release: fc.constantFrom("", "@1.0.0", "@2.0.0"),
});

/** Whatever a standing, a presence or a place in a list rests on, and the clock. */
export const inventoryStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("scan" as const),
      who: nth,
      device: nth,
      client: nth,
      entries: fc.array(entry, { maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("grant" as const),
      server: nth,
      to: nth,
      toTeam: fc.boolean(),
      production: fc.nat({ max: 5 }),
      release: fc.constantFrom(null, "1.0.0"),
      from: fc.integer({ min: -3, max: 3 }),
      days: fc.constantFrom(1, 6, 20),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("suspend" as const, "resume" as const, "revoke" as const),
      grant: nth,
      days: fc.constantFrom(0, 1, 6),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("block" as const),
      subject: fc.constantFrom(
        "organization" as const,
        "server" as const,
        "release" as const,
        "team" as const,
        "member" as const,
        "device" as const,
        "tool" as const,
      ),
      which: nth,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("lift" as const), which: nth }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("join" as const, "leave" as const), who: nth, team: nth }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("list" as const, "confirm" as const, "pin" as const),
      server: nth,
      tools: fc.nat({ max: 3 }),
      byMember: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("launch" as const),
      which: nth,
      pinned: nth,
      class: fc.constantFrom(null, ...DRIFT_CLASSES, "block" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "rename" as const,
        "part" as const,
        "environment" as const,
        "resolve" as const,
        "forget" as const,
      ),
      which: nth,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      hours: fc.constantFrom(1, 20, 24, 7 * 24, 7 * 24 + 1, 30 * 24),
    }),
  },
);
export type InventoryStep = typeof inventoryStep extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(list: readonly T[], place: number): T | undefined => list[place % list.length];

/** Takes a step by the product's own verbs where there is one; a step that is refused changes nothing. */
export async function takeStep(world: InventoryWorld, step: InventoryStep): Promise<void> {
  if (step.kind === "wait") {
    world.now = new Date(world.now.getTime() + step.hours * HOUR);
    return;
  }
  try {
    await act(world, step);
  } catch (error) {
    if (![Conflict, Invalid, Forbidden].some((refusal) => error instanceof refusal)) throw error;
  }
}

async function act(world: InventoryWorld, step: Exclude<InventoryStep, { kind: "wait" }>): Promise<void> {
  const { org, people, teams, now } = world;
  const guard = as(org, org.owner, { now });
  const days = (n: number) => new Date(now.getTime() + n * 24 * HOUR);
  const ids = async (query: ReturnType<typeof sql>) =>
    (await rowsOf(org, query)).map((row) => String(row.id));
  const one = async (query: ReturnType<typeof sql>, place: number) => pick(await ids(query), place);
  const servers = sql`select id from server order by identity`;
  const run = (query: ReturnType<typeof sql>) =>
    inTransaction({ db: org.db, orgId: org.id }, (tx) => tx.execute(query));
  switch (step.kind) {
    case "scan": {
      const who = pick(people, step.who) ?? org.owner;
      const client = pick(CLIENTS, step.client) ?? "cursor";
      const entries = step.entries.map(({ name, pack, release }) =>
        npxEntry(name, `@acme/${pack}${release}`),
      );
      const file = fileOf(entries, { client, path: `~/${client}.json` });
      await recordScan(as(org, who, { now }), {
        report: reportOf([file]),
        deviceName: `laptop ${step.device % 2}`,
      });
      return;
    }
    case "grant": {
      const serverId = await one(servers, step.server);
      const [member, team] = [pick(people, step.to), pick(teams, step.to)];
      if (!serverId || !member || !team) return;
      await createGrant(
        org,
        { serverId, ...(step.toTeam ? { teamId: team.id } : { member }) },
        {
          startsAt: days(step.from),
          endsAt: days(step.from + step.days),
          release: step.release,
          environment: step.production === 0 ? "production" : "development",
        },
      );
      return;
    }
    case "suspend":
    case "resume":
    case "revoke": {
      const grantId = await one(sql`select id from access_grant order by id`, step.grant);
      if (!grantId) return;
      const until = step.days > 0 ? days(step.days) : undefined;
      if (step.kind === "suspend")
        await suspendGrant(guard, { grantId, reason: "a step", ...(until ? { until } : {}) });
      else if (step.kind === "resume") await resumeGrant(guard, { grantId });
      else await revokeGrant(guard, { grantId, reason: "a step" });
      return;
    }
    case "block": {
      const server = await one(servers, step.which);
      const key = {
        organization: org.id,
        server,
        release: server && `${server} 1.0.0`,
        tool: server && `${server} read`,
        team: pick(teams, step.which)?.id,
        member: pick(people, step.which)?.id,
        device: await one(sql`select id from device order by id`, step.which),
      }[step.subject];
      if (!key) return;
      await inTransaction(guard, (tx) =>
        tx.insert(block).values({
          orgId: org.id,
          id: uuidv7(),
          subjectKind: step.subject,
          subjectKey: key,
          blockedAt: now,
          blockedBy: org.owner.id,
        }),
      );
      return;
    }
    case "lift": {
      const id = await one(sql`select id from block where lifted_at is null order by id`, step.which);
      if (id) await run(sql`update block set lifted_at = ${now.toISOString()} where id = ${id}`);
      return;
    }
    case "join":
    case "leave": {
      const place = { teamId: pick(teams, step.team)?.id ?? "", memberId: pick(people, step.who)?.id ?? "" };
      const [is] = await rowsOf(
        org,
        sql`select 1 from team_member where team_id = ${place.teamId} and member_id = ${place.memberId}`,
      );
      const [left] = await rowsOf(
        org,
        sql`select 1 from member where id = ${place.memberId} and removed_at is not null`,
      );
      if (step.kind === "join" && !left) await setTeamMember(guard, { ...place, isLead: false });
      if (step.kind === "leave" && is) await removeTeamMember(guard, place);
      return;
    }
    case "list":
    case "confirm":
    case "pin": {
      const serverId = await one(servers, step.server);
      if (!serverId) return;
      if (step.kind === "pin") {
        await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
        return;
      }
      if (step.kind === "confirm") {
        const manifestId = await one(
          sql`select id from manifest where server_id = ${serverId} order by id`,
          step.tools,
        );
        if (manifestId) await confirmManifest(guard, { manifestId });
        return;
      }
      const [row] = await rowsOf(org, sql`select identity from server where id = ${serverId}`);
      const tools = Array.from({ length: step.tools }, (_, n) =>
        toolOf(`tool_${n}`, { description: `Of ${step.tools}.` }),
      );
      const reporter = step.byMember ? as(org, people[3] ?? org.owner, { now }) : guard;
      await recordManifest(reporter, manifestOf(String(row?.identity), tools));
      return;
    }
    case "launch": {
      const id = await one(sql`select id from installation order by id`, step.which);
      const pinned = await one(servers, step.pinned);
      if (!id || !pinned) return;
      const change = step.class === null ? null : "launch_changed";
      await run(sql`update installation set launch_class = ${step.class}, launch_change = ${change}, pinned_server_id = ${pinned}
        where id = ${id}`);
      return;
    }
    case "rename": {
      const id = pick(people, step.which)?.id;
      await run(sql`update member set name = ${`Person ${step.which}`} where id = ${id}`);
      return;
    }
    case "part": {
      // the owner stays, and so does one who can report
      const leaver = step.which % 3 === 0 ? people[2] : undefined;
      const [gone] = await rowsOf(
        org,
        sql`select 1 from member where id = ${leaver?.id ?? org.id} and removed_at is not null`,
      );
      if (leaver && !gone) await removeMember(guard, { memberId: leaver.id });
      return;
    }
    case "environment": {
      const installationId = await one(sql`select id from installation order by id`, step.which);
      if (installationId)
        await setInstallationEnvironment(guard, { installationId, environment: "production" });
      return;
    }
    case "resolve": {
      const id = await one(sql`select id from finding where resolved_at is null order by id`, step.which);
      if (id) await run(sql`update finding set resolved_at = ${now.toISOString()} where id = ${id}`);
      return;
    }
    case "forget": {
      const id = await one(sql`select id from installation order by id`, step.which);
      if (!id) return;
      await run(sql`delete from finding where installation_id = ${id}`);
      await run(sql`delete from installation where id = ${id}`);
      return;
    }
  }
}
