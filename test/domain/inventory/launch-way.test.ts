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

test.each<[string, string[], string[]]>([
  ["npx", ["-y", "@acme/one@latest"], ["-y", "@acme/one@1.2.3"]],
  ["npx", ["-y", "@acme/one"], ["-y", "@acme/one@^2"]],
  ["npx", ["--package=@acme/one@1.0.0", "one"], ["--package=@acme/one@2.0.0", "one"]],
  ["uvx", ["acme-one==1.0"], ["acme-one==2.0"]],
  ["uvx", ["acme-one"], ["acme-one@2.0"]],
  ["docker", ["run", "-i", "--rm", "mcp/one:latest"], ["run", "-i", "--rm", "mcp/one:2.0"]],
  ["docker", ["run", "-i", "mcp/one"], ["run", "-i", `mcp/one@sha256:${"a".repeat(64)}`]],
])(
  "pinning or moving the release of the package is no other way to start it: %s %j",
  (command, one, other) => {
    const way = (texts: string[]) =>
      launchWay(launch({ command, args: texts.map((text) => ({ kind: "plain" as const, text })) }), null);
    expect(launchDifference(way(one), way(other))).toEqual([]);
  },
);

test("a release in a command line that stands in one piece is no other way either", () => {
  const way = (command: string) => launchWay(launch({ command, args: [] }), null);
  expect(launchDifference(way("npx -y @acme/one@1.0.0 --a"), way("npx -y @acme/one@2.0.0 --a"))).toEqual([]);
  expect(launchDifference(way("npx -y @acme/one@1.0.0"), way("npx -y @acme/one@1.0.0 --all"))).toHaveLength(
    1,
  );
});

test.each(["npm:@evil/one", "file:../evil", "https://evil.example/one.tgz", "github:evil/one"])(
  "a package that comes from elsewhere is another way: %s",
  (from) => {
    const way = (text: string) => launchWay(launch({ args: [{ kind: "plain", text }] }), null);
    expect(launchDifference(way("@acme/one@1.0.0"), way(`@acme/one@${from}`))).not.toEqual([]);
  },
);

test("a variable that refers to another place is another way", () => {
  const of = (text: string): Launch["env"] => [{ name: "TOKEN", value: { kind: "reference", text } }];
  const way = (text: string) => launchWay(launch({ env: of(text) }), "1.0.0");
  expect(launchDifference(way("${A}"), way("${B}"))).toEqual([
    "variable TOKEN=${B} was added",
    "variable TOKEN=${A} was removed",
  ]);
});
