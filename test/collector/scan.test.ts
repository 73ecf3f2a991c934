import { createHmac, randomBytes } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { CLIENTS, ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { type CommandLine, type Counterpart, makeCommandLine, makeCounterpart } from "./command-line.ts";

const TOKEN = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";
const DEVICE_KEY = "csd_a-key-for-this-test-only";
const FINGERPRINT_KEY = randomBytes(32).toString("base64");
const ENROLLED = {
  deviceId: "d1",
  deviceKey: DEVICE_KEY,
  organization: "Acme",
  fingerprintKey: FINGERPRINT_KEY,
};
const ANSWER = {
  scanId: "s1",
  files: 4,
  installations: 1,
  standings: { unapproved: 1, approved: 0 },
  next: "Ask for it.",
};

// Each test starts several processes, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let line: CommandLine;
let server: Counterpart;

beforeAll(async () => {
  line = await makeCommandLine();
});
afterAll(() => line.remove());

beforeEach(async () => {
  server = await makeCounterpart();
  server.answers["/api/v1/device-enrollments"] = { status: 201, body: ENROLLED };
  server.answers["/api/v1/scans"] = { status: 201, body: ANSWER };
});
afterEach(async () => {
  await server.stop();
  for (const folder of [line.home, line.settings]) await rm(folder, { recursive: true, force: true });
  await mkdir(line.home);
});

async function enroll() {
  return line.run(["enroll", server.url, "--name", "laptop"], { input: "a-code-from-the-page\n" });
}

function sent(): ScanReport {
  return ScanReport.parse(server.received.findLast((call) => call.path === "/api/v1/scans")?.body);
}

describe("enroll", () => {
  test("exchanges the code for a key that only this person can read, and prints neither", async () => {
    const { code, out, err } = await enroll();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("a device of Acme");
    expect(out).not.toMatch(/a-code-from-the-page|csd_/);
    expect(server.received[0]?.body).toEqual({
      code: "a-code-from-the-page",
      deviceName: "laptop",
      platform: process.platform,
    });
    const file = path.join(line.settings, "device.json");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(line.settings)).mode & 0o777).toBe(0o700);
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ url: server.url, ...ENROLLED });
  });

  test("a refused code changes nothing and says what the server said", async () => {
    server.answers["/api/v1/device-enrollments"] = {
      status: 422,
      body: { title: "Not accepted", detail: "This code was used." },
    };
    const { code, err } = await enroll();
    expect(code).toBe(5);
    expect(err).toContain("This code was used.");
    expect(err).toContain("Nothing was changed on this machine.");
    await expect(stat(line.settings)).rejects.toThrow("ENOENT");
  });

  test("a key never travels over plain http to another machine", async () => {
    const { code, err } = await line.run([
      "enroll",
      "http://castellan.example",
      "--code",
      "a-code-from-the-page",
    ]);
    expect(code).toBe(2);
    expect(err).toContain("must begin with https://");
  });
});

