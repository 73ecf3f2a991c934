import fc from "fast-check";
import { expect, test } from "vitest";
import { launchDifference, launchWay } from "#app/domain/inventory/launch-way.ts";
import type { Launch } from "#app/domain/inventory/scan-inputs.ts";

const launch = (more: Partial<Launch> = {}): Launch => ({
  transport: "stdio",
  command: "npx",
  args: [{ kind: "plain", text: "@acme/one@1.0.0" }],
  env: [],
  headers: [],
  ...more,
});
const variable = (name: string, kind: "secret" | "placeholder" = "placeholder") =>
  ({
    name,
    value: kind === "secret" ? { kind, secretKind: "unknown", fingerprint: null } : { kind },
  }) as Launch["env"][number];

test("another release of the package, another order of variables and another value are the same way to start it", () => {
  const before = launchWay(launch({ env: [variable("A"), variable("B")] }), "1.0.0");
  const args: Launch["args"] = [{ kind: "plain", text: "@acme/one@2.0.0" }];
  const after = launchWay(launch({ args, env: [variable("B", "secret"), variable("A")] }), "2.0.0");
  expect(after).toEqual(before);
  const unpinned: Launch["args"] = [{ kind: "plain", text: "@acme/one" }];
  expect(launchWay(launch({ args: unpinned, env: [variable("A"), variable("B")] }), null)).toEqual(before);
});

test.each<[string, Partial<Launch>, string]>([
  ["transport", { transport: "http" }, "transport was stdio, is http"],
  ["command", { command: "bash" }, "command was npx, is bash"],
  ["address", { url: "https://one.example" }, "address was not named, is https://one.example"],
  ["folder", { cwd: "~/elsewhere" }, "folder was not named, is ~/elsewhere"],
  ["variable", { env: [variable("NODE_OPTIONS")] }, "variable NODE_OPTIONS was added"],
  ["header", { headers: [variable("X-Key")] }, "header x-key was added"],
])("another %s is another way and is told", (_, more, line) => {
  const [before, after] = [launchWay(launch(), "1.0.0"), launchWay(launch(more), "1.0.0")];
  expect(launchDifference(before, after)).toEqual([line]);
});

test("arguments in another order, twice or of another package are another way", () => {
  const of = (...texts: string[]) =>
    launchWay(launch({ args: texts.map((text) => ({ kind: "plain" as const, text })) }), "1.0.0");
  expect(launchDifference(of("a", "b"), of("b", "a"))).toEqual(["the order of arguments changed"]);
  expect(launchDifference(of("a"), of("a", "a"))).toEqual(["argument a was added"]);
  expect(launchDifference(of("@acme/one@1.0.0"), of("@evil/one@1.0.0"))).toEqual([
    "argument @evil/one was added",
    "argument @acme/one was removed",
  ]);
});

test("there is something to tell exactly when two ways are not the same", () => {
  const text = fc.constantFrom("a", "b", "c");
  const some = fc.option(text, { nil: null });
  const list = fc.array(text, { maxLength: 3 });
  const way = fc.record({
    transport: text,
    command: some,
    args: list,
    url: some,
    folder: some,
    variables: list,
    headers: list,
  });
  fc.assert(
    fc.property(way, way, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(launchDifference(one, other).length === 0).toBe(isSame);
      expect(launchDifference(one, one)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
