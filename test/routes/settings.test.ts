import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { resetSignIn } from "#app/domain/identity/reset-sign-in.server.ts";
import { hashSecret } from "#app/domain/identity/secret-token.server.ts";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import {
  asOperator,
  auditEvents,
  createMember,
  createOrganization,
  createTeamOf,
} from "#test/support/factories.ts";
import { invite } from "#test/support/identity-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

const verbs = async (org: Parameters<typeof auditEvents>[0]) =>
  (await auditEvents(org)).map((event) => event.verb);

test("an owner makes a team, puts a member in as lead and takes them out, all by forms", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const browser = await app.signedIn(org.owner);
  const made = await browser.post(`/${org.slug}/settings/teams`, { name: "Payments" });
  expect(made.status).toBe(303);
  const team = made.location ?? "";
  expect((await browser.get(team)).text).toContain("Payments");
  expect((await browser.post(team, { memberId: who.id, isLead: "on" })).status).toBe(303);
  expect((await browser.get(team)).text).toContain("A lead decides the requests");
  expect((await browser.post(team, { memberId: who.id, isLead: "false" })).status).toBe(303);
  const removal = `${team}/members/${who.id}`;
  expect((await browser.get(removal)).text).toContain(`Remove ${who.name} from Payments?`);
  expect((await browser.post(removal, {})).status).toBe(303);
  expect(await verbs(org)).toEqual([
    "team.create",
    "team.set_member",
    "team.set_member",
    "team.remove_member",
  ]);
});

test("a refused form keeps what was typed and says why", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const page = await browser.post(`/${org.slug}/settings/invitations`, {
    email: "not an address",
    name: "Kept Name",
    role: "security",
  });
  expect(page.status).toBe(400);
  expect(page.text).toContain("Kept Name");
  expect(page.text).toContain("name@example.com");
  const member = await createMember(org, "member");
  const again = await browser.post(`/${org.slug}/settings/invitations`, {
    email: member.email,
    name: "Somebody",
    role: "member",
  });
  expect(again.status).toBe(409);
  expect(again.text).toContain("is a member already");
});

test("an invitation's link is shown once, in an answer nobody stores, and is withdrawn by its page", async () => {
  const org = await createOrganization(database.db);
  const team = await createTeamOf(org, []);
  const browser = await app.signedIn(org.owner);
  const here = `/${org.slug}/settings/invitations`;
  const shown = await browser.post(here, {
    email: "new@example.test",
    name: "New Person",
    role: "approver",
    teamIds: team.id,
  });
  expect(shown.status).toBe(200);
  expect(shown.headers.get("cache-control")).toContain("no-store");
  const token = /invitations\/(inv_[\w-]+)/.exec(shown.text)?.[1] ?? "";
  const [found] = await database.db.execute<{ invitation_id: string; role: string }>(
    sql`select * from lookup_invitation(${hashSecret(token)})`,
  );
  expect(found?.role).toBe("approver");
  const list = await browser.get(here);
  expect(list.text).toContain("new@example.test");
  expect(list.text).not.toContain(token);
  const withdrawal = `${here}/${found?.invitation_id}/withdrawal`;
  expect((await browser.get(withdrawal)).text).toContain("Withdraw the invitation of new@example.test?");
  expect((await browser.post(withdrawal, {})).status).toBe(303);
  expect(await verbs(org)).toEqual(["invitation.create", "invitation.revoke"]);
});

test("a role is changed and a member removed by their pages; the last owner's page says why not", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "member");
  const browser = await app.signedIn(org.owner);
  const theirs = `/${org.slug}/settings/members/${who.id}`;
  expect((await browser.post(theirs, { role: "auditor" })).status).toBe(303);
  expect((await browser.get(theirs)).text).toContain("Reads everything, changes nothing.");
  expect((await browser.get(`${theirs}/removal`)).text).toContain(`Remove ${who.name}?`);
  expect((await browser.post(`${theirs}/removal`, {})).status).toBe(303);
  expect((await browser.get(theirs)).status).toBe(404);
  const own = `/${org.slug}/settings/members/${org.owner.id}`;
  expect((await browser.get(own)).text).toContain("This is the last owner.");
  expect((await browser.post(own, { role: "member" })).status).toBe(409);
});

