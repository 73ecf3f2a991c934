import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { unpack } from "#test/support/unpack.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person } from "./support/person.ts";

// An organization takes its data with it, forgets somebody, and is nearly deleted, told in parts.
const server = inject("server");
const password = newPassword();
let browser: Browser;
let made: MadeOrganization;
let owner: Person;
let second: Person;
let leaver: Person;

beforeAll(async () => {
  browser = await launchChromium();
  made = await makeOrganization(inject("productFolder"), server);
  [owner, second, leaver] = await Promise.all([
    openPerson(browser, server.url),
    openPerson(browser, server.url, { javaScriptEnabled: false }),
    openPerson(browser, server.url),
  ]);
});

afterAll(() => browser?.close());

const at = (place: string) => `/${made.organization.slug}${place}`;

async function invite(name: string, role: RegExp, who: Person): Promise<void> {
  const { page } = owner;
  await page.goto(at("/settings/invitations"));
  await page.getByLabel("Email").fill(`${name.toLowerCase()}-${made.organization.slug}@story.example`);
  await page.getByLabel("Name").fill(`${name} Storyteller`);
  const option = await page
    .getByLabel("Role")
    .locator("option")
    .filter({ hasText: role })
    .getAttribute("value");
  await page.getByLabel("Role").selectOption(option);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await joinBy(who, await page.getByLabel(/^Link for/).inputValue(), `${name} Storyteller`, password);
}

test("an owner downloads everything of the organization, and no secret is in it", async () => {
  await joinBy(owner, made.signInUrl, "Olive Owner", password);
  await invite("Saul", /^Owner/, second);
  await invite("Lea", /^Member/, leaver);
  const { page } = owner;
  await page.goto(at("/settings/data/export"));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export everything" }).click(),
  ]);
  const files = await unpack(await readFile(await download.path()));
  const names = [...files.keys()];
  expect(names.at(-1)).toMatch(/\/manifest\.json$/);
  const members = files.get(names.find((name) => name.includes("/member/")) ?? "") ?? "";
  expect(members.trim().split("\n")).toHaveLength(3);
  expect(members).toContain("Lea Storyteller");
  expect([...files.values()].join()).not.toContain(made.apiKey);
});

test("somebody who left is erased, and the record goes on without the name", async () => {
  const { page } = owner;
  await page.goto(at("/settings/members"));
  await page.getByRole("link", { name: "Lea Storyteller" }).click();
  await page.getByRole("link", { name: /^Remove member/ }).click();
  await page.getByRole("button", { name: "Remove member" }).click();
  await page.waitForURL(/settings\/members$/);
  await page.getByRole("link", { name: "People who left" }).click();
  await page.getByRole("link", { name: /^Erase/ }).click();
  await page.getByRole("button", { name: "Erase person" }).click();
  await page
    .getByText(/erased/i)
    .first()
    .waitFor();
  await page.goto(at("/audit"));
  expect(await owner.words()).not.toContain("Lea Storyteller");
  await expect.poll(() => owner.words()).toContain("removed a member");
  await leaver.page.goto(at("/access"));
  expect(await leaver.words()).not.toContain("My access");
});

test("two owners agree to delete it, every page says so, and one changes their mind without scripts", async () => {
  const { page } = owner;
  await page.goto(at("/settings/organization/deletion"));
  await page.getByLabel("Name of the organization").fill("Another name");
  await page.getByRole("button", { name: "Ask to delete the organization" }).click();
  await page.getByRole("alert").first().waitFor();
  await page.getByLabel("Name of the organization").fill(made.organization.name);
  await page.getByRole("button", { name: "Ask to delete the organization" }).click();
  await page
    .getByText(/void unless another owner confirms it/)
    .first()
    .waitFor();

  await second.page.goto(at("/inventory"));
  await second.page.getByRole("link", { name: "Look at it" }).click();
  await second.page.getByRole("link", { name: /^Confirm/ }).click();
  await second.page.getByRole("button", { name: "Confirm the deletion" }).click();
  await second.page.getByText("Confirmed. It waits now.").first().waitFor();
  await page.goto(at("/inventory"));
  await expect.poll(() => owner.words()).toMatch(/is deleted on/);

  await second.page.getByRole("link", { name: /^Cancel the deletion/ }).click();
  await second.page.getByRole("button", { name: "Cancel the deletion" }).click();
  await second.page.getByText("Cancelled. Nothing is deleted.").first().waitFor();
  await page.goto(at("/inventory"));
  expect(await owner.words()).not.toMatch(/is deleted on/);
});

test("no page broke or asked another host for anything", () => {
  expect([owner, second, leaver].flatMap((one) => one.troubles)).toEqual([]);
});
