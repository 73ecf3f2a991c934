import { type ChildProcess, spawn } from "node:child_process";
import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { removeEmbedded } from "#app/db/embedded.server.ts";

/** The account every Unix has for programs without rights. */
export const NOBODY = { uid: 65534, gid: 65534 };

export interface Started {
  child: ChildProcess;
  port: number;
  url: string;
  output(): string;
  /** What it printed on standard output alone. */
  results(): string;
  /** Resolves with what the process printed when `pattern` appears; fails when the process ends first. */
  prints(pattern: RegExp): Promise<string>;
  /** Resolves with the exit code. */
  ends(): Promise<number>;
}

interface StartOptions {
  product: string;
  state: string;
  args?: string[];
  env?: Record<string, string>;
  account?: { uid: number; gid: number };
  port?: number;
}

/** Runs `node app/start.mjs` of a copy, in a process group of its own like a terminal gives. */
export async function startProduct(options: StartOptions): Promise<Started> {
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [path.join(options.product, "app/start.mjs"), ...(options.args ?? [])],
    {
      cwd: options.product,
      detached: true,
      env: {
        NODE_ENV: "production",
        PATH: process.env.PATH ?? "/usr/bin:/bin",
        HOME: options.state,
        PORT: String(port),
        CASTELLAN_STATE: options.state,
        ...options.env,
      },
      ...options.account,
    },
  );
  let text = "";
  let results = "";
  child.stdout.on("data", (chunk) => {
    results += chunk;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      text += chunk;
    });
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? (signal ? 128 : 1)));
  });
  return {
    child,
    port,
    url: `http://127.0.0.1:${port}`,
    output: () => text,
    results: () => results,
    ends: () => ended,
    prints: async (pattern) => {
      let code: number | undefined;
      ended.then((value) => {
        code = value;
      });
      for (;;) {
        if (pattern.test(text)) return text;
        if (code !== undefined)
          throw new Error(`The process ended with ${code} before it printed ${pattern}:\n${text}`);
        await pause(50);
      }
    },
  };
}

export const READY = /Castellan is ready at/;

/** Sends a signal to the whole process group, as Ctrl-C in a terminal does. */
export function signalGroup(started: Started, signal: NodeJS.Signals): void {
  if (started.child.pid) process.kill(-started.child.pid, signal);
}

/** A fresh state folder (of `account` when given) and what removes it together with its cluster. */
export async function freshState(account?: { uid: number; gid: number }) {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-state-"));
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
  return {
    folder,
    remove: async () => {
      await removeEmbedded(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Repeats `probe` until it gives something else than undefined; the test's own time limit ends it. */
export async function eventually<T>(probe: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await probe().catch(() => undefined);
    if (found !== undefined) return found;
    await pause(50);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });
}
