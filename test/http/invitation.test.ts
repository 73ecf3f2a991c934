import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { inAccount } from "#app/db/transaction.server.ts";
import { account } from "#app/domain/identity/account-tables.server.ts";
import { createInvitation } from "#app/domain/identity/create-invitation.server.ts";
import { hashPassword } from "#app/domain/identity/password.server.ts";
import { revokeInvitation } from "#app/domain/identity/revoke-invitation.server.ts";
import { stateOf } from "#test/attack/attack-world.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  as,
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
  type TestOrganization,
} from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);
const PASSWORD = "correct horse battery staple";
let people = 0;

async function invite(
  org: TestOrganization,
  email = `person-${++people}@example.test`,
  teamIds: string[] = [],
) {
  const ctx = as(org, org.owner, { now: new Date() });
  const input = { email, name: "New Person", role: "approver" as const, teamIds };
  const { token, id } = await createInvitation(ctx, input);
  return { email, id, link: `/invitations/${token}` };
}

test("a new person sets name and password, is a member with role and teams, and is signed in", async () => {
  const org = await createOrganization(database.db);
  const team = await createTeamOf(org, []);
  const { email, link } = await invite(org, undefined, [team.id]);
  const browser = app.browser();
  const page = await browser.get(link);
  expect(page.status).toBe(200);
  expect(page.text).toContain(email);
  const done = await browser.post(link, { name: "Søren Ó", password: PASSWORD });
  expect(done.status).toBe(303);
  expect(done.location).toBe(`/${org.slug}`);
  const rows = await database.admin`
    select m.role, m.name, t.team_id from member m left join team_member t on t.member_id = m.id
    where m.org_id = ${org.id} and m.email = ${email}`;
  expect([...rows]).toEqual([{ role: "approver", name: "Søren Ó", team_id: team.id }]);
  const events = await auditEvents(org);
  expect(events.map((event) => event.verb)).toEqual(["invitation.create", "invitation.accept"]);
  expect(events[1]?.actor_member_id).not.toBeNull();
  expect(JSON.stringify(events)).not.toContain(PASSWORD);
  const again = app.browser();
  expect((await again.post("/sign-in", { email, password: PASSWORD })).status).toBe(303);
});

test("a short password is refused with the name kept, and nothing is made", async () => {
  const org = await createOrganization(database.db);
  const { email, link } = await invite(org);
  const answer = await app.browser().post(link, { name: "Kept Name", password: "short" });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain("at least 12 characters");
  expect(answer.text).toContain('value="Kept Name"');
  expect(answer.text).not.toContain('value="short"');
  expect((await app.browser().post(link, { name: "No Password" })).status).toBe(400);
  expect([...(await database.admin`select 1 from account where email = ${email}`)]).toEqual([]);
});

test("a link works once, not after it was withdrawn, and not after seven days", async () => {
  const org = await createOrganization(database.db);
  const used = await invite(org);
  expect((await app.browser().post(used.link, { name: "A", password: PASSWORD })).status).toBe(303);
  const second = await app.browser().post(used.link, { name: "B", password: "another long password" });
  expect(second.status).toBe(409);
  const withdrawn = await invite(org);
  await revokeInvitation(as(org, org.owner, { now: new Date() }), { invitationId: withdrawn.id });
  expect((await app.browser().post(withdrawn.link, { name: "A", password: PASSWORD })).status).toBe(409);
  expect((await app.browser().get(withdrawn.link)).text).toContain("was withdrawn");
  const late = await invite(org);
  app.clock.now = new Date(Date.now() + 7 * 86_400_000 + 60_000);
  expect((await app.browser().post(late.link, { name: "A", password: PASSWORD })).status).toBe(409);
  app.clock.now = undefined;
  expect((await app.browser().get("/invitations/inv_made-up")).status).toBe(404);
});

test("two posts of one link at the same moment make one member", async () => {
  const org = await createOrganization(database.db);
  const { email, link } = await invite(org);
  const answers = await Promise.all(
    [1, 2, 3].map(() => app.browser().post(link, { name: "A", password: PASSWORD })),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409, 409]);
  const rows = await database.admin`select 1 from member where org_id = ${org.id} and email = ${email}`;
  expect(rows).toHaveLength(1);
});

