import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPackument } from "#app/domain/packages/npm/read-packument.ts";
import { packumentOf, shortOf } from "#test/support/npm-counterpart.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const read = (answer: unknown, name = "one") => {
  const looked = readPackument(name, answer, NOW);
  if (!looked.ok) throw new Error(looked.why);
  return looked.value;
};
const why = (answer: unknown, name = "one") => {
  const looked = readPackument(name, answer, NOW);
  return looked.ok ? "ok" : looked.why;
};

test("everything a registry tells is read", () => {
  const own = {
    dependencies: { two: "^1.0.0", three: "1" },
    optionalDependencies: { three: "1" },
    peerDependencies: { four: "*", five: "*" },
    peerDependenciesMeta: { five: { optional: true } },
    scripts: { postinstall: "node x.js", test: "x" },
    deprecated: "Use another.",
    dist: { signatures: [{}], attestations: { url: "https://x", provenance: { predicateType: "x" } } },
  };
  const { versions, maintainers, createdAt } = read(packumentOf("one", { "1.0.0": own, "1.1.0": {} }));
  expect(versions.get("1.0.0")).toEqual({
    directory: null,
    version: "1.0.0",
    dependencies: { two: "^1.0.0" },
    optionalDependencies: { three: "1" },
    peerDependencies: { four: "*" },
    installScripts: ["postinstall"],
    deprecated: "Use another.",
    hasProvenance: true,
    signatures: [{ keyid: "", sig: "" }],
    integrity: null,
    licence: "MIT",
    repository: "git+https://github.com/example/example.git",
    publishedAt: "2026-01-01T10:00:00.000Z",
  });
  expect(versions.get("1.1.0")).toMatchObject({
    installScripts: [],
    deprecated: false,
    hasProvenance: false,
  });
  expect([maintainers, createdAt]).toEqual([2, "2024-01-01T10:00:00.000Z"]);
});

test("what a copy of the registry leaves out is unknown, never no", () => {
  const bare = { name: "one", versions: { "1.0.0": { name: "one", version: "1.0.0", dist: {} } } };
  const packument = read(bare);
  expect(packument.versions.get("1.0.0")).toMatchObject({
    installScripts: null,
    deprecated: null,
    hasProvenance: null,
    signatures: null,
    licence: null,
    publishedAt: null,
  });
  expect([packument.maintainers, packument.createdAt]).toEqual([null, null]);
});

test("in the short form a version that names no scripts has none, in the whole form that says nothing", () => {
  const short = shortOf(
    packumentOf("one", { "1.0.0": {}, "1.1.0": { scripts: { install: "node-gyp rebuild" } } }),
  );
  const scripts = (form: "short" | "whole", answer: unknown) => {
    const looked = readPackument("one", answer, NOW, form);
    return looked.ok ? [...looked.value.versions.values()].map(({ installScripts }) => installScripts) : [];
  };
  expect(scripts("short", short)).toEqual([[], ["install"]]);
  const none = shortOf(packumentOf("one", { "1.0.0": {} }));
  expect(scripts("short", none)).toEqual([[]]);
  expect(scripts("whole", none)).toEqual([null]);
});

test("a copy's own dates, and dates of tomorrow, are not when something was published", () => {
  const versions = Object.fromEntries(["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"].map((one) => [one, {}]));
  const same = Object.fromEntries(Object.keys(versions).map((one, n) => [one, `2026-11-01T10:00:0${n}Z`]));
  const copied = read(packumentOf("one", versions, { time: same }));
  expect([...copied.versions.values()].map(({ publishedAt }) => publishedAt)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(copied.notes.join()).toContain("same time");
  const tomorrow = read(packumentOf("one", { "1.0.0": {} }, { time: { "1.0.0": "2027-11-01T10:00:00Z" } }));
  expect(tomorrow.versions.get("1.0.0")?.publishedAt).toBeNull();
});

describe("an answer that is none says why:", () => {
  for (const [name, answer, says] of [
    ["a list", [], /no package/],
    ["text", "x", /no package/],
    ["another package", packumentOf("two", { "1.0.0": {} }), /another package/],
    ["no versions", { name: "one" }, /lists no versions/],
    ["everything unpublished", { name: "one", versions: {} }, /published any more/],
    ["versions that are none", { name: "one", versions: { soon: {} } }, /is one/],
  ] as const)
    test(name, () => {
      expect(why(answer)).toMatch(says);
    });
});

test("no value makes it fail", () => {
  const field = fc.constantFrom(
    "name",
    "versions",
    "dist-tags",
    "time",
    "maintainers",
    "license",
    "repository",
  );
  fc.assert(
    fc.property(field, fc.jsonValue(), (name, value) => {
      readPackument("one", { ...packumentOf("one", { "1.0.0": {} }), [name]: value }, NOW);
      readPackument(
        "one",
        packumentOf("one", { "1.0.0": { dist: value, scripts: value, dependencies: value as never } }),
        NOW,
      );
    }),
  );
});
