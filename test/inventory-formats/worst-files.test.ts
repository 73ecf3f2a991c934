import { beforeAll, describe, expect, test } from "vitest";
import { fileReport } from "#app/domain/inventory/file-report.ts";
import { readGuessedFile } from "#app/domain/inventory/read-client-file.ts";

const SIZE = 500_000;
/** How many times the time of a harmless file of the same shape and size one may take. What is quadratic takes hundreds. */
const MOST = 15;

const filled = (unit: string, size: number) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
const file = (servers: unknown, more = {}) => JSON.stringify({ mcpServers: servers, ...more });

const SHAPES: Record<string, (unit: string) => { path: string; text: string }> = {
  arguments: (unit) => ({
    path: "/home/ada/.cursor/mcp.json",
    text: file({ a: { command: "npx", args: Array(SIZE / 4_000).fill(filled(unit, 4_000)) } }),
  }),
  commands: (unit) => ({
    path: "/home/ada/.cursor/mcp.json",
    text: file(
      Object.fromEntries(
        Array.from({ length: SIZE / 2_000 }, (_, at) => [`s${at}`, { command: filled(unit, 2_000) }]),
      ),
    ),
  }),
  addresses: (unit) => ({
    path: "/home/ada/.cursor/mcp.json",
    text: file(
      Object.fromEntries(
        Array.from({ length: SIZE / 2_000 }, (_, at) => [`s${at}`, { url: filled(unit, 2_000) }]),
      ),
    ),
  }),
};

/** What a rule, a pattern or a parser could read again and again. */
const BAITS = [
  [
    "a=",
    "A=1 ",
    '"a":',
    "token=",
    "--token ",
    "password = ",
    "${A:-",
    "${",
    "\\",
    "'",
    "eyJ-",
    "eyJa.",
    "sk-",
  ],
  ["http://", "http://a@", "a://", "/home/", "C:\\Users\\", "//", "~/", "?a=", "&a=", "#", "@", ".git"],
  ["curl ", "curl a|", "curl a;", "wget && ", "iex(", "new-object ", "sudo -a ", "$(", "`", "<(", "chmod a;"],
  [
    "docker run ",
    "-v /:/a ",
    "-e a ",
    "env a=b ",
    "bash -c ",
    "npx ",
    "1.2.3-",
    "xox",
    "gh",
    "\u202e",
    "aB1",
  ],
].flat();

/** The processor time of reading and telling a file, the least of three, in milliseconds. */
function cost({ path, text }: { path: string; text: string }): number {
  const once = () => {
    const before = process.cpuUsage();
    fileReport(readGuessedFile({ path, text, home: "/home/ada" }));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  return Math.min(once(), once(), once());
}

describe.each(Object.entries(SHAPES))("%s of half a megabyte", (_shape, made) => {
  let floor = 0;
  beforeAll(() => {
    floor = Math.max(5, cost(made("word ")));
  });

  test.each(BAITS)("made of %j cost no more than some times as much as words", (unit) => {
    expect(cost(made(unit)) / floor).toBeLessThan(MOST);
  });
});

describe("a file of many small faults costs in proportion to its size", () => {
  const projects = (count: number) => ({
    path: "/home/ada/.claude.json",
    text: JSON.stringify(
      {
        mcpServers: {},
        projects: Object.fromEntries(
          Array.from({ length: count }, (_, at) => [`/p/${at}`, { mcpServers: { a: 1, b: [] } }]),
        ),
      },
      null,
      1,
    ),
  });
  const entries = (count: number) => ({
    path: "/home/ada/.cursor/mcp.json",
    text: `{ "mcpServers": {\n${Array.from({ length: count }, (_, at) => `"s${at}": ${at}`).join(",\n")}\n} }`,
  });

  test.each([
    ["projects", projects, 5_000],
    ["entries", entries, 4_000],
  ])("%s", (_name, made, count) => {
    const [few, many] = [cost(made(count)), cost(made(count * 4))];
    // four times as many: a quadratic reading takes sixteen times as long
    expect(many / Math.max(few, 5)).toBeLessThan(10);
  });

  test.each([
    ["brackets", "/home/ada/.cursor/mcp.json", "[".repeat(SIZE)],
    ["objects", "/home/ada/.cursor/mcp.json", '{"a":'.repeat(SIZE / 5)],
    ["TOML tables", "/home/ada/.codex/config.toml", `a = ${"[".repeat(SIZE)}`],
    ["TOML keys", "/home/ada/.codex/config.toml", `${"a.".repeat(SIZE / 2)}a = 1`],
    ["YAML lists", "/home/ada/.continue/config.yaml", "[".repeat(200_000)],
    ["YAML maps", "/home/ada/.continue/config.yaml", "{a: ".repeat(50_000)],
    ["YAML blocks", "/home/ada/.continue/config.yaml", "- ".repeat(100_000)],
    [
      "YAML aliases",
      "/home/ada/.continue/config.yaml",
      [
        "a0: &a0 [x]",
        ...Array.from({ length: 40 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`),
      ].join("\n"),
    ],
  ])("%s nested without end, in a sentence and in bounded time", (_name, path, text) => {
    const [read] = readGuessedFile({ path, text, home: "/home/ada" }).files;
    expect(read.outcome).toBe("could_not_look");
    const floor = cost({
      path: "/home/ada/.cursor/mcp.json",
      text: file({ a: { command: filled("word ", SIZE) } }),
    });
    expect(cost({ path, text }) / Math.max(floor, 20)).toBeLessThan(MOST);
  });
});
