import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { z } from "zod";
import { launchChromium } from "#test/support/chromium.ts";
import { apiOf, Decision, Installations } from "./support/api.ts";
import { MEMORY, plantSecrets, SERVERS, writeClientFiles } from "./support/client-files.ts";
import { type Laptop, openLaptop } from "./support/laptop.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person } from "./support/person.ts";
import { everyStoredRow } from "./support/stored-text.ts";

// One story told in parts: each part goes on where the one before it ended.
const server = inject("server");
const product = inject("productFolder");
const planted = plantSecrets();
let browser: Browser;
let laptop: Laptop;
let made: MadeOrganization;
let owner: Person;
let developer: Person;
let approver: Person;
let requestPath: string;

beforeAll(async () => {
  browser = await launchChromium();
  laptop = await openLaptop(server.url);
  made = await makeOrganization(product, server);
  owner = await openPerson(browser, server.url);
  developer = await openPerson(browser, server.url);
  approver = await openPerson(browser, server.url);
});

afterAll(async () => {
  await browser?.close();
  await laptop?.remove();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const one of [owner, developer, approver]) console.error(one.page.url(), await one.words());
});

/** Where space is short the middle is left out and the title holds the whole. */
function identityOn(page: Page, identity: string): Locator {
  return page.getByText(identity, { exact: true }).or(page.getByTitle(identity, { exact: true }));
}

const at = (place: string) => `/${made.organization.slug}${place}`;

test("the owner of an empty organization finds a page with words behind every entry of the navigation", async () => {
  const { page } = owner;
  await joinBy(owner, made.signInUrl, "Olive Owner", newPassword());
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  const links = await page.getByRole("navigation").getByRole("link").all();
  const places = new Set(await Promise.all(links.map((link) => link.getAttribute("href"))));
  const own = [...places].flatMap((place) => (place?.startsWith(at("/")) ? [place] : []));
  expect(own).toEqual(
    expect.arrayContaining(
      ["/inventory", "/servers", "/approvals", "/access", "/requests", "/grants", "/audit"].map(at),
    ),
  );
  for (const place of own) {
    const answer = await page.goto(place);
    expect(answer?.status(), place).toBe(200);
    await expect.poll(() => page.locator("h1").count(), { message: place }).toBe(1);
    const words = await page.getByRole("main").textContent();
    expect(words?.length, place).toBeGreaterThan(40);
    // Nothing was scanned, asked or granted: the only numbers are those of the people and events there are.
    if (!/audit|settings/.test(place))
      expect(words, place).not.toMatch(/[1-9]\d* (server|request|grant|tool|install)/);
  }
});

test("people join a team by link, each in the role they were invited in", async () => {
  const { page } = owner;
  await page.goto(at("/settings/teams"));
  await page.getByLabel("Name").fill("Shop");
  await page.getByRole("button", { name: "Create team" }).click();
  await page.getByRole("heading", { level: 1, name: "Shop" }).waitFor();
  for (const { who, name, role } of [
    { who: developer, name: "Dana Developer", role: "member" },
    { who: approver, name: "Ada Approver", role: "approver" },
  ]) {
    await page.goto(at("/settings/invitations"));
    await page.getByLabel("Email").fill(`${role}-${made.organization.slug}@story.example`);
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Role").selectOption(role);
    await page.getByLabel("Shop").check();
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const link = await page.getByLabel(/^Link for/).inputValue();
    await joinBy(who, link, name, newPassword());
    await who.page.getByText(`You are a member of ${made.organization.name}.`).waitFor();
    await expect.poll(() => who.page.getByRole("link", { name: "Audit" }).count()).toBe(0);
  }
  await page.goto(at("/settings/members"));
  for (const name of ["Olive Owner", "Dana Developer", "Ada Approver"])
    await expect.poll(() => owner.words()).toContain(name);
});

