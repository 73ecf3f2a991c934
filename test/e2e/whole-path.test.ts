import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { MEMORY, plantSecrets, SERVERS, writeClientFiles } from "./support/client-files.ts";
import { type Laptop, openLaptop } from "./support/laptop.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person } from "./support/person.ts";
import { everyStoredRow } from "./support/stored-text.ts";

// One story told in parts: each part goes on where the one before it ended.
const server = inject("server");
const planted = plantSecrets();
let browser: Browser;
let made: MadeOrganization;
let owner: Person;
let developer: Person;
let approver: Person;
let laptop: Laptop;
const everybody: Person[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  laptop = await openLaptop(server.url);
  made = await makeOrganization(inject("productFolder"), server);
  owner = await person();
  developer = await person();
  approver = await person();
});

afterAll(async () => {
  await browser?.close();
  await laptop?.remove();
});

async function person(): Promise<Person> {
  const opened = await openPerson(browser, server.url);
  everybody.push(opened);
  return opened;
}

const at = (place: string) => `/${made.organization.slug}${place}`;

test("the owner of an empty organization sets a password and finds honest empty pages", async () => {
  await joinBy(owner, made.signInUrl, "Olive Owner", newPassword());
  await owner.page.waitForURL(`**${at("/inventory")}`);
  const entries = await owner.page.getByRole("navigation").getByRole("link").all();
  const places = await Promise.all(entries.map((entry) => entry.getAttribute("href")));
  expect(places.length).toBeGreaterThan(4);
  for (const place of new Set(places)) {
    if (!place?.startsWith("/")) continue;
    const answer = await owner.page.goto(place);
    expect(answer?.status(), place).toBe(200);
    await expect.soft(owner.page.locator("h1").count(), place).resolves.toBe(1);
    const main = await owner.page.locator("main").innerText();
    expect(main.length, `${place} says something`).toBeGreaterThan(40);
  }
});

test("people join a team by link, in the roles they were invited in", async () => {
  const { page } = owner;
  await page.goto(at("/settings/teams"));
  await page.getByLabel("Name").fill("Shop");
  await page.getByRole("button", { name: "Create team" }).click();
  await page.getByRole("heading", { level: 1, name: "Shop" }).waitFor();
  for (const [who, name, role] of [
    [developer, "Dana Developer", "member"],
    [approver, "Ada Approver", "approver"],
  ] as const) {
    const link = await invite(name, role);
    await joinBy(who, link, name, newPassword());
    await who.page.waitForURL(`**${at("/inventory")}`);
    expect(await who.words()).toContain(name);
  }
});

async function invite(name: string, role: string): Promise<string> {
  const { page } = owner;
  await page.goto(at("/settings/invitations"));
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email").fill(`${role}-${made.organization.slug}@story.example`);
  await page.getByLabel("Role").selectOption(role);
  const team = page.getByLabel("Shop");
  if ((await team.count()) > 0) await team.check();
  await page.getByRole("button", { name: /invit/i }).click();
  const link = page.getByLabel(/^Link for/);
  await link.waitFor();
  return link.inputValue();
}

test("a developer enrolls a machine, and its secrets never leave it", async () => {
  await writeClientFiles(laptop, planted);
  const { page } = developer;
  await page.goto(at("/settings/devices"));
  await page.getByRole("button", { name: "Get an enrollment code" }).click();
  const code = await page.getByLabel("Enrollment code").inputValue();
  const enrolled = await laptop.castellan("enroll", server.url, "--code", code, "--name", "dana-laptop");
  expect(enrolled, enrolled.err).toMatchObject({ code: 0 });
  const scanned = await laptop.castellan("scan", "--yes", "--project", laptop.project);
  expect(scanned, scanned.err).toMatchObject({ code: 0 });
  const said = [scanned.out, scanned.err, server.state].join("\n");
  const stored = await everyStoredRow(server.state);
  expect(stored.some((row) => row.includes("dana-laptop"))).toBe(true);
  for (const [name, secret] of Object.entries(planted)) {
    expect(said, name).not.toContain(secret);
    expect(
      stored.filter((row) => row.includes(secret)),
      name,
    ).toEqual([]);
  }
});

test("the inventory shows exactly what was scanned, approved by nobody and not looked into yet", async () => {
  const { page } = developer;
  await page.goto(at("/inventory"));
  const words = await developer.words();
  for (const identity of SERVERS) expect(words).toContain(identity);
  expect(words).not.toContain("Approved by");
  expect(words).toMatch(/not looked/i);
});

test("no page spoke on the console or asked another host", () => {
  expect(everybody.flatMap((one) => one.troubles)).toEqual([]);
  expect(MEMORY).toBeDefined();
});
