import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person } from "./support/person.ts";

const server = inject("server");
const password = newPassword();
let browser: Browser;
let made: MadeOrganization;

beforeAll(async () => {
  browser = await launchChromium();
  made = await makeOrganization(inject("productFolder"), server);
  const owner = await openPerson(browser, server.url);
  await joinBy(owner, made.signInUrl, "Olive Owner", password);
  await owner.context.close();
});

afterAll(async () => {
  await browser?.close();
});

async function ownerOnTeams(javaScriptEnabled: boolean): Promise<Person> {
  const person = await openPerson(browser, server.url, { javaScriptEnabled });
  const { page } = person;
  await page.goto(`/sign-in?to=/${made.organization.slug}/settings/teams`);
  await page.getByLabel("Email").fill(made.owner.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/settings/teams");
  return person;
}

for (const scripts of [true, false]) {
  const how = scripts ? "with scripts" : "without scripts";
  test(`a session that ends in the middle of a form costs no text, ${how}`, async () => {
    const { page, context, troubles } = await ownerOnTeams(scripts);
    const name = `Kept ${how}`;
    await page.getByLabel("Name").fill(name);
    await context.clearCookies({ name: "castellan" });
    await page.getByRole("button", { name: "Create team" }).click();
    await page.getByText("What you typed is kept").waitFor();
    await page.getByLabel("Email").fill(made.owner.email);
    await page.getByLabel("Password").fill("not the right one");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("Email or password is not right").first().waitFor();
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "Continue" }).click();
    await expect.poll(() => page.getByLabel("Name").inputValue()).toBe(name);
    await page.getByRole("button", { name: "Create team" }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
}

test("a form whose answer never came is kept in the page, to be sent again", async () => {
  const { page, context } = await ownerOnTeams(true);
  await page.getByLabel("Name").fill("Never answered");
  await page.route("**/*.data*", (route) => route.abort("connectionreset"));
  await page.getByRole("button", { name: "Create team" }).click();
  await page.getByText("No answer came").waitFor();
  await page.unroute("**/*.data*");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { level: 1, name: "Never answered" }).waitFor();
  await context.close();
});