test("a developer enrolls and scans a machine, and its secrets are stored nowhere", async () => {
  await writeClientFiles(laptop, planted);
  const { page } = developer;
  await page.goto(at("/settings/devices"));
  await page.getByRole("button", { name: "Get an enrollment code" }).click();
  const code = await page.getByLabel("Enrollment code").inputValue();
  const enrolled = await laptop.castellan("enroll", server.url, "--code", code, "--name", "dana-laptop");
  expect(enrolled, enrolled.err).toMatchObject({ code: 0 });
  const sent = await laptop.castellan("scan", "--json", "--project", laptop.project);
  expect(sent, sent.err).toMatchObject({ code: 0 });
  const stored = await everyStoredRow(server.state);
  expect(stored.some((row) => row.includes("dana-laptop"))).toBe(true);
  for (const [name, secret] of Object.entries(planted)) {
    expect([sent.out, sent.err].join(), name).not.toContain(secret);
    expect(
      stored.filter((row) => row.includes(secret)),
      name,
    ).toEqual([]);
  }
});

test("the inventory shows exactly the servers that were scanned, approved by nobody, not looked yet", async () => {
  for (const { page } of [developer, owner]) {
    await page.goto(at("/inventory"));
    const rows = page.getByRole("main").locator("tbody tr");
    await expect.poll(() => rows.count()).toBe(SERVERS.length);
    for (const identity of SERVERS) {
      const row = await rows.filter({ has: identityOn(page, identity) }).textContent();
      expect(row, identity).toContain("Unapproved");
      expect(row, identity).toContain("Not looked yet");
      expect(row, identity).toContain("Dana Developer");
      expect(row, identity).toContain("Nobody");
    }
  }
});

test("a server's tools are known once the developer's machine asked it for them", async () => {
  const asked = await laptop.castellan("probe", MEMORY, "--from", product, "--send");
  expect(asked, asked.err).toMatchObject({ code: 0 });
  const { page } = developer;
  await page.goto(at("/inventory"));
  await identityOn(page, MEMORY).first().click();
  await page.getByRole("heading", { level: 1, name: MEMORY }).waitFor();
  await page.getByRole("link", { name: "See all 9 tools" }).click();
  await page.getByText("read_graph").first().waitFor();
});

test("a developer asks from what they use already, told who decides, and cannot decide it", async () => {
  const { page, words, context } = developer;
  await page.goto(at("/access"));
  await page
    .getByRole("link", { name: `Request access to ${MEMORY}` })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: `Request access to ${MEMORY}` }).waitFor();
  const form = await words();
  expect(form).toContain("Ada Approver");
  expect(form).toContain("Olive Owner");
  await page.getByLabel(/^All \d+ tools$/).check();
  await page.getByLabel("What for").fill("Remember what the shop's customers asked for");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByText("Request sent.").waitFor();
  requestPath = new URL(page.url()).pathname;
  await expect.poll(() => page.getByRole("button", { name: /^Approve/ }).count()).toBe(0);
  const forged = await context.request.post(`${requestPath}/approval`, {
    form: { tools: "read_graph", endsAt: "2099-01-01", reason: "mine" },
    headers: { Origin: server.url },
    maxRedirects: 0,
  });
  expect(forged.status()).toBeGreaterThanOrEqual(400);
  await page.reload();
  await expect.poll(() => words()).toContain("Pending approval");
});

test("the approver asks back, is answered, and approves fewer tools than were asked for", async () => {
  const { page } = approver;
  await page.goto(at("/approvals"));
  await page.getByLabel("Question", { exact: true }).fill("Which tools does the shop really need?");
  await page.getByRole("button", { name: "Send question" }).click();
  await page.getByText("Nothing waits on you.").waitFor();
  await developer.page.goto(requestPath);
  await developer.page.getByText("Which tools does the shop really need?").first().waitFor();
  await developer.page.getByLabel("Answer", { exact: true }).fill("Only reading the graph and searching it.");
  await developer.page.getByRole("button", { name: "Send answer" }).click();
  await developer.page.getByText("Pending approval").first().waitFor();
  await page.goto(at("/approvals"));
  await page.getByText("Only reading the graph and searching it.").first().waitFor();
  for (const tool of await page.getByRole("list", { name: "Tools to allow" }).getByRole("checkbox").all())
    if (!["read_graph", "search_nodes"].includes((await tool.inputValue()) ?? "")) await tool.uncheck();
  await page.getByRole("button", { name: /^Approve 2 tools until/ }).click();
  await page.getByText("Nothing waits on you.").waitFor();
});

