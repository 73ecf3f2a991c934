import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { launchChromium } from "#test/support/chromium.ts";
import { lookOver, rowsWithoutFacts, scrollsSideways } from "./support/look-over.ts";
import { openPerson, signIn } from "./support/person.ts";
import { findPlaces } from "./support/places.ts";

const server = inject("server");
const demo = inject("demo");
/** A hundred pages in one test. */
const WALK_MS = 600_000;
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(
    `every page is whole, quiet and readable for everybody in ${colorScheme}`,
    async () => {
      const person = await openPerson(browser, server.url, { colorScheme });
      const { page } = person;
      await page.goto("/sign-in");
      const found: Record<string, string[]> = {};
      const keep = (name: string, findings: string[]) => {
        if (findings.length > 0) found[name] = [...(found[name] ?? []), ...findings];
      };
      keep("sign-in", await lookOver(page));
      await signIn(person, demo.email, demo.password);
      const places = await findPlaces(page, new URL(page.url()).pathname.split("/")[1] ?? "");
      expect(places.length).toBeGreaterThan(30);
      const titles = new Map<string, string>();
      for (const { name, path } of places) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(path);
        keep(name, await lookOver(page));
        await page.setViewportSize({ width: 390, height: 844 });
        if (await scrollsSideways(page)) keep(name, ["scrolls sideways on a phone"]);
        keep(name, await rowsWithoutFacts(page));
        titles.set(name, await page.title());
      }
      expect(found).toEqual({});
      expect(person.troubles).toEqual([]);
      for (const [name, title] of titles) expect(title, name).toMatch(/^.+ · Castellan$/);
    },
    WALK_MS,
  );
}

for (const [role, who] of [
  ["a member", "noor"],
  ["the lead of a team", "ravi"],
  ["an approver", "elif"],
  ["an auditor", "hanna"],
] as const) {
  test(`every destination in the navigation of ${role} opens, whole and readable`, async () => {
    const person = await openPerson(browser, server.url);
    await signIn(person, `${who}@demo.example`, demo.password);
    const { page } = person;
    const links = await page.getByRole("navigation").getByRole("link").all();
    const places = await Promise.all(links.map((link) => link.getAttribute("href")));
    const found: Record<string, string[]> = {};
    for (const place of new Set(places)) {
      if (!place?.startsWith("/")) continue;
      const answer = await page.goto(place);
      expect(answer?.status(), place).toBe(200);
      const findings = await lookOver(page);
      if (findings.length > 0) found[place] = findings;
    }
    expect(found).toEqual({});
    expect(person.troubles).toEqual([]);
  });
}
