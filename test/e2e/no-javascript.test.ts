import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { type Laptop, openLaptop } from "./support/laptop.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person, signIn } from "./support/person.ts";

// The path from sign-in to a decision for somebody whose browser runs no scripts, told in parts.
const server = inject("server");
const SERVERS = 30;
const password = newPassword();
let browser: Browser;
let laptop: Laptop;
let made: MadeOrganization;
let owner: Person;
let developer: Person;

beforeAll(async () => {
  browser = await launchChromium();
  laptop = await openLaptop(server.url);
  made = await makeOrganization(inject("productFolder"), server);
  owner = await openPerson(browser, server.url, { javaScriptEnabled: false });
  developer = await openPerson(browser, server.url, { javaScriptEnabled: false });
});

afterAll(async () => {
  await browser?.close();
  await laptop?.remove();
});

const at = (place: string) => `/${made.organization.slug}${place}`;
const address = () => `dana-${made.organization.slug}@story.example`;

test("without scripts people join, sign out and sign in", async () => {
  await joinBy(owner, made.signInUrl, "Olive Owner", password);
  const { page } = owner;
  await page.goto(at("/settings/invitations"));
  await page.getByLabel("Email").fill(address());
  await page.getByLabel("Name").fill("Dana Developer");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await joinBy(developer, await page.getByLabel(/^Link for/).inputValue(), "Dana Developer", password);
  await developer.page.getByRole("button", { name: /your account/ }).click();
  await developer.page.getByRole("button", { name: "Sign out" }).click();
  await developer.page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
  await developer.page.goto(at("/inventory"));
  await expect.poll(() => developer.page.getByRole("heading", { level: 1 }).textContent()).toBe("Sign in");
  await signIn(developer, address(), password);
});

test("without scripts a machine is enrolled, and its servers are paged, sorted and filtered", async () => {
  const { page } = developer;
  const entries = Array.from({ length: SERVERS }, (_, place) => [
    `tool-${place}`,
    { command: "npx", args: ["-y", `@story/tool-${String(place).padStart(2, "0")}@1.0.0`] },
  ]);
  await laptop.write(".cursor/mcp.json", JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
  await page.goto(at("/settings/devices"));
  await page.getByRole("button", { name: "Get an enrollment code" }).click();
  const code = await page.getByLabel("Enrollment code").inputValue();
  expect(await laptop.castellan("enroll", server.url, "--code", code)).toMatchObject({ code: 0 });
  expect(await laptop.castellan("scan")).toMatchObject({ code: 0 });

  await page.goto(at("/inventory?perPage=25&sort=server"));
  const rows = page.locator("main tbody tr");
  await expect.poll(() => rows.count()).toBe(25);
  await page.getByRole("link", { name: /next/i }).click();
  await page.waitForURL(/page=2/);
  await expect.poll(() => rows.count()).toBe(SERVERS - 25);
  await expect.poll(() => rows.first().textContent()).toContain("npm:@story/tool-25");
  await page.getByRole("link", { name: "Server", exact: true }).click();
  await expect.poll(() => rows.first().textContent()).toContain("npm:@story/tool-29");
  await page.getByRole("searchbox").fill("npm:@story/tool-07");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/tool-07/);
  await expect.poll(() => rows.count()).toBe(1);
});

test("without scripts somebody asks, the owner decides narrower, and the developer sees what holds", async () => {
  const { page } = developer;
  await page.locator("main tbody a").first().click();
  await page.getByRole("link", { name: "Request access" }).click();
  await page.getByLabel("Some tools").check();
  await page.getByLabel("Names of the tools").fill("search\nfetch");
  await page.getByRole("button", { name: "Send request" }).click();
  await expect.poll(() => page.getByLabel("Names of the tools").inputValue()).toBe("search\nfetch");
  await page.getByLabel("What for").fill("Find what customers wrote");
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByText("Request sent.").waitFor();
  const asked = new URL(page.url()).pathname;

  await owner.page.goto(at("/approvals"));
  await owner.page.getByRole("checkbox", { name: /fetch/ }).uncheck();
  await owner.page.getByRole("button", { name: /^Approve/ }).click();
  await owner.page.getByText("Nothing waits on you.").waitFor();
  await page.goto(asked);
  await expect.poll(() => developer.words()).toContain("Approved");
  await page.getByRole("link", { name: "See the grant" }).click();
  await page.waitForURL(/\/grants\//);
  await expect.poll(() => developer.words()).toContain("search");
  expect(await developer.words()).not.toContain("fetch");
});

test("no page asked another host for anything", () => {
  expect([owner, developer].flatMap((one) => one.troubles)).toEqual([]);
});
