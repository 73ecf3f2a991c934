import { expect, test } from "vitest";
import { mayCall } from "#app/domain/grants/may-call.server.ts";
import { approveRequest } from "#app/domain/requests/approve-request.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { placeDevice, placeInstallation } from "#test/support/call-worlds.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, NOON } from "#test/support/factories.ts";
import { requestScene } from "#test/support/request-scenes.ts";

const database = openTestDatabase();
const app = openTestApp(database);

test("a grant is seen, suspended, resumed and revoked through its pages, and my access shows it", async () => {
  app.clock.now = NOON;
  const s = await requestScene(database.db);
  const at = (path: string) => `/${s.org.slug}${path}`;
  const deviceId = await placeDevice(s.org, s.developer.id);
  const installationId = await placeInstallation(s.org, {
    deviceId,
    memberId: s.developer.id,
    serverId: s.server.id,
  });
  const dev = await app.signedIn(s.developer);
  const sec = await app.signedIn(s.security);
  const before = await dev.get(at("/access"));
  expect(before.text).toContain(`installation=${installationId}`);
  expect(before.text).toContain("You have no grants now.");
  const { grantId } = await approveRequest(as(s.org, s.security), { requestId: await s.ask() });
  const call = async () =>
    (await mayCall(as(s.org, s.developer), { server: s.server.id, tool: "x", installationId })).reason;

  expect((await dev.get(at("/access"))).text).toContain("You have 1 grant.");
  expect((await sec.get(at("/grants?state=active"))).text).toContain("1 grant.");
  const step = (name: string) => at(`/grants/${grantId}/${name}`);
  expect((await sec.get(step("suspension"))).text).toContain("Suspend the grant of");
  expect((await sec.post(step("suspension"), { reason: "" })).status).toBe(400);
  expect((await sec.post(step("suspension"), { reason: "look" })).status).toBe(303);
  expect(await call()).toBe("grant_suspended");
  expect((await sec.get(at(`/grants/${grantId}`))).text).toContain("Resume grant");
  expect((await sec.post(step("resumption"))).status).toBe(303);
  expect(await call()).toBe("allowed");

  const own = await dev.get(at(`/grants/${grantId}`));
  expect(own.text).toContain("Hand back…");
  expect(own.text).not.toContain("Suspend…");
  const stranger = await app.signedIn(await createMember(s.org, "member"));
  expect((await stranger.get(at(`/grants/${grantId}`))).status).toBe(404);
  expect((await stranger.post(step("revocation"), { reason: "mine" })).status).toBe(403);
  expect((await dev.post(step("revocation"), { reason: "done" })).status).toBe(303);
  expect(await call()).toBe("grant_revoked");
  const late = await sec.post(step("revocation"), { reason: "again" });
  expect(late.status).toBe(409);
  expect(late.text).toContain("was revoked already");
});
