import { expect, test } from "vitest";
import { recordScan } from "#app/domain/inventory/record-scan.server.ts";
import { archiveTeam } from "#app/domain/keeping/archive-team.server.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { as, createMember, createOrganization, createTeamOf, NOON } from "#test/support/factories.ts";
import { fileOf, npxEntry, reportOf } from "#test/support/inventory-factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

async function scene() {
  app.clock.now = NOON;
  const org = await createOrganization(database.db);
  const [lead, peer] = [await createMember(org, "member"), await createMember(org, "member")];
  const team = await createTeamOf(org, [{ member: lead, isLead: true }, { member: peer }]);
  await recordScan(as(org, peer), { report: reportOf([fileOf([npxEntry("x", "of-the-peer@1.0.0")])]) });
  const page = (browser: Browser, path = `/teams/${team.id}`) => browser.get(`/${org.slug}${path}`);
  return { org, lead, peer, team, page };
}

const plain = (html: string) =>
  html
    .replace(/<!-- -->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

test("a lead with the role of a member sees what the team uses, who approved it, and asks for the team", async () => {
  const s = await scene();
  const browser = await app.signedIn(s.lead);
  const { status, text } = await s.page(browser);
  expect(status).toBe(200);
  expect(plain(text)).toContain(`2 members Led by ${s.lead.name}`);
  for (const said of [
    "npm:of-the-peer",
    "Unapproved",
    "Nobody",
    s.peer.name,
    "The line begins after 4 days",
  ]) {
    expect(text).toContain(said);
  }
  const asked =
    /href="([^"]*requests\/new[^"]*server=[^"]*)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const form = await browser.get(asked);
  expect(form.status).toBe(200);
  expect(form.text).toMatch(
    new RegExp(`checked="" value="team:${s.team.id}"|value="team:${s.team.id}" checked=""`),
  );
  // the lists behind the numbers open for the lead as well
  for (const [, href = ""] of text.matchAll(/<dd class="stat-value"><a href="([^"]*)"/g)) {
    expect((await browser.get(href.replaceAll("&amp;", "&"))).status, href).toBe(200);
  }
});

test("a lead's overview, inventory and search lead to the team, and a member's lead to their own part of it", async () => {
  const s = await scene();
  const [lead, peer] = [await app.signedIn(s.lead), await app.signedIn(s.peer)];
  const link = `href="/${s.org.slug}/teams/${s.team.id}"`;
  for (const path of ["", "/inventory?by=team", `/search?q=${encodeURIComponent(s.team.name)}`]) {
    expect((await s.page(lead, path)).text, path).toContain(link);
  }
  expect((await s.page(peer, "")).text).toContain(link);
  const own = await s.page(peer);
  expect(own.text).toContain("You see what you use yourself");
  expect(own.text).not.toContain('aria-label="Where the team stands"');
  const stranger = await app.signedIn(await createMember(s.org, "approver"));
  expect((await s.page(stranger)).status).toBe(404);
  const found = await s.page(stranger, `/search?q=${encodeURIComponent(s.team.name)}`);
  expect(found.text).not.toContain(`/teams/${s.team.id}`);
});

test("who manages teams comes from the settings to what a team uses and back", async () => {
  const s = await scene();
  const owner = await app.signedIn(s.org.owner);
  for (const path of ["/settings/teams", `/settings/teams/${s.team.id}`]) {
    expect((await s.page(owner, path)).text).toContain(`href="/${s.org.slug}/teams/${s.team.id}"`);
  }
  expect((await s.page(owner)).text).toContain(`href="/${s.org.slug}/settings/teams/${s.team.id}"`);
  // an owner who is not in the team may ask for it
  const form = await s.page(owner, `/requests/new?identity=npm:asked&team=${s.team.id}`);
  expect(form.text).toContain(`value="team:${s.team.id}"`);
});

test("an archived team says so and offers nothing to ask for", async () => {
  const s = await scene();
  await archiveTeam(as(s.org, s.org.owner), { teamId: s.team.id });
  const { text } = await s.page(await app.signedIn(s.lead));
  expect(text).toContain("This team is archived");
  expect(text).not.toContain("Request access");
});
