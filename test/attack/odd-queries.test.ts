import { beforeAll, describe, expect, test, vi } from "vitest";
import { operationTable } from "#app/routes/api/v1/operation-table.server.ts";
import { openTestApp } from "#test/support/app.ts";
import type { Browser } from "#test/support/browser.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { NOON } from "#test/support/factories.ts";
import { type AttackWorld, makeAttackWorld } from "./attack-world.ts";
import { PAGE_ATTACKS } from "./page-attacks.ts";

// Each test opens every address once.
vi.setConfig({ testTimeout: 120_000 });

const database = openTestDatabase();
const app = openTestApp(database);
let world: AttackWorld;
let owner: Browser;

beforeAll(async () => {
  app.clock.now = new Date(NOON.getTime() + 60_000);
  world = await makeAttackWorld(database.db, database.admin);
  owner = await app.signedIn(world.org.owner);
}, 60_000);

/** Every name an address takes anywhere. */
const NAMES = [
  ...["q", "page", "per", "perPage", "sort", "dir", "order", "find", "search", "cursor", "after", "limit"],
  ...[
    "id",
    "team",
    "tab",
    "show",
    "server",
    "role",
    "release",
    "outcome",
    "open",
    "identity",
    "for",
    "event",
  ],
  ...[
    "days",
    "client",
    "at",
    "from",
    "to",
    "status",
    "transport",
    "touch",
    "standing",
    "publisher",
    "registry",
  ],
  ...["trust", "severity", "concerns", "rule", "environment", "kind", "state", "provider", "holder", "zone"],
  ...["class", "since", "verb", "actor", "member", "device", "reach", "source", "__proto__", "constructor"],
];

const ODD: Record<string, string> = {
  "a zero character": "a%00b",
  "half a character, signs of patterns and markup":
    "%ED%A0%80%25_%5C%27%22%28%5B*%3Cscript%3Ealert(1)%3C/script%3E",
  "a number beyond every row": "99999999999999999999",
};

const query = (value: string) => NAMES.map((name) => `${name}=${value}`).join("&");
const MANY: Record<string, string> = {
  "a very long text": `q=${"a".repeat(12_000)}`,
  "one name a thousand times": "id=x&".repeat(1_000) + "touch=read&".repeat(500),
};
const QUERIES = {
  ...Object.fromEntries(Object.entries(ODD).map(([name, value]) => [name, query(value)])),
  ...MANY,
};

function fill(path: string, pattern: RegExp): string {
  const known: Record<string, string> = { ...world.ids, item: "isolated", noun: "scans" };
  return path.replace(pattern, (_, name: string) => known[name] ?? `no-${name}`);
}

describe.each(Object.entries(QUERIES))("%s", (_, asked) => {
  test("in the query of a page is answered, refused or not found, and is no fault of ours", async () => {
    const bad: string[] = [];
    for (const path of Object.keys(PAGE_ATTACKS)) {
      const at = `/${world.org.slug}/${fill(path, /:(\w+)/g)}?${asked}`;
      const answer = await owner.get(at);
      if (answer.status >= 500) bad.push(`${answer.status} ${path}`);
      expect(answer.text).not.toContain("<script>alert(1)");
    }
    expect(bad).toEqual([]);
  });

  test("in the query of an operation is answered, refused or not found, and is no fault of ours", async () => {
    const bad: string[] = [];
    for (const { operationId, method, path } of operationTable) {
      if (method !== "GET") continue;
      const answer = await app.api(world.keys.owner).send("GET", `${fill(path, /\{(\w+)\}/g)}?${asked}`);
      if (answer.status >= 500) bad.push(`${answer.status} ${operationId}`);
    }
    expect(bad).toEqual([]);
  });
});
