import { describe, expect, test } from "vitest";
import { clientSnippet, snippetVariables } from "#app/domain/inventory/client-snippet.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { CLIENTS } from "#app/domain/inventory/scan-inputs.ts";
import { redacted, remote, stdio } from "./raw-launches.ts";

const IDENTITIES: [identity: string, release: string | null][] = [
  ["npm:@scope/pkg", "1.2.3"],
  ["npm:@scope/pkg", null],
  ["pypi:pkg", "1.0"],
  ["oci:docker.io/mcp/fetch", `sha256:${"ab12".repeat(16)}`],
  ["remote:https://h.example/mcp", null],
];

/** The clients of which it is known how they read variables; Goose and Vibe name variables for one kind only. */
const READ_VARIABLES = [
  ...["cursor", "claude-code", "vscode", "windsurf", "gemini-cli", "codex", "visual-studio"],
  ...["continue", "opencode", "kilo-code", "librechat"],
]
  .flatMap((client) => [`${client} local`, `${client} remote`])
  .concat("goose local", "mistral-vibe remote");

describe("a snippet is read back by the same parser as the server it was made for", () => {
  for (const client of CLIENTS)
    test.each(IDENTITIES)(`${client} %s %s`, (identity, release) => {
      const snippet = clientSnippet({ client, name: "ours", identity, release, variables: ["API_TOKEN"] });
      const [file] = readClientFile({ client, path: "snippet", text: snippet.text });
      expect(file).toMatchObject({ outcome: "found" });
      expect(file.problem).toBeUndefined();
      const [entry] = file.entries;
      expect(entry && identifyLaunch(entry.launch)).toMatchObject({ identity, release });
      const values = [...(entry?.launch.env ?? []), ...(entry?.launch.headers ?? [])].map(
        ({ value }) => value.kind,
      );
      const isReference = READ_VARIABLES.includes(
        `${client} ${identity.startsWith("remote:") ? "remote" : "local"}`,
      );
      expect(values).toEqual([isReference ? "reference" : "placeholder"]);
    });
});

test("each client gets its own syntax for a variable", () => {
  const of = (client: (typeof CLIENTS)[number]) =>
    clientSnippet({ client, name: "a", identity: "npm:p", release: "1.0.0", variables: ["API_TOKEN"] }).text;
  expect(of("cursor")).toContain("${env:API_TOKEN}");
  expect(of("claude-code")).toContain('"${API_TOKEN}"');
  expect(JSON.parse(of("vscode"))).toMatchObject({
    inputs: [{ type: "promptString", id: "api-token", password: true }],
    servers: { a: { env: { API_TOKEN: "${input:api-token}" } } },
  });
  expect(of("claude-desktop")).toContain("YOUR_API_TOKEN");
  expect(of("zed")).toContain("YOUR_API_TOKEN");
  expect(of("windsurf")).toContain("${env:API_TOKEN}");
  expect(of("gemini-cli")).toContain('"${API_TOKEN}"');
  expect(of("codex")).toContain('env_vars = [ "API_TOKEN" ]');
});

test("the clients of the table get their own shapes", () => {
  const of = (client: (typeof CLIENTS)[number]) =>
    clientSnippet({ client, name: "a", identity: "npm:p", release: "1.0.0", variables: ["API_TOKEN"] }).text;
  expect(JSON.parse(of("opencode"))).toEqual({
    mcp: {
      a: {
        type: "local",
        command: ["npx", "-y", "p@1.0.0"],
        environment: { API_TOKEN: "{env:API_TOKEN}" },
        enabled: true,
      },
    },
  });
  expect(JSON.parse(of("amp"))).toHaveProperty(["amp.mcpServers", "a", "command"], "npx");
  expect(of("goose")).toContain("env_keys:\n      - API_TOKEN");
  expect(of("continue")).toContain("- name: a");
  expect(of("continue")).toContain("${{ secrets.API_TOKEN }}");
  expect(of("mistral-vibe")).toContain("[[mcp_servers]]");
  expect(JSON.parse(of("visual-studio"))).toMatchObject({
    inputs: [{ id: "api-token", password: true }],
    servers: { a: { type: "stdio" } },
  });
});

test("a client whose way with variables is not known gets a placeholder and a note that says so", () => {
  const snippet = clientSnippet({
    client: "cline",
    name: "a",
    identity: "remote:https://h.example/mcp",
    variables: ["Authorization"],
  });
  expect(JSON.parse(snippet.text).mcpServers.a).toEqual({
    type: "streamableHttp",
    url: "https://h.example/mcp",
    headers: { Authorization: "Bearer YOUR_AUTHORIZATION" },
  });
  expect(snippet.notes).toEqual([
    "It is not known whether Cline reads variables: put your own value in place of YOUR_AUTHORIZATION, and keep the file private.",
  ]);
});

test("a secret that was found never comes back in a snippet", () => {
  const launch = redacted(
    stdio("npx", ["-y", "pkg", "./data", "--token", "hunter2secret"], {
      env: [["API_TOKEN", "hunter2secret"]],
    }),
  );
  const snippet = clientSnippet({
    client: "cursor",
    name: "a",
    identity: "npm:pkg",
    release: "1.0.0",
    variables: snippetVariables(launch),
    launch,
  });
  expect(JSON.stringify(snippet)).not.toContain("hunter2");
  expect(snippet.text).toContain("pkg@1.0.0");
  expect(snippet.text).toContain("${env:API_TOKEN}");
});

test("arguments that are no secret are kept", () => {
  const launch = redacted(stdio("npx", ["-y", "@scope/fs", "./data"]));
  const { text } = clientSnippet({
    client: "cursor",
    name: "a",
    identity: "npm:@scope/fs",
    release: "1.0.0",
    variables: [],
    launch,
  });
  expect(JSON.parse(text)).toEqual({
    mcpServers: { a: { command: "npx", args: ["-y", "@scope/fs@1.0.0", "./data"] } },
  });
});

test("headers of a remote server become references", () => {
  const launch = redacted(remote("https://h.example/mcp", [["Authorization", "Bearer hunter2secret"]]));
  const { text } = clientSnippet({
    client: "claude-code",
    name: "a",
    identity: "remote:https://h.example/mcp",
    variables: snippetVariables(launch),
    launch,
  });
  expect(JSON.parse(text)).toEqual({
    mcpServers: {
      a: {
        type: "http",
        url: "https://h.example/mcp",
        headers: { Authorization: "Bearer ${AUTHORIZATION}" },
      },
    },
  });
});

test("a command nobody knows gets no invented entry", () => {
  expect(clientSnippet({ client: "cursor", name: "a", identity: "command:thing", variables: [] }).text).toBe(
    "",
  );
});
