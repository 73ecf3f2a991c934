import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findProjects, WALK_LIMITS } from "#app/collector/find-projects.ts";
import { ScanReport } from "#app/domain/inventory/scan-inputs.ts";
import { type CommandLine, type Counterpart, makeCommandLine, makeCounterpart } from "./command-line.ts";

const TOKEN = "ghp_aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5";
const one = (name: string) => ({ mcpServers: { [name]: { command: "x", env: { A_TOKEN: TOKEN } } } });

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
  server.answers["/api/v1/device-enrollments"] = {
    status: 201,
    body: {
      deviceId: "d1",
      deviceKey: "csd_a-key-for-this-test-only",
      organization: "Acme",
      fingerprintKey: Buffer.alloc(32).toString("base64"),
    },
  };
  server.answers["/api/v1/scans"] = {
    status: 201,
    body: { scanId: "s", files: 1, installations: 1, standings: {} },
  };
});
afterEach(async () => {
  await server.stop();
  for (const folder of [line.home, line.settings]) await rm(folder, { recursive: true, force: true });
  await mkdir(line.home);
});

const enroll = () =>
  line.run(["enroll", server.url, "--name", "laptop"], { input: "a-code-from-the-page\n" });
const scans = () => server.received.filter((call) => call.path === "/api/v1/scans");

/** Where each system's clients keep their files, as their makers document it. */
const LAYOUTS: Record<string, [client: string, file: string, content: unknown][]> = {
  mac: [
    ["claude-desktop", "Library/Application Support/Claude/claude_desktop_config.json", one("a")],
    [
      "vscode",
      "Library/Application Support/Code/User/mcp.json",
      { servers: { a: { command: "x", env: { A_TOKEN: TOKEN } } } },
    ],
    [
      "cline",
      "Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
      one("a"),
    ],
    ["goose", ".config/goose/config.yaml", "extensions:\n  a: { type: stdio, cmd: x }\n"],
    ["cursor", ".cursor/mcp.json", one("a")],
  ],
  linux: [
    ["claude-desktop", ".config/claude/claude_desktop_config.json", one("a")],
    ["amp", ".config/amp/settings.json", { "amp.mcpServers": { a: { command: "x" } } }],
    ["crush", ".config/crush/crush.json", { mcp: { a: { type: "stdio", command: "x" } } }],
    ["codex", ".codex/config.toml", '[mcp_servers.a]\ncommand = "x"\n'],
    ["lm-studio", ".lmstudio/mcp.json", one("a")],
  ],
  windows: [
    ["claude-desktop", "AppData/Roaming/Claude/claude_desktop_config.json", one("a")],
    [
      "goose",
      "AppData/Roaming/Block/goose/config/config.yaml",
      "extensions:\n  a: { type: stdio, cmd: x }\n",
    ],
    ["crush", "AppData/Local/crush/crush.json", { mcp: { a: { type: "stdio", command: "x" } } }],
    ["visual-studio", ".mcp.json", { servers: { a: { type: "stdio", command: "x" } } }],
    ["zed", "AppData/Roaming/Zed/settings.json", { context_servers: { a: { command: "x" } } }],
  ],
};

describe("a home folder of each system", () => {
  test.each(Object.keys(LAYOUTS))("%s", async (system) => {
    const home = path.join(line.home, system);
    for (const [, file, content] of LAYOUTS[system] ?? []) await line.write(`${system}/${file}`, content);
    const { code, out } = await line.run(["scan", "--dry-run", "--json", "--home", home, "--system", system]);
    expect(code).toBe(0);
    expect(out).not.toContain(TOKEN);
    const files = ScanReport.parse(JSON.parse(out)).files;
    expect(
      files
        .filter(({ outcome }) => outcome === "found")
        .map(({ client }) => client)
        .sort(),
    ).toEqual((LAYOUTS[system] ?? []).map(([client]) => client).sort());
  });

  test("another word for a system is wrong usage", async () => {
    expect((await line.run(["scan", "--dry-run", "--system", "amiga"])).code).toBe(2);
  });
});

describe("scan says of each client and scope what was found", () => {
  test("a count, none, or why nobody could look, and the exact bytes of a dry run", async () => {
    await line.write(".cursor/mcp.json", one("a"));
    await line.write(".kiro/settings/mcp.json", "{");
    await line.write("p/.roo/mcp.json", one("b"));
    const { code, out } = await line.run(["scan", "--dry-run", "--project", path.join(line.home, "p")]);
    expect(code).toBe(11);
    expect(out).toContain("Cursor, user: found 1");
    expect(out).toContain("Roo Code, project: found 1");
    expect(out).toMatch(/Kiro, user: could not look: ~\/\.kiro\/settings\/mcp\.json, line 1/);
    expect(out).toContain("JetBrains AI Assistant: not looked");
    expect(out).toMatch(/none: .*Claude Code, user · Claude Code, project/);
    const body = out.split("\n").find((row) => row.startsWith('{"reportId"')) ?? "";
    expect(ScanReport.parse(JSON.parse(body)).files.length).toBeGreaterThan(2);
    expect(out).toContain(`Exactly these ${Buffer.byteLength(body)} bytes would be sent:`);
    expect(out).not.toContain(TOKEN);
  });
});

