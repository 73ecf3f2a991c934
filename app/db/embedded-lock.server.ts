import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { readIfThere } from "./read-if-there.server.ts";

const run = promisify(execFile);

export interface Lock {
  release(): Promise<void>;
}

/** Somebody else runs the cluster of this folder. */
export class ClusterInUse extends Error {
  readonly pid: number;
  constructor(dir: string, pid: number) {
    super(
      `Castellan already runs from ${dir} (process ${pid}). Use that one, or stop it first with Ctrl-C in its window or: kill ${pid}`,
    );
    this.pid = pid;
  }
}

/**
 * Takes the folder for this process until `release`; a lock whose process is gone is taken over.
 * Throws ClusterInUse while its process lives. The birth of the process is part of the lock, since pids are used again.
 */
export async function takeLock(home: string, shownDir: string): Promise<Lock> {
  const file = path.join(home, "running.lock");
  const mine = JSON.stringify({ pid: process.pid, born: await processBirth(process.pid), id: randomUUID() });
  for (;;) {
    if (await placeLock(file, mine)) {
      return { release: () => removeIfSame(file, mine) };
    }
    const theirs = await readIfThere(file);
    if (theirs === undefined) continue;
    const holder = parseHolder(theirs);
    if (holder && holder.born === (await processBirth(holder.pid)))
      throw new ClusterInUse(shownDir, holder.pid);
    await removeIfSame(file, theirs);
  }
}

/** `link` fails when the name exists and appears with its whole content: no reader sees half a lock. */
async function placeLock(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Two processes may find the same dead lock: the one that moved away a living lock puts it back. */
async function removeIfSame(file: string, content: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, "utf8")) !== content) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseHolder(text: string): { pid: number; born: string } | undefined {
  try {
    const { pid, born } = JSON.parse(text);
    return Number.isInteger(pid) && typeof born === "string" ? { pid, born } : undefined;
  } catch {
    return undefined;
  }
}

/** When a process began, in a form that only has to be compared; undefined when it does not live. */
export async function processBirth(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") {
    const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
    // Field 22 of proc_pid_stat(5); the name in field 2 may contain blanks and brackets.
    const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields?.[0] === "Z" ? undefined : fields?.[19];
  }
  const shown = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => undefined);
  return shown?.stdout.trim() || undefined;
}

/** The command line of a process, blanks between its words; undefined when it does not live. */
export async function processCommand(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") {
    const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
    return text?.replaceAll("\0", " ").trim() || undefined;
  }
  const shown = await run("ps", ["-ww", "-o", "command=", "-p", String(pid)]).catch(() => undefined);
  return shown?.stdout.trim() || undefined;
}
