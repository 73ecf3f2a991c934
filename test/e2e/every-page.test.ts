import { existsSync } from "node:fs";
import path from "node:path";
import type { RouteConfigEntry } from "@remix-run/route-config";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { repositoryRoot } from "#app/env.server.ts";
import routes from "#app/routes.ts";
import { launchChromium } from "#test/support/chromium.ts";
import { openPerson, type Person, signIn } from "./support/person.ts";
import { findPlaces, type Place } from "./support/places.ts";
import { walkByKeyboard } from "./support/walk-by-keyboard.ts";

/** Pages that need what the demo organization does not have, with the tests that open them instead. */
const ELSEWHERE: Record<string, string> = {
  "sign-in/:org/start": "test/openid/sign-in.test.ts",
  "sign-in/:org/callback": "test/openid/sign-in.test.ts",
  "sign-in/:org/link": "test/openid/sign-in.test.ts",
  "sign-in/second-factor": "test/http/second-factor.test.ts",
  ":org/settings/members/:memberId/unlinking": "test/e2e/openid.test.ts",
  "account/passkeys/:passkeyId/removal": "test/e2e/passkey.test.ts",
  ":org/servers/:serverId/manifests/:manifestId/confirmation": "test/routes/server.test.ts",
  ":org/floor/:page": "test/bench/measure-pages.ts",
};

const server = inject("server");
const demo = inject("demo");
/** A hundred pages in one test. */
const WALK_MS = 600_000;
let browser: Awaited<ReturnType<typeof launchChromium>>;
let owner: Person;
let places: Place[];

beforeAll(async () => {
  browser = await launchChromium();
  owner = await openPerson(browser, server.url);
  await signIn(owner, demo.email, demo.password);
  const slug = new URL(owner.page.url()).pathname.split("/")[1] ?? "";
  places = [{ name: "sign-in", path: "/sign-in" }, ...(await findPlaces(owner.page, slug))];
});

afterAll(() => browser.close());

/** The path patterns of the pages: what a `.tsx` draws, not what only answers. */
function pagesOf(entries: readonly RouteConfigEntry[], base = ""): string[] {
  return entries.flatMap(({ path: part, file, children = [], index }) => {
    const here = [base, part].filter(Boolean).join("/");
    const own = file.endsWith(".tsx") && (index || children.length === 0) ? [here] : [];
    return [...own, ...pagesOf(children, here)];
  });
}

test("every page of the product is among those walked, or is walked by a story of its own", () => {
  const matches = (pattern: string) => {
    const shape = new RegExp(`^/${pattern.replace(/:\w+/g, "[^/]+").replace("*", ".*")}$`);
    return places.some(({ path: address }) => shape.test(address.replace(/\?.*/, "")));
  };
  const unseen = pagesOf(routes).filter((pattern) => !(pattern in ELSEWHERE) && !matches(pattern));
  expect(unseen).toEqual([]);
  expect(Object.values(ELSEWHERE).filter((file) => !existsSync(path.join(repositoryRoot(), file)))).toEqual(
    [],
  );
});

test(
  "by keyboard alone everything on every page is reached, seen, and left again",
  async () => {
    const found: Record<string, string[]> = {};
    for (const { name, path: address } of places) {
      await owner.page.goto(address);
      const findings = await walkByKeyboard(owner.page);
      if (findings.length > 0) found[name] = findings;
    }
    expect(found).toEqual({});
    expect(owner.troubles).toEqual([]);
  },
  WALK_MS,
);

test(
  "without scripts every page is whole and says nothing it cannot do",
  async () => {
    const plain = await openPerson(browser, server.url, { javaScriptEnabled: false });
    await signIn(plain, demo.email, demo.password);
    const found: Record<string, string[]> = {};
    for (const { name, path: address } of places) {
      await plain.page.goto(address);
      const findings = await plain.page.evaluate(() => {
        const shown = (element: Element) => element.checkVisibility({ checkVisibilityCSS: true });
        const called = (element: Element) =>
          `${element.tagName.toLowerCase()} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`;
        const headings = document.querySelectorAll("h1").length;
        const dead = [...document.querySelectorAll("button")].filter(
          (button) =>
            shown(button) &&
            !button.disabled &&
            button.ariaDisabled !== "true" &&
            !button.closest(".needs-script") &&
            !(button.type === "submit" && button.form) &&
            !button.hasAttribute("popovertarget"),
        );
        const unsent = [...document.querySelectorAll("form")].filter(
          (form) =>
            shown(form) &&
            !form.querySelector("noscript") &&
            ![...form.elements].some((part) => part.ariaDisabled === "true") &&
            ![...form.elements].some((part) => part.matches("button[type=submit], button:not([type])")),
        );
        const empty = [...document.querySelectorAll("a")].filter(
          (link) => shown(link) && !link.getAttribute("href"),
        );
        return [
          ...(headings === 1 ? [] : [`${headings} headings of the first rank`]),
          ...dead.map((one) => `${called(one)} does nothing without scripts`),
          ...unsent.map((one) => `a form to ${one.action} has no button`),
          ...empty.map((one) => `${called(one)} leads nowhere`),
        ];
      });
      if (findings.length > 0) found[name] = findings;
    }
    expect(found).toEqual({});
    expect(plain.troubles).toEqual([]);
  },
  WALK_MS,
);