describe("scan --all-projects", () => {
  test("finds the projects below a folder, and neither what others made nor what a link leads to", async () => {
    await line.write("dev/shop/.mcp.json", one("shop"));
    await line.write("dev/group/blog/.vscode/mcp.json", { servers: { blog: { command: "x" } } });
    await line.write("dev/shop/node_modules/pkg/.mcp.json", one("not-mine"));
    await line.write("dev/shop/.git/.mcp.json", one("not-mine"));
    await line.write("elsewhere/.mcp.json", one("not-mine"));
    await symlink(path.join(line.home, "elsewhere"), path.join(line.home, "dev/link"));
    await symlink(path.join(line.home, "dev"), path.join(line.home, "dev/circle"));
    const { code, out, err } = await line.run([
      "scan",
      "--dry-run",
      "--json",
      "--all-projects",
      path.join(line.home, "dev"),
    ]);
    expect(code).toBe(0);
    expect(err).toMatch(/2 projects in 4 folders below/);
    const names = ScanReport.parse(JSON.parse(out)).files.flatMap(({ entries }) =>
      entries.map(({ name }) => name),
    );
    expect(names.sort()).toEqual(["blog", "shop"]);
    expect((await line.run(["scan", "--dry-run", "--all-projects", "/nowhere/at/all"])).code).toBe(2);
  });

  test("more files than one report holds are told in several, none is left out", async () => {
    await Promise.all(
      Array.from({ length: 230 }, (_, at) => line.write(`dev/p${at}/.mcp.json`, one(`s${at}`))),
    );
    await enroll();
    const { code } = await line.run(["scan", "--all-projects", path.join(line.home, "dev")]);
    expect(code).toBe(0);
    const names = scans().flatMap(({ body }) =>
      ScanReport.parse(body).files.flatMap(({ entries }) => entries.map(({ name }) => name)),
    );
    expect(scans()).toHaveLength(2);
    expect(new Set(names).size).toBe(230);
  });

  test("ends at its limits and says so", async () => {
    await line.write("dev/a/b/c/d/.mcp.json", one("deep"));
    await line.write("dev/z/.mcp.json", one("z"));
    await line.write("dev/y/.mcp.json", one("y"));
    const root = path.join(line.home, "dev");
    expect((await findProjects(root, { ...WALK_LIMITS, depth: 2 }))?.left).toEqual([
      "1 folders deeper than 2 levels were not looked at.",
    ]);
    expect((await findProjects(root, { ...WALK_LIMITS, projects: 1 }))?.left[0]).toContain(
      "1 projects were found",
    );
    expect((await findProjects(root, { ...WALK_LIMITS, folders: 2 }))?.left[0]).toContain(
      "2 folders were looked at",
    );
    await mkdir(path.join(root, "closed"));
    await chmod(path.join(root, "closed"), 0o000);
    const found = await findProjects(root);
    await chmod(path.join(root, "closed"), 0o700);
    expect(found?.projects).toHaveLength(3);
    // an administrator reads every folder
    if (process.getuid?.() !== 0) expect(found?.left[0]).toMatch(/1 folder could not be looked at/);
  });
});

