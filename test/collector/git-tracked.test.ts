import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GitIndexes, namesIn, tellTracked } from "#app/collector/git-tracked.ts";
import type { ScanFile } from "#app/domain/inventory/scan-inputs.ts";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "castellan-git-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function git(cwd: string, ...args: string[]): void {
  const identity = ["-c", "user.name=n", "-c", "user.email=n@h.example", "-c", "protocol.file.allow=always"];
  execFileSync("git", [...identity, ...args], {
    cwd,
    stdio: "ignore",
    env: { ...process.env, HOME: folder },
  });
}

async function repository(name = "shop", ...init: string[]): Promise<string> {
  const root = path.join(folder, name);
  await mkdir(path.join(root, "sub/deep"), { recursive: true });
  git(root, "init", ...init);
  for (const file of [".mcp.json", "sub/a.json", "sub/deep/ü.json", "own.json"])
    await writeFile(path.join(root, file), "{}");
  git(root, "add", ".mcp.json", "sub");
  git(root, "commit", "-m", "x");
  return root;
}

/** The index of these names as git writes version 2, in a folder that looks like a repository. */
async function bareRepository(names: readonly string[]): Promise<string> {
  const root = path.join(folder, "bare");
  await mkdir(path.join(root, ".git"), { recursive: true });
  const entries = names.map((name) => {
    const bytes = Buffer.from(name);
    const entry = Buffer.alloc((62 + bytes.length + 8) & ~7);
    entry.writeUInt32BE(0o100644, 24);
    entry.writeUInt16BE(bytes.length, 60);
    bytes.copy(entry, 62);
    return entry;
  });
  const header = Buffer.from("DIRC\0\0\0\u0002\0\0\0\0", "latin1");
  header.writeUInt32BE(names.length, 8);
  await writeFile(path.join(root, ".git/index"), Buffer.concat([header, ...entries, Buffer.alloc(20)]));
  for (const name of [...names, "own.json"]) await writeFile(path.join(root, name), "{}");
  return root;
}

const tracks = (...parts: string[]) => new GitIndexes().tracks(path.join(...parts));

test("the names in an index are the files that git keeps", async () => {
  const root = await bareRepository([".mcp.json", "a.json", "ü.json"]);
  expect(await tracks(root, ".mcp.json")).toBe(true);
  expect(await tracks(root, "ü.json")).toBe(true);
  expect(await tracks(root, "own.json")).toBe(false);
  await writeFile(path.join(root, ".git/index"), "nonsense");
  expect(await tracks(root, ".mcp.json")).toBeUndefined();
});

test("settings of git that cannot be looked at are not taken for none", async () => {
  const root = await bareRepository([".mcp.json"]);
  const config = path.join(root, ".git/config");
  await symlink(config, config);
  expect(await tracks(root, ".mcp.json")).toBeUndefined();
});

test("is told of each file in which servers were found, and of no other", async () => {
  const root = await bareRepository([".mcp.json"]);
  const entries = [
    { name: "a", enabled: true, launch: { transport: "stdio" as const, args: [], env: [], headers: [] } },
  ];
  const file = { client: "cursor" as const, scope: "user" as const, path: "~/x" };
  const files: ScanFile[] = [
    { ...file, outcome: "found", entries },
    { ...file, outcome: "none", entries: [] },
  ];
  await tellTracked(files, path.join(root, ".mcp.json"), new GitIndexes());
  expect(files.map(({ tracked }) => tracked)).toEqual([true, undefined]);
});

// what git itself writes, on a machine that has it
const hasGit = spawnSync("git", ["--version"]).status === 0;

if (hasGit)
  describe("whether git keeps a file", () => {
    test.each(["2", "3", "4"])("is read from an index of version %s", async (version) => {
      const root = await repository();
      if (version === "3") git(root, "add", "--intent-to-add", "own.json");
      git(root, "update-index", "--index-version", version);
      for (const file of [".mcp.json", "sub/a.json", "sub/deep/ü.json"])
        expect(await tracks(root, file)).toBe(true);
      expect(await tracks(root, "own.json")).toBe(version === "3");
    });

    test("is no outside a repository, where nothing was added yet, and for what was taken out", async () => {
      await writeFile(path.join(folder, "alone.json"), "{}");
      expect(await tracks(folder, "alone.json")).toBe(false);
      const root = await repository();
      git(root, "rm", "--cached", ".mcp.json");
      expect(await tracks(root, ".mcp.json")).toBe(false);
      const fresh = path.join(folder, "fresh");
      await mkdir(fresh);
      git(fresh, "init");
      await writeFile(path.join(fresh, "a.json"), "{}");
      expect(await tracks(fresh, "a.json")).toBe(false);
    });

    test("is told for the file a link leads to", async () => {
      const root = await repository();
      await symlink(path.join(root, ".mcp.json"), path.join(folder, "link.json"));
      expect(await tracks(folder, "link.json")).toBe(true);
    });

    test("is not known in a worktree, a submodule, a split or sparse index, with other names of content", async () => {
      const root = await repository();
      git(root, "worktree", "add", path.join(folder, "tree"));
      expect(await tracks(folder, "tree/.mcp.json")).toBeUndefined();
      const outer = await repository("outer");
      git(outer, "submodule", "add", root, "inner");
      expect(await tracks(outer, "inner/.mcp.json")).toBeUndefined();
      git(root, "update-index", "--split-index");
      expect(await tracks(root, ".mcp.json")).toBeUndefined();
      const sparse = await repository("sparse");
      git(sparse, "sparse-checkout", "set", "--cone", "--sparse-index", "nothing");
      expect(await tracks(sparse, "own.json")).toBeUndefined();
      expect(await tracks(await repository("other", "--object-format=sha256"), ".mcp.json")).toBeUndefined();
      expect(await tracks(folder, "absent.json")).toBeUndefined();
    });

    test("is not known from an index that is broken anywhere, and no length of it is a danger", async () => {
      const root = await repository();
      const whole = await readFile(path.join(root, ".git/index"));
      for (let end = 0; end < 260; end += 1) {
        const names = namesIn(whole.subarray(0, end));
        expect(names === undefined || names.has(".mcp.json")).toBe(true);
      }
      for (let at = 0; at < whole.length; at += 1) {
        const odd = Buffer.from(whole);
        odd[at] = 0xff;
        namesIn(odd);
      }
      await writeFile(path.join(root, ".git/index"), "nonsense");
      expect(await tracks(root, ".mcp.json")).toBeUndefined();
    });
  });
