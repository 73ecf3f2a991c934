import { createServer, type Server } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { type Laptop, openLaptop } from "./support/laptop.ts";
import { lookOver, scrollsSideways } from "./support/look-over.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person } from "./support/person.ts";

// A remote server is looked at from outside, and the network it stands in is declared.
const server = inject("server");
let browser: Browser;
let laptop: Laptop;
let remote: Server;
let address: string;
let made: MadeOrganization;
let owner: Person;

beforeAll(async () => {
  browser = await launchChromium();
  laptop = await openLaptop(server.url);
  made = await makeOrganization(inject("productFolder"), server);
  owner = await openPerson(browser, server.url);
  remote = createServer((_request, response) => {
    response
      .writeHead(200, { "Content-Type": "application/json" })
      .end('{"jsonrpc":"2.0","id":1,"result":{}}');
  });
  await new Promise<void>((resolve) => remote.listen(0, "127.0.0.1", resolve));
  const at = remote.address();
  address = `http://127.0.0.1:${typeof at === "object" && at ? at.port : 0}/mcp`;
});

afterAll(async () => {
  await browser?.close();
  await laptop?.remove();
  remote?.close();
});

const at = (place: string) => `/${made.organization.slug}${place}`;

async function whole(): Promise<string[]> {
  const { page } = owner;
  const findings = await lookOver(page);
  await page.setViewportSize({ width: 390, height: 844 });
  if (await scrollsSideways(page)) findings.push("scrolls sideways on a phone");
  await page.setViewportSize({ width: 1440, height: 900 });
  return findings;
}

test("the owner has a remote server looked at and reads what was seen of it", async () => {
  await joinBy(owner, made.signInUrl, "Olive Owner", newPassword());
  const { page } = owner;
  await laptop.write(".cursor/mcp.json", JSON.stringify({ mcpServers: { docs: { url: address } } }));
  await page.goto(at("/settings/devices"));
  await page.getByRole("button", { name: "Get an enrollment code" }).click();
  const code = await page.getByLabel("Enrollment code").inputValue();
  expect(await laptop.castellan("enroll", server.url, "--code", code)).toMatchObject({ code: 0 });
  expect(await laptop.castellan("scan")).toMatchObject({ code: 0 });
  await page.goto(at("/servers"));
  await page.getByRole("link", { name: /remote:http/ }).click();
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { name: "Connection", exact: true }).waitFor();
  expect(await whole()).toEqual([]);
  await page.getByRole("button", { name: "Look at the connection" }).click();
  // nobody loads the page again: it follows the work by itself
  await page
    .getByText("None was asked for: it let a first call in without a credential.")
    .waitFor({ timeout: 60_000 });
  await expect.poll(() => owner.words()).toContain("Plain HTTP, which does not leave the machine.");
  expect(await whole()).toEqual([]);
});

test("an administrator tries a rule of the zone policy, adds it, and takes it out again", async () => {
  const { page } = owner;
  await page.goto(at("/settings/zones"));
  expect(await whole()).toEqual([]);
  await page.getByRole("link", { name: "Add rule…" }).click();
  await page.getByLabel("What it is about").selectOption("network");
  await page.getByLabel("Which").fill("127.0.0.1/8");
  await page.getByRole("button", { name: "See what it would change" }).click();
  await page.waitForURL(/pattern=127.0.0.1/);
  await expect.poll(() => owner.words()).toContain("This must be a network such as 10.1.0.0/16");
  await page.getByLabel("Which").fill("127.0.0.0/8");
  await page.getByRole("button", { name: "See what it would change" }).click();
  await page.waitForURL(/pattern=127.0.0.0/);
  expect(await whole()).toEqual([]);
  await page.getByRole("button", { name: "Add rule" }).click();
  await page.waitForURL(/\/settings\/zones$/);
  await page.goto(at("/settings/zones"));
  await expect.poll(() => owner.words()).toContain("127.0.0.0/8");
  expect(await whole()).toEqual([]);
  await page.goto(at("/servers"));
  await page.getByRole("link", { name: /remote:http/ }).click();
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await expect.poll(() => owner.words()).toContain("From rule 1 of the zone policy");
  await page.goto(at("/settings/zones"));
  await page.getByRole("link", { name: /Remove/ }).click();
  await page.waitForURL(/removal/);
  expect(await whole()).toEqual([]);
  await page.getByRole("button", { name: "Remove rule" }).click();
  await page.waitForURL(/\/settings\/zones$/);
  await expect.poll(() => owner.words()).toContain("No rules yet");
  expect(owner.troubles).toEqual([]);
});