test("the approval gives a configuration without secrets, and every installation is approved at once", async () => {
  const { page } = developer;
  await page.goto(requestPath);
  await expect.poll(() => developer.words()).toContain("Approved");
  const snippet = await page.locator("pre").first().textContent();
  expect(snippet).toContain("MEMORY_TOKEN");
  expect(snippet).toMatch(/\$\{(env|input):/);
  for (const secret of Object.values(planted)) expect(await page.content()).not.toContain(secret);
  await page.goto(at("/inventory?by=installation"));
  const rows = page.getByRole("main").locator("tbody tr", { has: identityOn(page, MEMORY) });
  await expect.poll(() => rows.count()).toBe(2);
  for (const row of await rows.allTextContents()) expect(row).toContain("Approved");
});

test("the approved call is allowed, another tool is not, and after the revocation neither is", async () => {
  const ask = apiOf(server.url, made.apiKey);
  const { rows } = await ask(Installations, "/installations");
  const used = rows.find((row) => row.identity === MEMORY);
  expect(used).toMatchObject({ standing: "approved" });
  const decide = (tool: string) =>
    ask(Decision, "/decisions", {
      memberId: used?.memberId,
      installationId: used?.id,
      server: MEMORY,
      tool,
    });
  expect(await decide("read_graph")).toMatchObject({ allowed: true, reason: "allowed" });
  expect(await decide("delete_entities")).toMatchObject({ allowed: false, reason: "tool_not_granted" });

  const { page } = owner;
  await page.goto(at("/grants"));
  await identityOn(page, MEMORY).first().click();
  await page.getByRole("link", { name: "Revoke…" }).click();
  await page.getByLabel("Reason").fill("The shop uses another store now");
  await page.getByRole("button", { name: "Revoke grant" }).click();
  await page.getByText("Grant revoked. Calls are refused from now on.").waitFor();
  expect(await decide("read_graph")).toMatchObject({ allowed: false, reason: "grant_revoked" });

  await page.goto(at("/servers"));
  await identityOn(page, MEMORY).first().click();
  await page.getByRole("link", { name: "Block server" }).click();
  await page.getByLabel("Reason").fill("Being looked into");
  await page.getByRole("button", { name: "Block server" }).click();
  await page.getByText("Blocked by Olive Owner").waitFor();
  expect(await decide("read_graph")).toMatchObject({ allowed: false, reason: "server_blocked" });
  await developer.page.goto(at("/inventory"));
  await expect.poll(() => developer.words()).toContain("Blocked");
});

const STEPS = {
  "organization.create": 1,
  "team.create": 1,
  "invitation.create": 2,
  "device.enroll": 1,
  "scan.record": 1,
  "manifest.record": 1,
  "request.create": 1,
  "request.ask": 1,
  "request.answer": 1,
  "request.approve": 1,
  "grant.revoke": 1,
  "server.block": 1,
};

test("the audit page tells each step once, and its export is one JSON document a line", async () => {
  const { page, words } = owner;
  await page.goto(at("/audit"));
  await expect.poll(() => words()).toContain("approved a request");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export events" }).click(),
  ]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\n");
  const events = lines.map((line) => z.object({ verb: z.string() }).parse(JSON.parse(line)));
  const counts = Object.fromEntries(
    Object.keys(STEPS).map((verb) => [verb, events.filter((event) => event.verb === verb).length]),
  );
  expect(counts).toEqual(STEPS);
});

test("no page of the story broke, spoke on the console or asked another host", () => {
  expect([owner, developer, approver].flatMap((one) => one.troubles)).toEqual([]);
});
