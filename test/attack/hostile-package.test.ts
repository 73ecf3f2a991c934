import { execFileSync, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type CommandLine, makeCommandLine } from "#test/collector/command-line.ts";
import { openNpm } from "#test/support/npm-counterpart.ts";

// Each test starts several processes, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const npm = openNpm();
let line: CommandLine;
beforeAll(async () => {
  line = await makeCommandLine();
});
afterAll(() => line.remove());

/** A package of a few lines; `tools` is the JavaScript expression of the list it gives. */
async function installed(
  name: string,
  { before = "", tools = "[]", more = {} }: { before?: string; tools?: string; more?: object },
): Promise<string> {
  const folder = path.join(line.folder, name);
  const root = path.join(folder, "node_modules", name);
  await mkdir(root, { recursive: true });
  const facts = { name, version: "0.0.1", bin: "server.mjs", ...more };
  await writeFile(path.join(root, "package.json"), JSON.stringify(facts));
  const script = `${before}
import { createInterface } from "node:readline";
for await (const text of createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(text);
  const say = (answer) => process.stdout.write('{"jsonrpc":"2.0","id":' + JSON.stringify(id) + "," + answer + "}\\n");
  if (method === "initialize")
    say('"result":' + JSON.stringify({ protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo: { name: "a", version: "1" } }));
  else if (method === "tools/list") say('"result":{"tools":' + (${tools}) + "}");
  else if (id !== undefined) say('"error":{"code":-32601,"message":"no"}');
}`;
  await writeFile(path.join(root, "server.mjs"), script);
  return folder;
}

async function isRunning(pid: number): Promise<boolean> {
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return state !== undefined && !/\) Z /.test(state);
}

test("a server that is shown the person's home takes none of the person's other processes with it", async () => {
  const folder = await installed("homely", { tools: `"[]"` });
  const bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    env: { NODE_ENV: process.env.NODE_ENV, HOME: line.home },
    stdio: "ignore",
  });
  const ended = vi.fn();
  bystander.on("exit", ended);
  await new Promise((resolve) => bystander.once("spawn", resolve));
  try {
    const { code, err } = await line.run(["probe", "npm:homely", "--from", folder, "--env", "HOME"]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("HOME") });
    expect(ended).not.toHaveBeenCalled();
  } finally {
    bystander.kill("SIGKILL");
  }
});

test("what a server started without any environment, in a session of its own, is ended with it", async () => {
  const mark = path.join(line.folder, "bare.pid");
  const before = `import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
const stray = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore", detached: true, env: {}, cwd: "/" });
stray.unref();
writeFileSync(${JSON.stringify(mark)}, String(stray.pid));`;
  const folder = await installed("bare", { before, tools: `"[]"` });
  const { code } = await line.run(["probe", "npm:bare", "--from", folder]);
  expect(code).toBe(0);
  const pid = Number(await readFile(mark, "utf8"));
  try {
    await vi.waitFor(async () => expect(await isRunning(pid)).toBe(false));
  } finally {
    if (await isRunning(pid)) process.kill(pid, "SIGKILL");
  }
});

test("a tool whose schema is nested without end is a reason, not the end of the command", async () => {
  const deep = `'[{"name":"a","inputSchema":{"type":"object","x":' + "[".repeat(200000) + "]".repeat(200000) + "}}]"`;
  const folder = await installed("deep", { tools: deep });
  const { code, out, err } = await line.run(["probe", "npm:deep", "--from", folder, "--json"]);
  expect({ code, err }).toEqual({ code: 7, err: expect.stringContaining("could not look: ") });
  expect(JSON.parse(out)).toMatchObject({ reason: expect.stringContaining("nested too deeply") });
});

test("a package called like a part of every object, without a program, has none", async () => {
  const folder = await installed("constructor", { more: { bin: {} } });
  const { code, err } = await line.run(["probe", "npm:constructor", "--from", folder]);
  expect({ code, err }).toEqual({ code: 7, err: expect.stringContaining("has no program to start") });
});

test("a version with signs for the terminal is not printed as it is", async () => {
  const folder = await installed("loud", { tools: `"[]"`, more: { version: "1.0.0\u001b[2J\u202e" } });
  const { out, err } = await line.run(["probe", "npm:loud", "--from", folder]);
  expect(out + err).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});

test("a dependency kept with git brings no program of its own into the installation", async () => {
  const mark = path.join(line.folder, "started");
  const kept = async (name: string, facts: object, files: Record<string, string> = {}) => {
    const root = path.join(line.folder, name);
    await mkdir(root);
    await writeFile(path.join(root, "package.json"), JSON.stringify({ name, version: "1.0.0", ...facts }));
    for (const [file, text] of Object.entries(files))
      await writeFile(path.join(root, file), text, { mode: 0o755 });
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=n", "-c", "user.email=n@h.example", ...args], {
        cwd: root,
        stdio: "ignore",
      });
    git("init");
    git("add", ".");
    git("commit", "-m", "x");
    return `git+file://${root}`;
  };
  const inner = await kept("inner", {});
  const outer = await kept(
    "outer",
    { scripts: { prepare: `touch ${mark}` }, devDependencies: { inner } },
    {
      ".npmrc": "ignore-scripts=false\ngit=./git.sh\n",
      "git.sh": `#!/bin/sh\ntouch ${mark}\nexec git "$@"\n`,
    },
  );
  const root = path.join(line.folder, "packed/package");
  await mkdir(root, { recursive: true });
  const facts = { name: "by-git", version: "1.0.0", dependencies: { outer } };
  await writeFile(path.join(root, "package.json"), JSON.stringify(facts));
  const packed = execFileSync("tar", ["-czf", "-", "package"], { cwd: path.dirname(root) });
  npm.odd.set("by-git/-/by-git-1.0.0.tgz", (answer) => answer.end(packed));
  npm.place("by-git", {
    "1.0.0": { dependencies: { outer }, dist: { tarball: `${npm.url}/by-git/-/by-git-1.0.0.tgz` } },
  });
  const { code, err } = await line.run(["probe", "npm:by-git"], {
    env: { npm_config_registry: npm.url, npm_config_cache: path.join(line.folder, "cache") },
  });
  await expect(readFile(mark)).rejects.toThrow("ENOENT");
  expect({ code, err }).toEqual({ code: 7, err: expect.stringContaining("is kept with git") });
});
