import { spawn } from "node:child_process";
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { processCommand } from "./embedded-lock.server.ts";
import type { Place } from "./embedded-place.server.ts";
import { readIfThere } from "./read-if-there.server.ts";

export const HOST = "127.0.0.1";

const START_SECONDS = 60;
const STOP_SECONDS = 30;
const LARGEST_LOG = 5 * 1024 * 1024;

/** Runs one of PostgreSQL's programs as the account of the place, with nothing of our environment. */
async function runProgram(
  place: Place,
  program: string,
  args: string[],
): Promise<{ code: number; text: string }> {
  const child = spawn(path.join(place.binaries.native, "bin", program), args, {
    cwd: place.home,
    env: { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", HOME: place.home },
    // A session of its own: Ctrl-C in the terminal reaches us only, and we stop the database after our drain.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...(place.account ? { uid: place.account.uid, gid: place.account.gid } : {}),
  });
  let text = "";
  child.stdout.on("data", (chunk) => {
    text += chunk;
  });
  child.stderr.on("data", (chunk) => {
    text += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve({ code: code ?? 1, text }));
  });
}

/** Makes an empty cluster in `place.dataDir`, whole or not at all. */
export async function initialise(place: Place, superPassword: string, fast: boolean): Promise<void> {
  const fresh = `${place.dataDir}.new`;
  const passwordFile = path.join(place.home, "initdb.password");
  await rm(fresh, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, superPassword, { mode: 0o600 });
  // initdb makes the folder itself, but the service account may not write into our home.
  await mkdir(fresh, { mode: 0o700 });
  if (place.account) {
    await chown(passwordFile, place.account.uid, place.account.gid);
    await chown(fresh, place.account.uid, place.account.gid);
  }
  const major = Number.parseInt(place.binaries.version, 10);
  const locale = major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
  try {
    const made = await runProgram(place, "initdb", [
      `--pgdata=${fresh}`,
      "--username=postgres",
      "--auth=scram-sha-256",
      `--pwfile=${passwordFile}`,
      "--encoding=UTF8",
      "--locale=C",
      ...locale,
      ...(fast ? ["--no-sync"] : []),
    ]);
    if (made.code !== 0) throw new Error(`PostgreSQL could not make its data folder: ${made.text.trim()}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, place.dataDir);
}

interface Running {
  pid: number;
  port: number;
}

/** The living server of this data folder, by its pid file and its command line; undefined when there is none. */
export async function findRunning(place: Place): Promise<Running | undefined> {
  const text = await readIfThere(pidFile(place));
  const lines = text?.split("\n");
  const pid = Number(lines?.[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const command = await processCommand(pid);
  if (!command?.includes("postgres") || !command.includes(place.dataDir)) return undefined;
  return { pid, port: Number(lines?.[3]) };
}

/**
 * PostgreSQL believes a pid file whose number lives, even when the number now belongs to another program of the same
 * account. The number is made one that cannot live; the rest stays, since it names the shared memory that tells
 * whether processes of the dead server still write.
 */
async function disarmStalePid(place: Place): Promise<void> {
  const text = await readIfThere(pidFile(place));
  if (text === undefined) return;
  const lines = text.split("\n");
  lines[0] = "2147483646";
  const file = await open(pidFile(place), "r+");
  await file.truncate(0);
  await file.write(lines.join("\n"), 0);
  await file.close();
}

/** Starts the server on a loopback port and returns the port; waits out the last processes of a server that was killed. */
export async function startServer(
  place: Place,
  fixedPort: number | undefined,
  fast: boolean,
): Promise<number> {
  const log = await prepareLog(place);
  const deadline = performance.now() + START_SECONDS * 1000;
  for (;;) {
    await disarmStalePid(place);
    const port = fixedPort ?? (await freePort());
    const begin = (await stat(log)).size;
    const options = [
      `-p ${port}`,
      `-c listen_addresses=${HOST} -c unix_socket_directories='' -c timezone=UTC -c log_timezone=UTC`,
      "-c max_connections=200 -c log_parameter_max_length_on_error=0",
      fast ? "-c fsync=off -c synchronous_commit=off -c full_page_writes=off" : "",
    ].join(" ");
    const args = ["start", "-w", "-t", String(START_SECONDS), "-D", place.dataDir, "-l", log, "-o", options];
    const started = await runProgram(place, "pg_ctl", args);
    if (started.code === 0) return port;
    const said = (await readFile(log, "utf8")).slice(begin);
    const passing = /still in use|starting up|shutting down/.test(said);
    const portTaken = fixedPort === undefined && /could not bind|Address already in use/.test(said);
    if ((!passing && !portTaken) || performance.now() > deadline) {
      throw new Error(`PostgreSQL did not start: ${lastLines(said || started.text)} (its log: ${log})`);
    }
    await pause(250);
  }
}

/** Stops the server of this data folder, if there is one: open transactions are rolled back, everything acknowledged stays. */
export async function stopServer(place: Place): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    if (!(await findRunning(place))) return;
    const args = ["stop", "-w", "-t", String(STOP_SECONDS), "-m", mode, "-D", place.dataDir];
    const stopped = await runProgram(place, "pg_ctl", args);
    if (stopped.code === 0) return;
  }
  if (await findRunning(place)) throw new Error(`PostgreSQL in ${place.dataDir} did not stop.`);
}

function pidFile(place: Place): string {
  return path.join(place.dataDir, "postmaster.pid");
}

async function prepareLog(place: Place): Promise<string> {
  const log = path.join(place.home, "postgresql.log");
  await (await open(log, "a", 0o600)).close();
  await chmod(log, 0o600);
  if (place.account) await chown(log, place.account.uid, place.account.gid);
  if ((await stat(log)).size > LARGEST_LOG) await truncate(log);
  return log;
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-4).join(" · ");
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      const port = address && typeof address === "object" ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
