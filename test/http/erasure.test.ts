import { expect, test } from "vitest";
import { removeMember } from "#app/domain/identity/remove-member.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

test("an owner finds who left, reads what goes and what stays, and erases after a proof; the form waits meanwhile", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const here = `/${org.slug}/settings/members/${who.id}/erasure`;
  const start = new Date();
  app.clock.now = start;
  const owner = await app.signedIn(org.owner);
  expect((await owner.get(here)).text).toContain("They are still a member. Remove them first");
  expect((await owner.post(here, {})).status).toBe(409);
  await removeMember(as(org, org.owner, { now: start }), { memberId: who.id });
  expect((await owner.get(`/${org.slug}/settings/members/former`)).text).toContain(here);
  const page = await owner.get(here);
  for (const words of [who.email, "What they did stays in the audit", "Backups of the database"]) {
    expect(page.text).toContain(words);
  }
  app.clock.now = new Date(start.getTime() + 11 * 60_000);
  const unproved = await owner.post(here, {});
  expect([unproved.status, unproved.text.includes("Prove that it is you first")]).toEqual([403, true]);
  app.clock.now = start;
  const done = await owner.post(here, {});
  expect([done.status, done.location]).toEqual([303, `/${org.slug}/settings/members/former`]);
  const list = await owner.get(`/${org.slug}/settings/members/former`);
  expect(list.text).toContain(`Erased person ${who.id.slice(-8)}`);
  for (const gone of [who.name, who.email]) expect(list.text).not.toContain(gone);
  expect((await owner.get(`/${org.slug}/audit`)).text).toContain("erased a person who had left");
  expect((await owner.post(here, {})).text).toContain("They are erased already.");
});
