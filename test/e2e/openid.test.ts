import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { type OpenidProvider, startOpenidProvider } from "#test/support/openid-provider.ts";
import { lookOver, scrollsSideways } from "./support/look-over.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person } from "./support/person.ts";

// One story told in parts: each part goes on where the one before it ended.
const server = inject("server");
let browser: Browser;
let provider: OpenidProvider;
let made: MadeOrganization;
let owner: Person;
let newcomer: Person;
let unlinking = "";

beforeAll(async () => {
  browser = await launchChromium();
  provider = await startOpenidProvider();
  made = await makeOrganization(inject("productFolder"), server);
  owner = await openPerson(browser, server.url);
  newcomer = await openPerson(browser, server.url);
});

afterAll(async () => {
  await browser?.close();
  await provider?.stop();
});

afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const one of [owner, newcomer]) console.error(one.page.url(), await one.words());
});

const at = (place: string) => `/${made.organization.slug}${place}`;
const EMAIL = "nora@newcomer.example";

async function sayWho({ page }: Person, who: string): Promise<void> {
  await page.getByLabel("Who are you?").fill(who);
  await page.getByRole("button", { name: "Go on" }).click();
}

test("an owner sets up the provider, and its secret is never shown again", async () => {
  const { page } = owner;
  await joinBy(owner, made.signInUrl, "Olive Owner", newPassword());
  await page.goto(at("/settings/sign-in"));
  const client = await provider.register(`${server.url}/sign-in/${made.organization.slug}/callback`);
  await page.getByLabel("Issuer").fill(provider.url);
  await page.getByLabel("Client id").fill(client.clientId);
  await page.getByLabel("Client secret").fill(client.clientSecret);
  await page.getByLabel("Scopes").fill("openid email profile groups");
  await page.getByLabel("People become members by signing in").check();
  await page.getByLabel("Group 1", { exact: true }).fill("deciders");
  await page.getByLabel("Role of group 1").selectOption("approver");
  await page.getByRole("button", { name: "Save provider" }).click();
  await page.getByText("The provider is saved.").waitFor();
  expect(await page.content()).not.toContain(client.clientSecret);
  await expect.poll(() => page.getByLabel("Client secret").inputValue()).toBe("");
  await expect.poll(() => page.getByLabel("Group 1", { exact: true }).inputValue()).toBe("deciders");
});

test("the owner tests it as themselves", async () => {
  provider.people.set("olive", { email: made.owner.email, email_verified: true, name: "Olive Owner" });
  const { page } = owner;
  await page.getByRole("link", { name: "Sign in as a test" }).click();
  await sayWho(owner, "olive");
  await page.getByText("The test worked: you came through the provider, as owner.").waitFor();
});

test("a new person comes through the provider and is a member with the role of their group", async () => {
  provider.people.set("nora", { email: EMAIL, email_verified: true, name: "Nora New", groups: ["deciders"] });
  const { page } = newcomer;
  await page.goto(at("/approvals"));
  await page.getByRole("link", { name: "Sign in through your organization" }).click();
  await expect.poll(() => page.getByLabel("Organization").inputValue()).toBe(made.organization.slug);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "Continue" }).click();
  await sayWho(newcomer, "nora");
  await page.waitForURL((address) => address.pathname === at("/approvals"));
  await owner.page.goto(at("/settings/members"));
  const row = owner.page.getByRole("row", { name: "Nora New" });
  await expect.poll(() => row.textContent()).toContain("Approver");
});

test("without the group the next sign-in lowers the role, shuts the door and says why", async () => {
  provider.people.set("nora", { email: EMAIL, email_verified: true, name: "Nora New", groups: [] });
  const { page } = newcomer;
  await page.goto(`/sign-in/${made.organization.slug}`);
  await page.getByRole("link", { name: "Continue" }).click();
  await page.getByText("None of your groups opens this organization").waitFor();
  await owner.page.reload();
  const row = owner.page.getByRole("row", { name: "Nora New" });
  await expect.poll(() => row.textContent()).toContain("Member");
  expect((await page.goto(at("/approvals")))?.status()).toBe(404);
});

test("without scripts the way through the provider is the same", async () => {
  provider.people.set("plain", {
    email: "plain@newcomer.example",
    email_verified: true,
    groups: ["deciders"],
  });
  const plain = await openPerson(browser, server.url, { javaScriptEnabled: false });
  const { page } = plain;
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Sign in through your organization" }).click();
  await page.getByLabel("Organization").fill(made.organization.slug);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "Continue" }).click();
  await sayWho(plain, "plain");
  await page.waitForURL((address) => address.pathname === at(""));
  await plain.context.close();
});

test("the owner unlinks a member, whose session ends with it", async () => {
  const { page } = owner;
  provider.people.set("nora", { email: EMAIL, email_verified: true, name: "Nora New", groups: ["deciders"] });
  await newcomer.page.goto(`/sign-in/${made.organization.slug}`);
  await newcomer.page.getByRole("link", { name: "Continue" }).click();
  await newcomer.page.waitForURL((address) => address.pathname === at(""));
  await page.goto(at("/settings/members"));
  await page.getByRole("link", { name: "Nora New" }).click();
  await page.getByRole("link", { name: "Unlink…" }).click();
  await page.waitForURL(/\/unlinking$/);
  unlinking = new URL(page.url()).pathname;
  const findings = await lookOver(page);
  await page.setViewportSize({ width: 390, height: 844 });
  expect([findings, await scrollsSideways(page)]).toEqual([[], false]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("button", { name: "Unlink" }).click();
  await page.getByText("Unlinked.").waitFor();
  await expect.poll(() => page.getByRole("link", { name: "Unlink…" }).count()).toBe(0);
  expect((await newcomer.page.goto(at("/servers")))?.status()).toBe(404);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`its pages are whole and readable for everybody in ${colorScheme}, on a phone too`, async () => {
    const places: [Person, string[]][] = [
      [
        owner,
        [
          at("/settings/sign-in"),
          at("/settings/sign-in/requirement"),
          at("/settings/sign-in/removal"),
          unlinking,
        ],
      ],
      [newcomer, ["/auth/organization", `/sign-in/${made.organization.slug}`, "/sign-in/nobody/start"]],
    ];
    const found: Record<string, string[]> = {};
    for (const [{ page }, paths] of places) {
      await page.emulateMedia({ colorScheme });
      for (const path of paths) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(path);
        const findings = await lookOver(page);
        await page.setViewportSize({ width: 390, height: 844 });
        if (await scrollsSideways(page)) findings.push("scrolls sideways on a phone");
        if (findings.length > 0) found[path] = findings;
      }
    }
    expect(found).toEqual({});
  });
}

test("no page of ours broke, spoke on the console or asked another host than the provider", () => {
  const troubles = [owner, newcomer].flatMap((one) => one.troubles);
  expect(troubles.filter((line) => !line.endsWith(` asked ${provider.url}`))).toEqual([]);
});
