import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { lookOver } from "./support/look-over.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person, signIn } from "./support/person.ts";

const server = inject("server");
const password = newPassword();
let browser: Browser;
let made: MadeOrganization;

beforeAll(async () => {
  browser = await launchChromium();
  made = await makeOrganization(inject("productFolder"), server);
});

afterAll(async () => {
  await browser?.close();
});

/** An authenticator of the browser itself, which says yes by itself and checks its holder. */
async function giveAuthenticator({ context, page }: Person): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test("a passkey made in a real browser signs in without a password, is the second factor, and proves", async () => {
  const person = await openPerson(browser, server.url);
  const { page, troubles } = person;
  await giveAuthenticator(person);
  await joinBy(person, made.signInUrl, "Olive Owner", password);

  await page.goto("/account/passkeys/new");
  expect(await lookOver(page)).toEqual([]);
  await page.getByLabel("Name").fill("Laptop");
  await page.getByRole("button", { name: "Add passkey" }).click();
  await page.getByText("Store your recovery codes now").waitFor();
  expect(await lookOver(page)).toEqual([]);
  await page.getByRole("link", { name: "I have stored them" }).click();
  await page.getByRole("link", { name: "Laptop" }).waitFor();

  await page.goto("/account/proof?to=/account/sessions");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL("**/account/sessions");

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));

  await page.goto("/account");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await page.getByLabel("Email").fill(made.owner.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Second factor" }).waitFor();
  expect(await lookOver(page)).toEqual([]);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
  expect(troubles).toEqual([]);
  await person.context.close();
});

test("without scripts the pages say that passkeys need them, and everything else works", async () => {
  const other = await makeOrganization(inject("productFolder"), server);
  const person = await openPerson(browser, server.url, { javaScriptEnabled: false });
  const { page, words } = person;
  await joinBy(person, other.signInUrl, "Olive Owner", password);
  await page.goto("/account/passkeys/new");
  await expect.poll(() => words()).toContain("Passkeys need JavaScript");
  await page.goto("/account/sessions");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect.poll(() => words()).toContain("Passkeys need JavaScript");
  await signIn(person, other.owner.email, password);
  await person.context.close();
});
