import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { lookOver, scrollsSideways } from "./support/look-over.ts";
import { type MadeOrganization, makeOrganization, newPassword } from "./support/operator.ts";
import { joinBy, openPerson, type Person, signIn } from "./support/person.ts";

// Many people at once: from a file to invitations, told by an owner whose browser runs no scripts, and looked over after.
const server = inject("server");
const password = newPassword();
let browser: Browser;
let made: MadeOrganization;
let owner: Person;
let email = "";

beforeAll(async () => {
  browser = await launchChromium();
  made = await makeOrganization(inject("productFolder"), server);
  owner = await openPerson(browser, server.url, { javaScriptEnabled: false });
});

afterAll(async () => {
  await browser?.close();
});

const at = (place: string) => `/${made.organization.slug}${place}`;
const fileOf = (text: string) => ({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
const LONG = `${"Wolfeschlegelsteinhausenbergerdorff".repeat(9)} the Elder`;

test("without scripts an owner imports people from a file and comes back to see them invited", async () => {
  await joinBy(owner, made.signInUrl, "Olive Owner", password);
  const { page } = owner;
  await page.goto(at("/settings/members"));
  await page.getByRole("link", { name: "Import members" }).click();
  await page.getByLabel("File").setInputFiles(fileOf("who;where\nAda;a@story.example"));
  await page.getByRole("button", { name: "Look at the file" }).click();
  await page.getByText("No column is called email").first().waitFor();
  const people = Array.from({ length: 40 }, (_, n) => `Person ${n};p${n}@story.example;`);
  const odd = [`${LONG};long@story.example;`, "نور 🌙;noor@story.example;", "Rex;rex@story.example;king"];
  const text = ["Name;Email;Role", ...people, ...odd].join("\r\n");
  await page.getByLabel("File").setInputFiles(fileOf(text));
  await page.getByRole("button", { name: "Look at the file" }).click();
  await page.getByText("Of 43 lines, 41 people would be invited.").waitFor();
  await page.getByLabel("Outcome").selectOption("odd");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect.poll(() => page.locator("main tbody tr").count()).toBe(2);
  await page.getByText("There is no role called king.").waitFor();
  await page.getByRole("button", { name: "Invite 41 people" }).click();
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.locator("main").textContent();
      },
      { timeout: 60_000 },
    )
    .toContain("This import has ended: 41 people invited.");
  await page.goto(at("/settings/invitations"));
  await page.getByText("noor@story.example").first().waitFor();
  await page.goto("/account");
  email = (await page.locator("main").textContent())?.match(/[\w.-]+@[\w.-]+\.example/)?.[0] ?? "";
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the pages of an import are whole and readable in ${colorScheme}, on a phone too`, async () => {
    const person = await openPerson(browser, server.url, { colorScheme });
    await signIn(person, email, password);
    const { page } = person;
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      await page.setViewportSize({ width: 1440, height: 900 });
      const findings = await lookOver(page);
      await page.setViewportSize({ width: 390, height: 844 });
      if (await scrollsSideways(page)) findings.push("scrolls sideways on a phone");
      await page.setViewportSize({ width: 1440, height: 900 });
      if (findings.length > 0) found[name] = findings;
    };
    await page.goto(at("/settings/members/imports"));
    await look("imports");
    await page.locator("main tbody a").last().click();
    await page.getByText("This import has ended").waitFor();
    await look("an import that ended");
    await page.goto(`${page.url()}?page=2`);
    await look("its second page");
    await page.goto(at("/settings/members/imports"));
    const unused = `email,name,${"A column with a long name,".repeat(9)}\nnew-${colorScheme}@story.example,New`;
    await page.getByLabel("Or paste the lines").fill(unused);
    await page.getByRole("button", { name: "Look at the file" }).click();
    await page.getByText("Nobody is invited yet").waitFor();
    await look("an import that waits");
    await page.getByRole("link", { name: "Discard…" }).click();
    await page.getByRole("heading", { level: 1, name: "Discard this import?" }).waitFor();
    await look("discarding");
    await page.getByRole("button", { name: "Discard import" }).click();
    await page.getByText("Import discarded.").waitFor();
    await page.goto(at("/settings/provisioning"));
    await page.getByLabel("Provider").fill("Entra");
    await page.getByRole("button", { name: "Make token" }).click();
    await page.getByLabel("Token for Entra").waitFor();
    await look("a provisioning token");
    expect(found).toEqual({});
    expect(person.troubles).toEqual([]);
  });
}
