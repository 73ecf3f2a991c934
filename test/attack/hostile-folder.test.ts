import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GitIndexes, namesIn } from "#app/collector/git-tracked.ts";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "castellan-hostile-")));
  await mkdir(path.join(folder, ".git"));
  await writeFile(path.join(folder, ".mcp.json"), "{}");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const tracked = () => new GitIndexes().tracks(path.join(folder, ".mcp.json"));
const pipe = (name: string) =>
  execFileSync("/bin/sh", ["-c", 'mkfifo "$0"', path.join(folder, ".git", name)]);

test("an index that is a pipe nobody writes into holds nothing up", async () => {
  pipe("index");
  expect(await tracked()).toBeUndefined();
});

test("settings of a repository that are a pipe, or endless, hold nothing up", async () => {
  await writeFile(path.join(folder, ".git/index"), "DIRC\0\0\0\u0002\0\0\0\0", "latin1");
  pipe("config");
  expect(await tracked()).toBeUndefined();
  await rm(path.join(folder, ".git/config"));
  await symlink("/dev/zero", path.join(folder, ".git/config"));
  expect(await tracked()).toBeUndefined();
});

test("an index whose names grow out of each other without end is not read further", () => {
  const most = 200_000;
  const entry = (cut: number, name: string) => {
    const bytes = Buffer.alloc(62 + 1 + name.length + 1);
    bytes.writeUInt32BE(0o100644, 24);
    bytes.writeUInt8(cut, 62);
    bytes.write(name, 63, "latin1");
    return bytes;
  };
  const header = Buffer.from("DIRC\0\0\0\u0004\0\0\0\0", "latin1");
  header.writeUInt32BE(most + 1, 8);
  const entries = Array.from({ length: most }, () => entry(0, "a"));
  const index = Buffer.concat([header, entry(0, "x".repeat(100_000)), ...entries]);
  const before = process.cpuUsage();
  expect(namesIn(index)).toBeUndefined();
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
});