describe("without a connection", () => {
  const waiting = () => path.join(line.settings, "waiting");
  const kept = async () => (await readdir(waiting())).filter((name) => name.endsWith(".json"));

  test("the redacted report waits, readable by this person only, and goes first next time", async () => {
    await line.write(".cursor/mcp.json", one("first"));
    await enroll();
    server.answers["/api/v1/scans"] = "cut";
    const { code, err } = await line.run(["scan"]);
    expect(code).toBe(4);
    expect(err).toContain("kept on this machine, redacted, and sent by the next scan");
    const [name = ""] = await readdir(waiting());
    const file = path.join(waiting(), name);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(waiting())).mode & 0o777).toBe(0o700);
    expect(await readFile(file, "utf8")).not.toMatch(new RegExp(`${TOKEN}|csd_a-key`));

    await line.write(".cursor/mcp.json", one("second"));
    server.answers["/api/v1/scans"] = { status: 503, body: "<html>" };
    expect((await line.run(["scan"])).code).toBe(4);
    server.received.length = 0;
    server.answers["/api/v1/scans"] = {
      status: 201,
      body: { scanId: "s", files: 1, installations: 1, standings: {} },
    };
    await rm(path.join(line.home, ".cursor/mcp.json"));
    const last = await line.run(["scan"]);
    expect(last.code).toBe(0);
    expect(last.out).toContain("Sent a report that waited");
    const told = scans().map(({ body }) =>
      ScanReport.parse(body)
        .files.filter(({ client }) => client === "cursor")
        .map(({ outcome, entries }) => `${outcome} ${entries.map((entry) => entry.name)}`),
    );
    expect(told).toEqual([["found first"], ["found second"], ["none "]]);
    expect(
      scans().map(({ headers, body }) => headers["idempotency-key"] === ScanReport.parse(body).reportId),
    ).toEqual([true, true, true]);
    expect(await readdir(waiting())).toEqual([]);
  });

  test("only the newest ten scans wait, what Castellan refuses is let go, what is not this device's is put aside and told", async () => {
    await line.write(".cursor/mcp.json", one("a"));
    await enroll();
    server.answers["/api/v1/scans"] = { status: 500, body: "" };
    await line.run(["scan"]);
    const [name = ""] = await readdir(waiting());
    const text = await readFile(path.join(waiting(), name), "utf8");
    for (let at = 1; at <= 12; at += 1)
      await writeFile(path.join(waiting(), `${String(at).padStart(15, "0")}${name.slice(15)}`), text);
    await writeFile(path.join(waiting(), `000000000000099${name.slice(15)}`), '{ "report": "no" }');
    await writeFile(
      path.join(waiting(), `000000000000098${name.slice(15)}`),
      text.replace('"deviceId":"d1"', '"deviceId":"d2"'),
    );
    const again = await line.run(["scan"]);
    expect(again.code).toBe(4);
    expect(again.out).toMatch(/A report that waited cannot be read as a redacted report.*not-sent/);
    expect(again.out).toContain("is of another device or Castellan");
    expect(again.out).toMatch(/The \d oldest scans that waited were let go/);
    expect(await kept()).toHaveLength(10);
    expect(await readdir(path.join(waiting(), "not-sent"))).toHaveLength(2);
    server.received.length = 0;
    server.answers["/api/v1/scans"] = { status: 422, body: { title: "No", detail: "not redacted" } };
    const { code, out } = await line.run(["scan"]);
    expect(code).toBe(5);
    expect(out).toContain("was let go");
    expect(await kept()).toEqual([]);
    expect(scans()).toHaveLength(11);
  });

  test.each([
    ["a proxy's refusal", { status: 403, body: "<html>Forbidden</html>" }],
    ["a page that is not there", { status: 404, body: "" }],
    ["a page to sign in to the network", { status: 200, body: "<html>Welcome</html>" }],
    ["a key that Castellan does not accept", { status: 401, body: { title: "Unauthorized" } }],
  ])("what waits goes on waiting after %s", async (_what, answer) => {
    await line.write(".cursor/mcp.json", one("a"));
    await enroll();
    server.answers["/api/v1/scans"] = "cut";
    await line.run(["scan"]);
    const [first] = await kept();
    server.answers["/api/v1/scans"] = answer;
    expect((await line.run(["scan"])).code).not.toBe(0);
    expect(await kept()).toContain(first);
  });

  test("a report says when it was taken, however long it waited, and its sender hears when a newer one was there", async () => {
    await line.write(".cursor/mcp.json", one("a"));
    await enroll();
    server.answers["/api/v1/scans"] = "cut";
    await line.run(["scan"]);
    const [name = ""] = await kept();
    const { takenAt } = ScanReport.parse(
      (JSON.parse(await readFile(path.join(waiting(), name), "utf8")) as { report: unknown }).report,
    );
    expect(Math.abs(Date.now() - Date.parse(takenAt ?? ""))).toBeLessThan(600_000);
    server.received.length = 0;
    const body = { scanId: "s", files: 1, installations: 1, standings: {}, isLate: true };
    server.answers["/api/v1/scans"] = { status: 201, body };
    const { out } = await line.run(["scan"]);
    expect(out).toContain("A newer one was there already");
    expect(scans()[0]?.body).toMatchObject({ takenAt });
  });
});

describe("schedule prints what makes a machine scan and installs nothing", () => {
  test.each([
    ["systemd", /OnUnitActiveSec=6h/, /ExecStart="[^"]+node" "[^"]+castellan\.mjs" "scan" "--yes"/],
    ["launchd", /<integer>21600<\/integer>/, /<string>[^<]+castellan\.mjs<\/string>\n {4}<string>scan</],
    ["windows", /<Interval>PT6H<\/Interval>/, /<Arguments>&quot;[^&]+castellan\.mjs&quot; &quot;scan&quot;/],
  ])("%s", async (system, interval, command) => {
    const odd = path.join(line.folder, 'o"d & %h $x');
    const { code, out, err } = await line.run(["schedule", system, "--project", odd]);
    expect(code).toBe(0);
    expect(out).toMatch(interval);
    expect(out).toMatch(command);
    expect(err).toContain("Nothing was installed.");
    expect(await readdir(line.home)).toEqual([]);
    if (system === "systemd") expect(out).toContain('o\\"d & %%h $$x"');
    else expect(out).toContain("&amp; %h $x");
  });

  test("for no other system and no other interval", async () => {
    expect((await line.run(["schedule", "cron"])).code).toBe(2);
    expect((await line.run(["schedule", "systemd", "--every", "0"])).code).toBe(2);
    expect((await line.run(["schedule"])).code).toBe(2);
  });
});