test("an address with an account must sign in to it; nobody else's session and no new password will do", async () => {
  const home = await createOrganization(database.db);
  const away = await createOrganization(database.db);
  const known = await createMember(home, "member");
  const { email, accountId } = known;
  const passwordHash = await hashPassword(PASSWORD);
  await inAccount(database.db, accountId, (tx) =>
    tx.update(account).set({ passwordHash }).where(eq(account.id, accountId)),
  );
  const { link } = await invite(away, email);
  const stranger = app.browser();
  expect((await stranger.get(link)).text).toContain("sign in to it");
  expect((await stranger.post(link, { name: "Thief", password: "a stolen password 1" })).status).toBe(403);
  const other = await app.signedIn(home.owner);
  expect((await other.post(link, { name: "Thief", password: "a stolen password 1" })).status).toBe(403);
  const own = app.browser();
  const signedIn = await own.post("/sign-in", { email, password: PASSWORD, to: link });
  expect(signedIn.location).toBe(link);
  expect((await own.post(link)).location).toBe(`/${away.slug}`);
});

test("an admin's link never sets the password of an account made elsewhere", async () => {
  const home = await createOrganization(database.db);
  const away = await createOrganization(database.db);
  const victim = await createMember(home, "owner");
  const { link } = await invite(away, victim.email);
  const answer = await app.browser().post(link, { name: "Thief", password: PASSWORD });
  expect(answer.status).toBe(403);
  expect((await app.browser().post("/sign-in", { email: victim.email, password: PASSWORD })).status).toBe(
    400,
  );
});

test("the operator's link sets the first password of an account and never a second one", async () => {
  const org = await createOrganization(database.db);
  const elsewhere = await createOrganization(database.db);
  const operator = { ...asOperator(elsewhere), now: new Date() };
  const { email } = org.owner;
  const made = await createInvitation(operator, { email, name: "Owner", role: "owner", teamIds: [] });
  const link = `/invitations/${made.token}`;
  expect((await app.browser().post(link, { name: "Owner", password: PASSWORD })).status).toBe(303);
  expect((await app.browser().post("/sign-in", { email, password: PASSWORD })).status).toBe(303);
  const third = await createOrganization(database.db);
  const next = await createInvitation(
    { ...asOperator(third), now: new Date() },
    { email, name: "Owner", role: "owner", teamIds: [] },
  );
  const again = await app
    .browser()
    .post(`/invitations/${next.token}`, { name: "X", password: "another password" });
  expect(again.status).toBe(403);
});

test("opening, prefetching or scanning a link changes nothing: only accepting does", async () => {
  const org = await createOrganization(database.db);
  const { link } = await invite(org);
  const before = await stateOf(database.admin, org.id);
  for (const method of ["GET", "HEAD"]) {
    for (const path of [link, `${link}.data`]) {
      const answer = await app.browser().send(path, { method, headers: { Purpose: "prefetch" } });
      expect(answer.status, `${method} ${path}`).toBe(200);
    }
  }
  expect(await stateOf(database.admin, org.id)).toEqual(before);
  const foreign = await app
    .browser()
    .post(link, { name: "A", password: PASSWORD }, { Origin: "http://evil.test" });
  expect(foreign.status).toBe(403);
  expect(await stateOf(database.admin, org.id)).toEqual(before);
  expect((await app.browser().post(link, { name: "A", password: PASSWORD })).status).toBe(303);
});

test("the page says what became of each mail and sends an invitation again with a new link", async () => {
  const org = await createOrganization(database.db);
  const { email, id, link } = await invite(org);
  await database.admin`update invitation set mail = 'refused', mail_why = 'SMTP 550',
    mail_at = mail_at - interval '1 hour' where id = ${id}`;
  const owner = await app.signedIn(org.owner);
  const page = await owner.get(`/${org.slug}/settings/invitations`);
  expect(page.text).toContain("The receiving side refused the address (SMTP 550)");
  const again = await owner.post(`/${org.slug}/settings/invitations/${id}/renewal`);
  expect(again.status).toBe(200);
  const newLink = /value="[^"]*(\/invitations\/inv_[\w-]+)"/.exec(again.text)?.[1] ?? "";
  expect(newLink).not.toBe(link);
  expect((await app.browser().get(link)).status).toBe(404);
  expect((await app.browser().get(newLink)).text).toContain(email);
});
