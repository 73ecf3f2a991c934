import { expect, test } from "vitest";
import { Conflict, Forbidden, Invalid } from "#app/domain/errors.ts";
import { endGrants } from "#app/domain/grants/end-grants.server.ts";
import { resumeGrant } from "#app/domain/grants/resume-grant.server.ts";
import { revokeGrant } from "#app/domain/grants/revoke-grant.server.ts";
import { suspendGrant } from "#app/domain/grants/suspend-grant.server.ts";
import { later, placeGrant, placeServer } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  NOON,
} from "#test/support/factories.ts";
import { expectForbidden, expectNotFound, expectOneEvent } from "#test/support/standing-cases.ts";

const database = openTestDatabase();

async function scene() {
  const org = await createOrganization(database.db);
  const developer = await createMember(org, "member");
  const security = await createMember(org, "security");
  const server = await placeServer(org);
  const grantId = await placeGrant(org, {
    serverId: server.id,
    memberId: developer.id,
    grantedBy: org.owner.id,
    endsAt: later(10_000),
  });
  return { org, developer, security, server, grantId };
}
const why = { reason: "compromised" };

test("security suspends a grant once, resumes it once, each with one event", async () => {
  const { org, security, grantId } = await scene();
  const ctx = as(org, security);
  await expectOneEvent(org, ctx, "grant.suspend", () => suspendGrant(ctx, { grantId, ...why }));
  await expect(suspendGrant(ctx, { grantId, ...why })).rejects.toBeInstanceOf(Conflict);
  await expectOneEvent(org, ctx, "grant.resume", () => resumeGrant(ctx, { grantId }));
  await expect(resumeGrant(ctx, { grantId })).rejects.toBeInstanceOf(Conflict);
});

test("a suspension ends in the future or not at all", async () => {
  const { org, security, grantId } = await scene();
  const past = suspendGrant(as(org, security), { grantId, ...why, until: NOON });
  await expect(past).rejects.toBeInstanceOf(Invalid);
});

test("nobody resumes a grant of their own", async () => {
  const { org, security, server } = await scene();
  const own = await placeGrant(org, { serverId: server.id, memberId: security.id, grantedBy: org.owner.id });
  await suspendGrant(as(org, org.owner), { grantId: own, ...why });
  await expect(resumeGrant(as(org, security), { grantId: own })).rejects.toBeInstanceOf(Forbidden);
});

test("a member, an approver and a key without the scope neither suspend nor revoke what is not theirs", async () => {
  const { org, security, grantId } = await scene();
  const colleague = await createMember(org, "member");
  const approver = await createMember(org, "approver");
  for (const who of [colleague, approver]) {
    await expectForbidden(org, async () => suspendGrant(as(org, who), { grantId, ...why }));
    await expectForbidden(org, async () => resumeGrant(as(org, who), { grantId }));
    await expectForbidden(org, async () => revokeGrant(as(org, who), { grantId, ...why }));
  }
  const key = as(org, security, { scopes: ["read"] });
  await expectForbidden(org, async () => suspendGrant(key, { grantId, ...why }));
  await expectForbidden(org, async () => revokeGrant(key, { grantId, ...why }));
});

test("the holder hands a grant back, and what is revoked stays revoked", async () => {
  const { org, developer, security, grantId } = await scene();
  const ctx = as(org, developer);
  await expectOneEvent(org, ctx, "grant.revoke", () => revokeGrant(ctx, { grantId, ...why }));
  for (const again of [
    () => revokeGrant(as(org, security), { grantId, ...why }),
    () => suspendGrant(as(org, security), { grantId, ...why }),
    () => resumeGrant(as(org, security), { grantId }),
  ]) {
    await expect(again()).rejects.toBeInstanceOf(Conflict);
  }
});

test("a lead revokes the grant of their own team, another team's lead does not", async () => {
  const { org, server } = await scene();
  const lead = await createMember(org, "member");
  const stranger = await createMember(org, "member");
  const team = await createTeamOf(org, [{ member: lead, isLead: true }]);
  await createTeamOf(org, [{ member: stranger, isLead: true }]);
  const grantId = await placeGrant(org, { serverId: server.id, teamId: team.id, grantedBy: org.owner.id });
  await expectForbidden(org, async () => revokeGrant(as(org, stranger), { grantId, ...why }));
  await expectOneEvent(org, as(org, lead), "grant.revoke", () =>
    revokeGrant(as(org, lead), { grantId, ...why }),
  );
});

test("another organization's grant does not exist here", async () => {
  const { org } = await scene();
  const { grantId } = await scene();
  const ctx = as(org, org.owner);
  await expectNotFound(org, () => suspendGrant(ctx, { grantId, ...why }));
  await expectNotFound(org, () => resumeGrant(ctx, { grantId }));
  await expectNotFound(org, () => revokeGrant(ctx, { grantId, ...why }));
});

test("the sweep notes the end of a grant once, at its end and not before", async () => {
  const { org } = await scene();
  const sweep = (now: Date) => ({
    ...as(org, org.owner, { now }),
    actor: { kind: "system", job: "sweep" } as const,
  });
  expect(await endGrants(sweep(later(9_999)))).toEqual({ ended: 0 });
  expect(await endGrants(sweep(later(10_000)))).toEqual({ ended: 1 });
  expect(await endGrants(sweep(later(10_000)))).toEqual({ ended: 0 });
  expect((await auditEvents(org)).map((event) => event.verb)).toEqual(["grant.end"]);
});
