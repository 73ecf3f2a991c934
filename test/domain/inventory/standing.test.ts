import { sql } from "drizzle-orm";
import fc from "fast-check";
import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { inTransaction } from "#app/db/transaction.server.ts";
import { blockServer } from "#app/domain/catalog/block-server.server.ts";
import { DRIFT_CLASSES, LAUNCH_CHANGES } from "#app/domain/catalog/drift/drift-words.ts";
import { pinTools } from "#app/domain/catalog/pin-tools.server.ts";
import { recordManifest } from "#app/domain/catalog/record-manifest.server.ts";
import { block } from "#app/domain/catalog/server-tables.server.ts";
import { unblockServer } from "#app/domain/catalog/unblock-server.server.ts";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { getInstallation } from "#app/domain/inventory/installation-queries.server.ts";
import { listInstallationsAfter } from "#app/domain/inventory/inventory-queries.server.ts";
import { getInventorySummary } from "#app/domain/inventory/inventory-summary-queries.server.ts";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { type GrantFacts, type StandingFacts, standingOf } from "#app/domain/inventory/standing-rules.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import {
  createGrant,
  fileOf,
  manifestOf,
  npxEntry,
  reportOf,
  rowsOf,
  toolOf,
} from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const days = (n: number) => new Date(NOON.getTime() + n * 86_400_000);

async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const ctx = as(org, developer);
  await recordScan(ctx, { report: reportOf([fileOf([npxEntry("a", "one@1.0.0")])]) });
  const [row] = await rowsOf(org, sql`select id from server`);
  const serverId = String(row?.id);
  const standing = async (now = NOON) => {
    const { rows } = await listInstallationsAfter(as(org, org.owner, { now }), {}, { limit: 10 });
    return rows.map((installation) => installation.standing);
  };
  return { org, developer, ctx, serverId, standing };
}

test("an installation without a grant is unapproved, with one approved, and lapsed the moment it ends", async () => {
  const { org, developer, serverId, standing } = await scene();
  expect(await standing()).toEqual(["unapproved"]);
  await createGrant(org, { serverId, member: developer }, { startsAt: days(1), endsAt: days(2) });
  expect(await standing()).toEqual(["unapproved"]);
  expect(await standing(days(1))).toEqual(["approved"]);
  expect(await standing(new Date(days(2).getTime() - 1))).toEqual(["approved"]);
  expect(await standing(days(2))).toEqual(["lapsed"]);
});

test("a team's grant holds for whoever is an active member now", async () => {
  const { org, developer, serverId, standing } = await scene();
  const team = await createTeamOf(org, []);
  await createGrant(org, { serverId, teamId: team.id });
  expect(await standing()).toEqual(["unapproved"]);
  await database.admin`insert into team_member values (${org.id}, ${team.id}, ${developer.id}, false, ${NOON})`;
  expect(await standing()).toEqual(["approved"]);
  await database.admin`update member set removed_at = ${NOON} where org_id = ${org.id} and id = ${developer.id}`;
  expect(await standing()).toEqual(["unapproved"]);
});

test("a block comes before everything and its end gives the approval back", async () => {
  const { org, developer, serverId, standing } = await scene();
  await createGrant(org, { serverId, member: developer });
  const guard = as(org, org.owner);
  await blockServer(guard, { serverId, reason: "Reported as compromised" });
  expect(await standing()).toEqual(["blocked"]);
  await unblockServer(guard, { serverId, reason: "False alarm" });
  expect(await standing()).toEqual(["approved"]);
});

test("a suspension blocks unless another grant holds, and ends by itself", async () => {
  const { org, developer, serverId, standing } = await scene();
  await createGrant(org, { serverId, member: developer }, { suspendedAt: NOON, suspendedUntil: days(3) });
  expect(await standing()).toEqual(["blocked"]);
  expect(await standing(days(3))).toEqual(["approved"]);
  await createGrant(org, { serverId, member: developer });
  expect(await standing()).toEqual(["approved"]);
});

test("another release than the granted one is over scope", async () => {
  const { org, developer, serverId, standing } = await scene();
  await createGrant(org, { serverId, member: developer }, { release: "2.0.0" });
  expect(await standing()).toEqual(["over_scope"]);
  await createGrant(org, { serverId, member: developer }, { release: "1.0.0" });
  expect(await standing()).toEqual(["approved"]);
});

