import { describe, expect, test } from "vitest";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import type { ScanFile } from "#app/domain/inventory/scan-inputs.ts";
import { reportOf } from "./raw-launches.ts";

const TOKEN = `ghp_${"aB3dE5gH7jK9".repeat(3)}`;

function read(text: string): ScanFile {
  const files = readClientFile({ client: "librechat", path: "librechat.yaml", text });
  expect(findUnredacted(reportOf(files))).toEqual([]);
  expect(JSON.stringify(files)).not.toContain(TOKEN);
  return files[0];
}

describe("YAML", () => {
  test("is read in block and in flow style, with every kind of text", () => {
    const file = read(`# ours
mcpServers:
  a:
    command: "npx"
    args: [-y, 'pkg@1.0.0', >-
      folded]
    env: { PORT: 8080, FLAG: yes, EMPTY: , BLOCK: |
      line
      }
  b: {command: uvx, args: ["tool==1.0"], disabled: true}
`);
    expect(file.outcome).toBe("could_not_look");
    const plain = read(`mcpServers:
  a:
    command: "npx"
    args:
      - -y
      - 'pkg@1.0.0'
      - >-
        folded
        text
    env:
      PORT: 8080
      FLAG: yes
      EMPTY:
      BLOCK: |
        ${TOKEN}
  b: {command: uvx, args: ["tool==1.0"], disabled: true}
`);
    expect(plain.entries.map(({ name, enabled }) => [name, enabled])).toEqual([
      ["a", true],
      ["b", false],
    ]);
    expect(plain.entries[0]?.launch.env.map(({ name }) => name)).toEqual(["PORT", "FLAG", "EMPTY", "BLOCK"]);
  });

  test("a fault names line and column and quotes nothing", () => {
    const { outcome, problem } = read(`mcpServers:\n  a:\n    command: "npx ${TOKEN}\n`);
    expect(outcome).toBe("could_not_look");
    expect(problem?.sentence).toMatch(/^librechat\.yaml, line \d+, column \d+: valid YAML was expected\.$/);
    const odd = read("mcpServers:\n  a:\n    command: npx\n    args: text\n");
    expect(odd.problem).toMatchObject({ line: 4, column: 11, key: "mcpServers.a.args" });
  });

  test("anchors, aliases and merged keys are read as what they stand for", () => {
    const file = read(`base: &base
  command: npx
  env: &env { API_TOKEN: "${TOKEN}" }
mcpServers:
  a: *base
  b:
    <<: *base
    args: [other]
  c:
    <<: [{ command: uvx, args: [x] }, *base]
    command: node
`);
    expect(file.problem).toBeUndefined();
    expect(file.entries.map(({ name, launch }) => [name, launch.command, launch.args.length])).toEqual([
      ["a", "npx", 0],
      ["b", "npx", 1],
      ["c", "node", 1],
    ]);
    expect(file.entries.map(({ launch }) => launch.env.length)).toEqual([1, 1, 1]);
  });

  test("aliases that grow without end, or stand in themselves, are not followed", () => {
    const lines = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(", ")}]`,
    );
    const bomb = read(`a0: &a0 [x, x]\n${lines.join("\n")}\nmcpServers: {}\n`);
    expect(bomb.problem?.sentence).toContain("aliases counted as what they stand for");
    expect(read("a: &a [*a]\nmcpServers: {}\n").outcome).toBe("could_not_look");
    expect(read("a: *nowhere\nmcpServers: {}\n").outcome).toBe("could_not_look");
  });

  test("a key twice, a key that is no text, tags and a second document are no crash", () => {
    const twice = read("mcpServers:\n  a: { command: x }\n  a: { command: y }\n");
    expect(twice.entries.map(({ launch }) => launch.command)).toEqual(["y"]);
    expect(twice.problem?.sentence).toContain("more than once");
    expect(read("mcpServers:\n  ? [a, b]\n  : { command: x }\n").entries).toHaveLength(1);
    expect(read("mcpServers:\n  1: { command: x }\n  a: !!str { command: y }\n").entries.length).toBeLessThan(
      3,
    );
    expect(read("mcpServers:\n  a: { command: !custom npx }\n").entries).toHaveLength(1);
    expect(read("mcpServers: {}\n---\nmcpServers: {}\n").outcome).toBe("could_not_look");
  });

  test("more than 256 KiB is not read", () => {
    expect(read(`# ${"x".repeat(300_000)}\nmcpServers: {}\n`).problem?.sentence).toContain("256 KiB");
  });
});
