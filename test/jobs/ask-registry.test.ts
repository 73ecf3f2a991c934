import { afterEach, expect, test } from "vitest";
import { guardedFetch } from "#app/connectors/guarded-fetch.server.ts";
import { askRegistry, pauseMs } from "#app/jobs/ask-registry.server.ts";
import { type OddRegistry, openRegistry } from "#test/support/odd-registry.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const open: OddRegistry[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Asks a registry that refuses `times` times with a head of its own, and then answers. */
async function asked(times: number, status: number, after?: string) {
  let seen = 0;
  const registry = await openRegistry((_, answer) => {
    seen += 1;
    if (seen > times) return void answer.end("{}");
    answer.writeHead(status, after === undefined ? {} : { "Retry-After": after }).end();
  });
  open.push(registry);
  const world = { reach: guardedFetch({ allowedNetworks: ["127.0.0.1/32"] }), now: () => NOW };
  return { answer: await askRegistry(world, registry.url, 1), seen: () => seen };
}

test.each([
  ["without a word of when", undefined],
  ["in no seconds", "0"],
  ["at a date that is past", "Mon, 23 Nov 2026 11:00:00 GMT"],
  ["in words nobody can read", "soon"],
])("a registry that says to come again %s is asked again, three times at most", async (_about, after) => {
  const passing = await asked(2, 429, after);
  expect([passing.answer, passing.seen()]).toEqual([{ bytes: new TextEncoder().encode("{}") }, 3]);
  const lasting = await asked(9, 503, after);
  expect([lasting.answer, lasting.seen()]).toEqual([{ why: "status", detail: "503" }, 3]);
});

test("what does not pass is not asked again", async () => {
  const found = await asked(1, 404);
  expect([found.answer, found.seen()]).toEqual([{ why: "status", detail: "404" }, 1]);
});

test.each([
  [{ tried: 1, waitMs: 500, afterMs: undefined }, 500],
  [{ tried: 2, waitMs: 500, afterMs: undefined }, 1_000],
  [{ tried: 1, waitMs: 500, afterMs: 7_000 }, 7_000],
  [{ tried: 1, waitMs: 500, afterMs: -7_000 }, 0],
  [{ tried: 1, waitMs: 500, afterMs: 86_400_000 }, 30_000],
])("the pause of %j is %i ms: as asked for, never longer than half a minute", (of, ms) => {
  expect(pauseMs(of)).toBe(ms);
});