test("a member makes a key of their own, sees it once, and revokes it", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(await createMember(org, "member"));
  const here = `/${org.slug}/settings/api-keys`;
  expect((await browser.get(here)).text).not.toContain("Environment it speaks for");
  const shown = await browser.post(here, { name: "My script", scopes: "read", days: "30" });
  const key = /cst_[\w-]{32}/.exec(shown.text)?.[0] ?? "";
  const [found] = await database.db.execute<{ api_key_id: string }>(
    sql`select * from lookup_api_key(${hashSecret(key)})`,
  );
  const list = await browser.get(here);
  expect(list.text).toContain("My script");
  expect(list.text).not.toContain(key);
  const revocation = `${here}/${found?.api_key_id}/revocation`;
  expect((await browser.get(revocation)).text).toContain("Revoke My script?");
  expect((await browser.post(revocation, {})).status).toBe(303);
  expect((await browser.post(revocation, {})).status).toBe(409);
});

test("each role opens only its parts of the settings, and sees no tab for the others", async () => {
  const org = await createOrganization(database.db);
  const team = await createTeamOf(org, []);
  const { id } = await invite(org, "member", "open@example.test");
  const closed = {
    security: ["invitations", `invitations/${id}/withdrawal`, `members/${org.owner.id}/removal`],
    approver: ["teams", "members", "invitations", `teams/${team.id}`, `members/${org.owner.id}`],
    member: ["teams", "members", "invitations", `teams/${team.id}`, `members/${org.owner.id}`],
    auditor: ["teams", "members", "invitations"],
  } as const;
  for (const role of ["security", "approver", "member", "auditor"] as const) {
    const browser = await app.signedIn(await createMember(org, role));
    const first = await browser.get(`/${org.slug}/settings/organization`);
    expect(first.status).toBe(200);
    expect(first.text.includes(`/${org.slug}/settings/invitations`)).toBe(false);
    expect(first.text.includes(`/${org.slug}/settings/teams`)).toBe(role === "security");
    for (const part of closed[role]) {
      expect([role, part, (await browser.get(`/${org.slug}/settings/${part}`)).status]).toEqual([
        role,
        part,
        403,
      ]);
    }
    expect((await browser.post(`/${org.slug}/settings/teams`, { name: "Mine" })).status).toBe(403);
    expect(
      (await browser.post(`/${org.slug}/settings/members/${org.owner.id}`, { role: "member" })).status,
    ).toBe(403);
  }
});

test("another organization's settings, teams, members and keys are not found", async () => {
  const org = await createOrganization(database.db);
  const other = await createOrganization(database.db);
  const theirs = await createTeamOf(other, []);
  const browser = await app.signedIn(org.owner);
  for (const address of [
    `/${other.slug}/settings/organization`,
    `/${org.slug}/settings/teams/${theirs.id}`,
    `/${org.slug}/settings/members/${other.owner.id}`,
    `/${org.slug}/settings/members/${other.owner.id}/removal`,
  ]) {
    expect([address, (await browser.get(address)).status]).toEqual([address, 404]);
  }
  const ours = await browser.post(`/${org.slug}/settings/teams`, { name: "Ours" });
  expect((await browser.post(ours.location ?? "", { memberId: other.owner.id })).status).toBe(404);
  const invited = { email: "x@example.test", name: "X", role: "member", teamIds: theirs.id };
  expect((await browser.post(`/${org.slug}/settings/invitations`, invited)).status).toBe(404);
});

test("members are filtered by the address, and their pages stay in it", async () => {
  const org = await createOrganization(database.db);
  const auditor = await createMember(org, "auditor");
  const browser = await app.signedIn(org.owner);
  const page = await browser.get(`/${org.slug}/settings/members?role=auditor&perPage=50`);
  expect(page.text).toContain(auditor.email);
  expect(page.text).not.toContain(`(you)`);
  expect((await browser.get(`/${org.slug}/settings/members?search=zzz`)).text).toContain("No member matches");
});