test("a confirmed list that differs from the pins drifts, one nobody confirmed does not", async () => {
  const { org, developer, ctx, serverId, standing } = await scene();
  const guard = as(org, org.owner);
  await recordManifest(guard, manifestOf("npm:one", [toolOf("read"), toolOf("write")]));
  await createGrant(org, { serverId, member: developer });
  await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
  expect(await standing()).toEqual(["approved"]);
  await recordManifest(ctx, manifestOf("npm:one", [toolOf("read"), toolOf("steal")]));
  expect(await standing()).toEqual(["approved"]);
  await recordManifest(guard, manifestOf("npm:one", [toolOf("read")]));
  expect(await standing()).toEqual(["approved"]);
  await recordManifest(guard, manifestOf("npm:one", [toolOf("read", { description: "Does more." })]));
  expect(await standing()).toEqual(["drifted"]);
});

test("a launch that blocks stops its person's other installations of the server too, and its end lets them be", async () => {
  const { org, developer, ctx, serverId, standing } = await scene();
  await createGrant(org, { serverId, member: developer });
  const laptop = (pack: string) =>
    recordScan(ctx, { report: reportOf([fileOf([npxEntry("a", pack)])]), deviceName: "another" });
  await laptop("one@1.0.0");
  expect(await standing()).toEqual(["approved", "approved"]);
  const [first] = await rowsOf(org, sql`select id from installation order by id`);
  const call = async () =>
    (await mayCall(ctx, { server: serverId, tool: "read", installationId: String(first?.id) })).reason;
  // by default another package in an approved place blocks
  await laptop("two@1.0.0");
  expect([await call(), (await standing())[0]]).toEqual(["server_drifted", "drifted"]);
  const owner = as(org, org.owner);
  expect(await getInstallation(owner, String(first?.id))).toMatchObject({
    standing: "drifted",
    drift: null,
    isPersonStopped: true,
  });
  expect(await getInventorySummary(owner)).toMatchObject({ standings: { drifted: 2, approved: 0 } });
  await laptop("one@1.0.0");
  expect([await call(), (await standing())[0]]).toEqual(["allowed", "approved"]);
});

const moment = fc.constantFrom(days(-20), days(-1), NOON, days(1), days(20));
const maybe = (arbitrary: fc.Arbitrary<Date>) => fc.option(arbitrary, { nil: null, freq: 2 });
const grantShape = fc.record({
  to: fc.constantFrom("me", "myTeam", "otherTeam", "somebody"),
  environment: fc.constantFrom("development" as const, "production" as const),
  release: fc.constantFrom(null, "1.0.0", "2.0.0"),
  startsAt: moment,
  endsAt: moment,
  suspendedAt: maybe(moment),
  suspendedUntil: maybe(moment),
  revokedAt: maybe(moment),
});
const blockShape = fc.constantFrom(
  "server",
  "organization",
  "member",
  "device",
  "release",
  "team",
  "otherTeam",
  "lifted",
);

/** Another place of the same person: the same server there, or another one where it was approved. */
const otherShape = fc.record({
  isReplaced: fc.boolean(),
  class: fc.constantFrom(...DRIFT_CLASSES),
  isRemoved: fc.boolean(),
});

const STOPPED = ["_blocked", "grant_suspended"];
const DRIFTED = ["server_drifted", "server_changed", "tool_not_pinned", "tool_changed", "tool_not_listed"];

/** What a standing says of calls must be what they are told; `write` is the tool that changed when the server did. */
function expectAgreement(standing: string | undefined, reason: string): void {
  const isStopped = STOPPED.some((end) => reason.endsWith(end));
  expect(standing === "blocked", reason).toBe(isStopped);
  expect(standing === "approved", reason).toBe(reason === "allowed");
  if (DRIFTED.includes(reason)) expect(standing).toBe("drifted");
}

const launchShape = fc.record({
  change: fc.constantFrom(...LAUNCH_CHANGES),
  class: fc.constantFrom(...DRIFT_CLASSES),
});

