import { expect, test } from "vitest";
import { absent, couldNot } from "#app/domain/packages/looked.ts";
import { readPackument } from "#app/domain/packages/npm/read-packument.ts";
import { wantedBy } from "#app/domain/packages/npm/resolve-spec.ts";
import { walkTree } from "#app/domain/packages/npm/walk-tree.ts";
import { type Published, packumentOf } from "#test/support/npm-counterpart.ts";

const NOW = new Date("2026-11-23T12:00:00Z");

async function walk(all: Record<string, Published>, limits: { most?: number; over?: () => boolean } = {}) {
  const asked: string[] = [];
  const read = async (name: string) => {
    asked.push(name);
    if (name === "busy") return couldNot("The registry is busy and asks to wait.");
    const versions = all[name];
    return versions
      ? readPackument(name, packumentOf(name, versions), NOW)
      : absent("The registry has no such package.");
  };
  const root = readPackument("root", packumentOf("root", all.root ?? {}), NOW);
  if (!root.ok) throw new Error(root.why);
  const [version] = [...root.value.versions.values()].slice(-1);
  if (!version) throw new Error("There is no version.");
  const tree = await walkTree(
    { name: "root", version },
    { read, mostPackages: limits.most ?? 100, atOnce: 3, isOver: limits.over ?? (() => false) },
  );
  return { ...tree, asked, names: tree.packages.map(({ name, version: of }) => `${name}@${of}`) };
}

test("a tree is walked to its end, each package once, circles included", async () => {
  const { names, asked, missed } = await walk({
    root: { "1.0.0": { dependencies: { a: "^1.0.0", b: "*" } } },
    a: {
      "1.0.0": { dependencies: { b: "^2.0.0" } },
      "1.5.0": { dependencies: { b: "^2.0.0", root: "1" } },
      "2.0.0": {},
    },
    b: { "2.0.0": { dependencies: { a: ">=1.0.0 <2" } } },
  });
  expect(names).toEqual(["a@1.5.0", "b@2.0.0"]);
  expect(asked).toEqual(["a", "b"]);
  expect(missed).toBe(0);
});

test("two ranges that exclude each other are two versions", async () => {
  const { names } = await walk({
    root: { "1.0.0": { dependencies: { a: "1.0.0", b: "1.0.0" } } },
    a: { "1.0.0": {}, "2.0.0": {} },
    b: { "1.0.0": { dependencies: { a: "^2.0.0" } } },
  });
  expect(names).toEqual(["a@1.0.0", "b@1.0.0", "a@2.0.0"]);
});

test("aliases, tags, peers and optional ones are followed as npm does", async () => {
  const { names, missed } = await walk({
    root: {
      "1.0.0": {
        dependencies: { alias: "npm:@x/real@^1.0.0", tagged: "latest" },
        peerDependencies: { peer: "1", left: "1" },
        peerDependenciesMeta: { left: { optional: true } },
        optionalDependencies: { maybe: "1", gone: "1" },
      },
    },
    "@x/real": { "1.2.0": {}, "2.0.0": {} },
    tagged: { "1.0.0": {}, "3.0.0": {} },
    peer: { "1.1.0": {} },
    maybe: { "1.0.0": {} },
  });
  expect(names).toEqual(["@x/real@1.2.0", "maybe@1.0.0", "peer@1.1.0", "tagged@3.0.0"]);
  expect(missed).toBe(0);
});

test("what a registry cannot tell is counted as missed, with why", async () => {
  const { missing, missed } = await walk({
    root: {
      "1.0.0": {
        dependencies: {
          git: "git+https://x.test/y.git",
          short: "owner/name",
          gone: "1",
          busy: "1",
          range: "^9.0.0",
        },
      },
    },
    range: { "1.0.0": {} },
  });
  expect(missed).toBe(5);
  expect(Object.fromEntries(missing.map(({ name, why }) => [name, why]))).toEqual({
    git: "It comes from git+https, not from the registry.",
    short: "It comes from a folder or a repository, not from the registry.",
    gone: "The registry has no such package.",
    busy: "The registry is busy and asks to wait.",
    range: "No listed version is in the range ^9.0.0.",
  });
});

test("a tree without an end breaks off at its limits and says so", async () => {
  const all: Record<string, Published> = {};
  for (let n = 0; n < 50; n += 1)
    all[n === 0 ? "root" : `p${n}`] = { "1.0.0": { dependencies: { [`p${n + 1}`]: "1" } } };
  const few = await walk(all, { most: 5 });
  expect([few.packages.length, few.isCut]).toEqual([5, true]);
  let asks = 0;
  const late = await walk(all, { over: () => ++asks > 3 });
  expect([late.packages.length, late.isCut]).toEqual([3, true]);
});

test("a name or a range that was made to harm is no address", () => {
  for (const [name, spec] of [
    ["../../x", "1"],
    ["a", "npm:../x@1"],
    ["a b", "1"],
  ] as const)
    expect(wantedBy(name, spec)).toHaveProperty("why");
});