test("somebody whose sign-in was reset sets a new password by the link, once, and stays the member they were", async () => {
  const org = await createOrganization(database.db);
  const who = await createMember(org, "security");
  const { token } = await resetSignIn(asOperator(org, new Date()), { memberId: who.id });
  const link = `/invitations/${token}`;
  const browser = app.browser();
  const fields = { name: who.name, password: "a long enough new password" };
  expect((await browser.post(link, fields)).status).toBe(303);
  const inside = await browser.get(`/${org.slug}/settings/organization`);
  expect(inside.text).toContain("Decides requests, blocks servers");
  expect((await app.browser().post(link, { ...fields, password: "somebody else's password" })).status).toBe(
    409,
  );
  const members =
    await database.admin`select id from member where org_id = ${org.id} and account_id = ${who.accountId}`;
  expect(members.map((row) => row.id)).toEqual([who.id]);
});

test("an owner changes name, zone and working hours by the form; a refused one keeps what was typed", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const here = `/${org.slug}/settings/organization`;
  const typed = { name: "Harbour", timeZone: "Mars/Base", worksFrom: "08:00", worksTo: "16:00" };
  const refused = await browser.post(here, typed);
  expect(refused.status).toBe(400);
  expect(refused.text).toContain("Mars/Base");
  expect(refused.text).toContain("Choose at least one day.");
  const sent = await browser.post(here, { ...typed, timeZone: "Europe/Vienna", workingDays: ["1", "2"] });
  expect(sent.status).toBe(303);
  const member = await app.signedIn(await createMember(org, "member"));
  expect((await member.get(here)).text).toContain("Monday, Tuesday, 08:00 to 16:00");
});

test("a period is previewed before it is set, and a wrong one says why", async () => {
  const org = await createOrganization(database.db);
  const browser = await app.signedIn(org.owner);
  const here = `/${org.slug}/settings/data/retention/scans`;
  expect((await browser.get(`${here}?days=7`)).text).toContain("are kept 30 days at least");
  expect((await browser.get(`${here}?days=90`)).text).toContain("Nothing is older than 90 days now.");
  expect((await browser.get(`/${org.slug}/settings/data/retention/everything`)).status).toBe(404);
  expect((await browser.post(here, { days: "7" })).status).toBe(400);
  expect((await browser.post(here, { days: "90" })).status).toBe(303);
  expect((await browser.get(`/${org.slug}/settings/data`)).text).toContain("90 days");
  expect((await browser.get(`${here}?days=`)).text).toContain("Nothing is forgotten by this");
  expect((await browser.post(here, { days: "" })).status).toBe(303);
  expect(await verbs(org)).toEqual(["organization.set_retention", "organization.set_retention"]);
  const notices = await browser.get(`/${org.slug}/settings/data/retention/read_notices?days=91`);
  expect(notices.text).toContain("Kept 90 days");
  expect(notices.text).toContain("are kept 90 days at most");
});

test("a team is renamed, archived, taken back and deleted by its pages", async () => {
  const org = await createOrganization(database.db);
  const team = await createTeamOf(org, [{ member: org.owner }]);
  const browser = await app.signedIn(org.owner);
  const here = `/${org.slug}/settings/teams/${team.id}`;
  expect((await browser.post(`${here}/name`, { name: "Payments" })).status).toBe(303);
  expect((await browser.get(`${here}/archival`)).text).toContain("Archive Payments?");
  expect((await browser.post(`${here}/archival`, {})).status).toBe(303);
  expect((await browser.post(`${here}/archival`, {})).status).toBe(409);
  expect((await browser.get(here)).text).toContain("Archived");
  expect((await browser.get(`/${org.slug}/settings/teams?archived=1`)).text).toContain("1 archived team");
  expect((await browser.get(`${here}/restoration`)).text).toContain("Take Payments out of the archive?");
  expect((await browser.post(`${here}/restoration`, {})).status).toBe(303);
  expect((await browser.get(`${here}/deletion`)).text).toContain("1 member is in it no more.");
  expect((await browser.post(`${here}/deletion`, {})).status).toBe(303);
  expect((await browser.get(here)).status).toBe(404);
});