test("SQL, the pure rule and the answer to a call agree for any grants, blocks, drift, membership and other places", async () => {
  const property = fc.asyncProperty(
    fc.array(grantShape, { maxLength: 4 }),
    fc.option(blockShape, { nil: null, freq: 3 }),
    fc.boolean(),
    fc.boolean(),
    fc.constantFrom("1.0.0", null),
    fc.option(launchShape, { nil: null }),
    fc.option(otherShape, { nil: null }),
    async (shapes, blocked, drifts, active, release, launch, other) => {
      const { org, developer, ctx, serverId } = await scene();
      const [place] = await rowsOf(org, sql`select id, device_id from installation`);
      const [installationId, deviceId] = [String(place?.id), String(place?.device_id)];
      const team = await createTeamOf(org, [{ member: developer }]);
      const otherTeam = await createTeamOf(org, [{ member: org.owner }]);
      if (other) {
        const entry = npxEntry("a", other.isReplaced ? "two@1.0.0" : "one@1.0.0");
        await recordScan(ctx, { report: reportOf([fileOf([entry])]), deviceName: "another" });
      }
      if (!release) await database.admin`update installation set release = null where org_id = ${org.id}`;
      const grants: GrantFacts[] = [];
      for (const { to, ...shape } of shapes) {
        const endsAt = shape.endsAt > shape.startsAt ? shape.endsAt : new Date(shape.startsAt.getTime() + 1);
        const holder = { me: developer, somebody: org.owner, myTeam: undefined, otherTeam: undefined }[to];
        const teamId = { myTeam: team.id, otherTeam: otherTeam.id, me: undefined, somebody: undefined }[to];
        await createGrant(
          org,
          { serverId, ...(holder ? { member: holder } : {}), ...(teamId ? { teamId } : {}) },
          { ...shape, endsAt },
        );
        grants.push({ ...shape, endsAt, serverId, memberId: holder?.id ?? null, teamId: teamId ?? null });
      }
      const blocks: { subjectKind: string; subjectKey: string }[] = [];
      if (blocked) {
        const keys: Record<string, [typeof block.$inferInsert.subjectKind, string]> = {
          server: ["server", serverId],
          lifted: ["server", serverId],
          organization: ["organization", org.id],
          member: ["member", developer.id],
          device: ["device", deviceId],
          release: ["release", `${serverId} 1.0.0`],
          team: ["team", team.id],
          otherTeam: ["team", otherTeam.id],
        };
        const [subjectKind, subjectKey] = keys[blocked] ?? ["server", serverId];
        await inTransaction({ db: org.db, orgId: org.id }, (tx) =>
          tx.insert(block).values({
            orgId: org.id,
            id: uuidv7(),
            subjectKind,
            subjectKey,
            blockedAt: NOON,
            blockedBy: org.owner.id,
            liftedAt: blocked === "lifted" ? NOON : null,
          }),
        );
        if (blocked !== "lifted") blocks.push({ subjectKind, subjectKey });
      }
      if (drifts) {
        const guard = as(org, org.owner);
        await recordManifest(guard, manifestOf("npm:one", [toolOf("read")]));
        await inTransaction(guard, (tx) => pinTools(tx, guard, { serverId, pinnedBy: org.owner.id }));
        await recordManifest(guard, manifestOf("npm:one", [toolOf("write")]));
      }
      if (launch) {
        await database.admin`update installation set launch_change = ${launch.change}, launch_class = ${launch.class}
          where org_id = ${org.id} and id = ${installationId}`;
      }
      const standing = async () => {
        const { rows } = await listInstallationsAfter(as(org, org.owner), {}, { limit: 10 });
        return rows.find(({ id }) => id === installationId)?.standing;
      };
      await standing();
      if (other) {
        await database.admin`update installation set launch_change = ${other.isReplaced ? "package_changed" : "launch_changed"},
          pinned_server_id = ${serverId}, launch_class = ${other.class}, removed_at = ${other.isRemoved ? NOON : null}
          where org_id = ${org.id} and id <> ${installationId}`;
      }
      if (!active) {
        await database.admin`update member set removed_at = ${NOON} where org_id = ${org.id} and id = ${developer.id}`;
      }
      const facts: StandingFacts = {
        orgId: org.id,
        installation: { serverId, memberId: developer.id, deviceId, environment: "development", release },
        memberIsActive: active,
        teamIds: [team.id],
        blocks,
        grants,
        hasDrifted: drifts || (launch !== null && launch.class !== "note"),
        isPersonStopped: [launch?.class, other?.isRemoved ? undefined : other?.class].includes("block"),
        isReplaced: launch?.change === "package_changed" && launch.class !== "note",
      };
      expect(await standing()).toBe(standingOf(facts, NOON));
      if (!active) return;
      const asked = { memberId: developer.id, server: serverId, installationId, tool: "write" };
      const { reason } = await mayCall(as(org, org.owner), asked);
      expectAgreement(await standing(), reason);
    },
  );
  await fc.assert(property, { numRuns: 100 });
});
