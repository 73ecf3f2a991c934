import { beforeAll, describe, expect, test } from "vitest";
import { ROLES, type Role } from "#app/domain/permissions.ts";
import routes from "#app/routes.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { NOON } from "#test/support/factories.ts";
import { type AttackIds, type AttackWorld, makeAttackWorld, stateOf } from "./attack-world.ts";
import { OPEN_PAGES, PAGE_ATTACKS } from "./page-attacks.ts";

const database = openTestDatabase();
const app = openTestApp(database);
let ours: AttackWorld;
let theirs: AttackWorld;
const signedIn = new Map<Role, Browser>();
let removed: Browser;
let neighbour: Browser;

const table = await routes;
const below = (table.find((route) => route.path === ":org")?.children ?? []).map((route) => route.path ?? "");

beforeAll(async () => {
  app.clock.now = new Date(NOON.getTime() + 60_000);
  ours = await makeAttackWorld(database.db, database.admin);
  theirs = await makeAttackWorld(database.db, database.admin);
  for (const role of ROLES) signedIn.set(role, await app.signedIn(ours.people[role]));
  removed = await app.signedIn(ours.removed.member);
  neighbour = await app.signedIn(theirs.org.owner);
}, 60_000);

function as(role: Role): Browser {
  const browser = signedIn.get(role);
  if (!browser) throw new Error("Everybody is signed in before the first test.");
  return browser;
}

function addressOf(world: AttackWorld, path: string, ids: AttackIds): string {
  const known: Record<string, string> = { ...ids, noun: "scans" };
  const filled = path.replace(/:(\w+)/g, (_, name: string) => known[name] ?? `no-${name}`);
  return `/${world.org.slug}${filled ? `/${filled}` : ""}`;
}

function expectNoLeak(text: string, world: AttackWorld): void {
  for (const canary of world.canaries) expect(text).not.toContain(canary);
}

async function states(): Promise<Record<string, string>[]> {
  return Promise.all([ours, theirs].map(({ org }) => stateOf(database.admin, org.id)));
}

test("every address of routes.ts has its expectation here, and none is left over", () => {
  expect(below.toSorted()).toEqual(Object.keys(PAGE_ATTACKS).sort());
  expect(table.map((route) => route.path ?? "").sort()).toEqual(OPEN_PAGES.toSorted());
});

describe.each(Object.entries(PAGE_ATTACKS))("/:org/%s", (path, attack) => {
  const hasId = /:\w+Id/.test(path);

  test("sends nobody in and shows a stranger nothing", async () => {
    const here = addressOf(ours, path, ours.ids);
    const before = await states();
    const stranger = await app.browser().get(here);
    if (stranger.status === 302) expect(stranger.location).toContain("/sign-in");
    else expect([400, 401, 403, 404]).toContain(stranger.status);
    expectNoLeak(stranger.text, ours);
    for (const browser of [removed, neighbour]) {
      for (const answer of [await browser.get(here), await browser.get(`${here}.data`)]) {
        expect([400, 404]).toContain(answer.status);
        expectNoLeak(answer.text, ours);
      }
      const posted = await browser.post(here, attack.form ?? {});
      expect([400, 404, 405]).toContain(posted.status);
      expectNoLeak(posted.text, ours);
    }
    const posted = await app.browser().post(here, attack.form ?? {});
    if (posted.status === 303) expect(posted.location).toContain("/sign-in");
    else expect([400, 401, 403, 404, 405]).toContain(posted.status);
    expectNoLeak(posted.text, ours);
    expect(await states()).toEqual(before);
  });

  test("opens for the roles it is for and for no other, without a word of another organization", async () => {
    for (const role of ROLES) {
      const { status, text } = await as(role).get(addressOf(ours, path, ours.ids));
      if (attack.allowed.includes(role)) expect(status, role).toBe(attack.answer ?? 200);
      else expect([400, 403, 404], role).toContain(status);
      expectNoLeak(text, theirs);
    }
  });

  if (attack.form && attack.mayPost) {
    test("refuses the form of every role that may not send it, and changes nothing", async () => {
      const before = await states();
      for (const role of ROLES.filter((one) => !attack.mayPost?.includes(one))) {
        const { status } = await as(role).post(addressOf(ours, path, ours.ids), attack.form);
        expect([403, 404], role).toContain(status);
      }
      expect(await states()).toEqual(before);
    });
  }

  if (hasId) {
    test("takes another organization's ids for ids that do not exist", async () => {
      const before = await states();
      const places = attack.mixed
        ? attack.mixed.map((name) => ({ ...ours.ids, [name]: theirs.ids[name] }))
        : [theirs.ids];
      for (const ids of places) {
        const here = addressOf(ours, path, ids);
        for (const role of ROLES) {
          const expected = attack.allowed.includes(role) ? [404] : [403, 404];
          for (const { status, text } of [await as(role).get(here), await as(role).get(`${here}.data`)]) {
            expect(expected, `${role}: ${here}`).toContain(status);
            expectNoLeak(text, theirs);
          }
          if (!attack.form) continue;
          const { status, text } = await as(role).post(here, attack.form);
          expect(attack.mayPost?.includes(role) ? [404] : [403, 404], role).toContain(status);
          expectNoLeak(text, theirs);
        }
      }
      expect(await states()).toEqual(before);
    });
  }

  if (attack.queries) {
    test("finds nothing by another organization's ids in its query", async () => {
      for (const [query, expected] of Object.entries(attack.queries?.(theirs.ids) ?? {})) {
        const { status, text } = await as("owner").get(`${addressOf(ours, path, ours.ids)}?${query}`);
        expect(status, query).toBe(expected);
        expectNoLeak(text, theirs);
      }
    });
  }
});