describe("scan", () => {
  test("sends exactly what it shows, redacted, with the device's key and an idempotency key", async () => {
    await line.write(".cursor/mcp.json", {
      mcpServers: { github: { command: "npx", args: ["-y", "gh@1.0.0"], env: { GITHUB_TOKEN: TOKEN } } },
    });
    await enroll();
    const { code, out, err } = await line.run(["scan"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("github: npm:gh at 1.0.0");
    expect(out).toContain("GITHUB_TOKEN (a secret: its value stays here)");
    expect(out).toContain("unapproved: 1");
    expect(out).toContain("Ask for it.");
    const call = server.received.at(-1);
    expect(call?.headers.authorization).toBe(`Bearer ${DEVICE_KEY}`);
    expect(call?.headers["idempotency-key"]).toBe(sent().reportId);
    expect(sent().collectorVersion).toBe("1.2.3");
    expect(findUnredacted(sent())).toEqual([]);
    const everything = JSON.stringify([server.received, out]);
    expect(everything).not.toContain(TOKEN);
    expect(everything).not.toContain(line.home);
    const fingerprint = createHmac("sha256", Buffer.from(FINGERPRINT_KEY, "base64"))
      .update(TOKEN)
      .digest("hex");
    expect(sent().files[0]?.entries[0]?.launch.env[0]?.value).toEqual({
      kind: "secret",
      secretKind: "github-token",
      fingerprint,
    });
  });

  test("--json prints the body that is sent and nothing else on standard output", async () => {
    await line.write(".cursor/mcp.json", { mcpServers: { a: { url: "https://h.example/mcp" } } });
    await enroll();
    const { out } = await line.run(["scan", "--json"]);
    expect(JSON.parse(out)).toEqual(sent());
  });

  test("--dry-run sends nothing and needs no enrollment", async () => {
    await line.write(".cursor/mcp.json", { mcpServers: { a: { url: "https://h.example/mcp" } } });
    const { code, out } = await line.run(["scan", "--dry-run"]);
    expect(code).toBe(0);
    expect(out).toContain("a: remote:https://h.example/mcp");
    expect(out).toContain("Nothing was sent");
    expect(server.received).toEqual([]);
  });

  test("all clients, the project one stands in and named projects are read", async () => {
    const one = { command: "x" };
    await line.write(".cursor/mcp.json", { mcpServers: { cursor: one } });
    await line.write(".claude.json", {
      mcpServers: { code: one },
      projects: { [`${line.home}/p`]: { mcpServers: { local: one } } },
    });
    const settings = process.platform === "darwin" ? "Library/Application Support" : ".config";
    await line.write(`${settings}/Claude/claude_desktop_config.json`, { mcpServers: { desktop: one } });
    await line.write(`${settings}/Code/User/mcp.json`, { servers: { vscode: one } });
    await line.write(`${settings}/Code/User/settings.json`, { mcp: { servers: { older: one } } });
    await line.write(".codeium/windsurf/mcp_config.json", {
      mcpServers: { surf: { serverUrl: "https://h.example/mcp" } },
    });
    await line.write(
      ".config/zed/settings.json",
      '{ "context_servers": { "editor": { "command": "x" }, }, }',
    );
    await line.write(".gemini/settings.json", { mcpServers: { star: { httpUrl: "https://h.example/mcp" } } });
    await line.write(".codex/config.toml", '[mcp_servers.book]\ncommand = "x"\n');
    await line.write("standing/.codex/config.toml", '[mcp_servers.shared]\ncommand = "x"\n');
    await line.write("standing/.vscode/mcp.json", { servers: { project: one } });
    await line.write("named/.mcp.json", { mcpServers: { named: one } });
    const named = path.join(line.home, "named");
    const { out } = await line.run(["scan", "--dry-run", "--json", "--project", named], {
      cwd: path.join(line.home, "standing"),
    });
    const report = ScanReport.parse(JSON.parse(out));
    const found = report.files.flatMap((file) =>
      file.entries.map((entry) => `${file.client} ${file.scope} ${entry.name}`),
    );
    expect(found.sort()).toEqual([
      "claude-code local local",
      "claude-code project named",
      "claude-code user code",
      "claude-desktop user desktop",
      "codex project shared",
      "codex user book",
      "cursor user cursor",
      "gemini-cli user star",
      "vscode project project",
      "vscode user older",
      "vscode user vscode",
      "windsurf user surf",
      "zed user editor",
    ]);
  });

  test("a machine without any client file says of each client that there are none", async () => {
    const { out } = await line.run(["scan", "--dry-run", "--json"]);
    // these have no file of a person's own on every system
    const without = ["visual-studio", "jetbrains-ai", "jetbrains-air", "librechat"];
    const clients = CLIENTS.filter((client) => !without.includes(client));
    expect(
      ScanReport.parse(JSON.parse(out))
        .files.map(({ client, outcome }) => `${client} ${outcome}`)
        .sort(),
    ).toEqual(clients.sort().map((client) => `${client} none`));
  });

  test("files of the clients in the table are read where they lie, YAML, TOML and folders of files too", async () => {
    const one = { command: "x" };
    await line.write(".config/opencode/opencode.jsonc", '{ "mcp": { "open": { "command": ["x"] }, }, }');
    await line.write(".continue/config.yaml", "mcpServers:\n  - { name: on, command: x }\n");
    await line.write(".continue/mcpServers/b.yaml", "mcpServers:\n  - { name: folder, command: x }\n");
    await line.write(".continue/mcpServers/a.json", { mcpServers: { json: one } });
    await line.write(".vibe/config.toml", '[[mcp_servers]]\nname = "vibe"\ncommand = "x"\n');
    await line.write(".kiro/settings/mcp.json", { mcpServers: { kiro: one } });
    await line.write("standing/.roo/mcp.json", { mcpServers: { roo: one } });
    await line.write("standing/librechat.yaml", "mcpServers:\n  libre: { command: x }\n");
    const { out } = await line.run(["scan", "--dry-run", "--json"], {
      cwd: path.join(line.home, "standing"),
    });
    const found = ScanReport.parse(JSON.parse(out)).files.flatMap((file) =>
      file.entries.map((entry) => `${file.client} ${file.scope} ${entry.name}`),
    );
    expect(found.sort()).toEqual([
      "continue user folder",
      "continue user json",
      "continue user on",
      "kiro user kiro",
      "librechat project libre",
      "mistral-vibe user vibe",
      "opencode user open",
      "roo-code project roo",
    ]);
  });

  test("a file name of two clients is read for the one whose servers stand in it, or for both", async () => {
    const one = { command: "x" };
    const clientsOf = async (content: unknown) => {
      await line.write("both/.mcp.json", content);
      const { out } = await line.run([
        "scan",
        "--dry-run",
        "--json",
        "--project",
        path.join(line.home, "both"),
      ]);
      const files = ScanReport.parse(JSON.parse(out)).files;
      return files
        .filter((file) => file.path.endsWith("both/.mcp.json"))
        .map((file) => `${file.client} ${file.outcome}`);
    };
    expect(await clientsOf({ mcpServers: { a: one } })).toEqual(["claude-code found"]);
    expect(await clientsOf({ servers: { a: one } })).toEqual(["visual-studio found"]);
    expect(await clientsOf({ servers: { a: one }, mcpServers: { b: one } })).toEqual([
      "claude-code found",
      "visual-studio found",
    ]);
    expect(await clientsOf("{")).toEqual(["claude-code could_not_look"]);
    expect(await clientsOf({})).toEqual(["claude-code none"]);
  });

  test("a folder with too many files is read in part and could not look, until it holds fewer", async () => {
    const outcomes = async () => {
      const { out } = await line.run(["scan", "--json"]);
      return ScanReport.parse(JSON.parse(out))
        .files.filter((file) => file.client === "continue")
        .map((file) => file.outcome);
    };
    await enroll();
    await Promise.all(
      Array.from({ length: 51 }, (_, at) =>
        line.write(`.continue/mcpServers/${at}.yaml`, "mcpServers: [{ name: a, command: x }]\n"),
      ),
    );
    expect(new Set(await outcomes())).toEqual(new Set(["found", "could_not_look"]));
    await rm(path.join(line.home, ".continue/mcpServers/50.yaml"));
    expect(new Set(await outcomes())).toEqual(new Set(["found", "none"]));
  });

  test("a client whose place is not known is named, since nobody looked", async () => {
    const { out } = await line.run(["scan", "--dry-run"]);
    expect(out).toContain("JetBrains AI Assistant: not looked");
  });

  test("a file that is gone since the last report is reported as none, and so is a local scope", async () => {
    const one = { a: { command: "x" } };
    await line.write("old/.mcp.json", { mcpServers: one });
    await line.write(".claude.json", { projects: { "/srv/app": { mcpServers: one } } });
    await enroll();
    await line.run(["scan", "--project", path.join(line.home, "old")]);
    await rm(path.join(line.home, "old"), { recursive: true });
    await line.write(".claude.json", {});
    await line.run(["scan"]);
    const outcomes = Object.fromEntries(sent().files.map((file) => [file.path, file.outcome]));
    expect(outcomes).toMatchObject({
      "~/old/.mcp.json": "none",
      "~/.claude.json#/srv/app": "none",
      "~/.claude.json": "none",
    });
  });

  test("a file that cannot be read is could not look, never none", async () => {
    await line.write(".cursor/mcp.json", '{"mcpServers": {');
    await mkdir(path.join(line.home, ".claude.json"));
    const { out } = await line.run(["scan", "--dry-run", "--json"]);
    const files = ScanReport.parse(JSON.parse(out)).files;
    expect(files.find((file) => file.client === "cursor")).toMatchObject({
      outcome: "could_not_look",
      problem: { line: 1 },
    });
    expect(files.find((file) => file.client === "claude-code")).toMatchObject({ outcome: "could_not_look" });
  });

  test("a file of 50 MB is not read", async () => {
    await mkdir(path.join(line.home, ".cursor"));
    await writeFile(path.join(line.home, ".cursor/mcp.json"), Buffer.alloc(50 * 1024 * 1024, " "));
    const { code, out } = await line.run(["scan", "--dry-run"]);
    expect(code).toBe(11);
    expect(out).toContain("~/.cursor/mcp.json: the file is too large to read");
  });
});

describe("every failure is a sentence with an exit code", () => {
  test("not enrolled", async () => {
    const { code, err } = await line.run(["scan"]);
    expect(code).toBe(3);
    expect(err).toContain("not enrolled, nothing was sent");
  });

  const REFUSALS: [status: number, code: number, sentence: string][] = [
    [401, 3, "Enroll this machine again"],
    [409, 5, "Castellan refuses"],
    [413, 5, "too large"],
    [422, 5, "not redacted · #/files/0 is not redacted"],
    [429, 5, "wait a minute"],
    [500, 4, "try again later"],
    [307, 4, "cannot be reached"],
  ];

  test.each(REFUSALS)("status %i", async (status, exit, sentence) => {
    await enroll();
    const body = {
      title: "No",
      detail: "not redacted",
      errors: [{ pointer: "#/files/0", detail: "is not redacted" }],
    };
    server.answers["/api/v1/scans"] = { status, body };
    const { code, err } = await line.run(["scan"]);
    expect(code).toBe(exit);
    expect(err).toContain(sentence);
    expect(err).not.toContain(DEVICE_KEY);
    expect(server.received.some((call) => call.path === "/elsewhere")).toBe(false);
  });

  test("nobody listens", async () => {
    await enroll();
    await server.stop();
    const { code, err } = await line.run(["scan"]);
    expect(code).toBe(4);
    expect(err).toContain("nothing listens there");
    server = await makeCounterpart();
  });

  test("a cut connection is tried again with the same report", async () => {
    await enroll();
    server.answers["/api/v1/scans"] = "cut";
    const { code } = await line.run(["scan"]);
    expect(code).toBe(4);
    const keys = server.received
      .filter((call) => call.path === "/api/v1/scans")
      .map((call) => call.headers["idempotency-key"]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test("another server at that address", async () => {
    await enroll();
    server.answers["/api/v1/scans"] = { status: 200, body: "<html>hello</html>" };
    const { code, err } = await line.run(["scan"]);
    expect(code).toBe(5);
    expect(err).toContain("Is the address right?");
  });

  const WRONG: string[][] = [["fly"], ["scan", "--wings"], ["enroll"], ["probe"], ["scan", "extra"], []];
  test.each(WRONG.map((args) => [args]))("wrong usage: %j", async (args) => {
    const { code } = await line.run(args);
    expect(code).toBe(2);
  });

  test("--help and --version are answers, not failures", async () => {
    expect(await line.run(["--version"])).toEqual({ code: 0, out: "1.2.3\n", err: "" });
    const help = await line.run(["--help"]);
    expect(help.code).toBe(0);
    expect(help.out).toContain("Exit codes");
  });
});
