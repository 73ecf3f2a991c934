import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { openPerson, type Person, signIn } from "./support/person.ts";

const server = inject("server");
const demo = inject("demo");
let browser: Awaited<ReturnType<typeof launchChromium>>;
let owner: Person;
let home: string;

beforeAll(async () => {
  browser = await launchChromium();
  owner = await openPerson(browser, server.url);
  await signIn(owner, demo.email, demo.password);
  home = `/${new URL(owner.page.url()).pathname.split("/")[1]}`;
});

afterAll(() => browser.close());

/** The page's scripts run: the search box is then a button for the palette. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${home}${path}`);
  await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith("__reactContainer")));
}

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("href") ?? document.activeElement?.tagName ?? "");

test("Ctrl and K find a server by a word of its identity and Enter opens it", async () => {
  const { page, troubles } = owner;
  await open(page, "/inventory");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find anything" });
  await palette.getByRole("combobox").waitFor();
  await page.keyboard.type("slack");
  await palette
    .getByRole("option", { name: /npm:.*slack/ })
    .first()
    .waitFor();
  const chosen = palette.locator('[cmdk-item][data-selected="true"]').filter({ hasText: /^npm:/ });
  for (let step = 0; step < 20 && (await chosen.count()) === 0; step++)
    await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await palette.waitFor({ state: "detached" });
  expect(troubles).toEqual([]);
});

test("Escape closes the palette and gives the focus back to where it was", async () => {
  const { page } = owner;
  await open(page, "/servers");
  const box = page.getByRole("searchbox").first();
  await box.focus();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Find anything" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => box.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("j and k walk the queue, Enter opens the request, a and d lead to the decision and decide nothing", async () => {
  const { page } = owner;
  await open(page, "/approvals");
  const links = page.locator("[data-rows] a[href*='open=']");
  const [first, second] = await Promise.all(
    [links.nth(0), links.nth(1)].map((one) => one.getAttribute("href")),
  );
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toBe(first);
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toBe(second);
  await page.keyboard.press("k");
  await expect.poll(() => focused(page)).toBe(first);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.locator(`[data-rows] a[aria-current="true"][href="${second}"]`).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("a");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("approve");
  await page.keyboard.press("d");
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("denial-text");
  await page.keyboard.type("jkx");
  await expect.poll(() => page.locator("#denial-text").inputValue()).toBe("jkx");
  expect(new URL(page.url()).pathname).toBe(`${home}/approvals`);
});

test("the sheet of keys names those of the page, and g with a letter goes somewhere", async () => {
  const { page } = owner;
  await open(page, "/approvals");
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await sheet.waitFor();
  await expect.poll(() => sheet.textContent()).toMatch(/To the approval[\s\S]*Next row[\s\S]*Everywhere/);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.waitForURL(`**${home}/servers`);
});

test("letters do nothing once they are switched off, and Ctrl with K still works", async () => {
  const other = await openPerson(browser, server.url);
  await signIn(other, demo.email, demo.password);
  const { page } = other;
  await open(page, "/approvals");
  await page.getByRole("button", { name: /your account/ }).click();
  await page.getByRole("group", { name: "Letters as keys" }).getByRole("button", { name: "Off" }).click();
  await page.waitForFunction(() => document.querySelector("#account:popover-open") === null);
  await open(page, "/approvals");
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await expect.poll(() => page.getByRole("dialog").count()).toBe(0);
  await expect.poll(() => focused(page)).toBe("BODY");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Find anything" }).waitFor();
  await other.context.close();
});

test("without scripts the search box leads to a page that finds the same", async () => {
  const plain = await openPerson(browser, server.url, { javaScriptEnabled: false });
  await signIn(plain, demo.email, demo.password);
  await plain.page.goto(`${home}/inventory`);
  await plain.page.getByRole("link", { name: /Find anything/ }).click();
  await plain.page.getByLabel("Search", { exact: true }).fill("slack");
  await plain.page.getByRole("button", { name: "Search", exact: true }).click();
  await plain.page
    .getByRole("link", { name: /npm:.*slack/ })
    .first()
    .click();
  await plain.page.waitForURL(/\/servers\/[0-9a-f-]{36}$/);
  await plain.context.close();
});
