import { type ChildProcess, spawn } from "node:child_process";
import {
  type JSONRPCMessage,
  ReadBuffer,
  serializeMessage,
  type Transport,
} from "@modelcontextprotocol/client";

export interface LimitedChildOptions {
  script: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

export const CHILD_LIMITS = {
  heapMegabytes: 512,
  cpuSeconds: 60,
  fileBlocks: 131_072,
  outputBytes: 32 * 1024 * 1024,
} as const;

/**
 * The limits a shell can set before the server starts: CPU seconds, size of a written file, no core dumps. Node reserves
 * far more address space than it uses, so memory is bounded by its heap limit, and by address space well above it.
 */
const LIMITED = `ulimit -c 0; ulimit -t ${CHILD_LIMITS.cpuSeconds}; ulimit -f ${CHILD_LIMITS.fileBlocks}; ulimit -v 16777216 2>/dev/null; exec "$@"`;

/**
 * Speaks to a server over standard input and output in a process group of its own, of which nothing survives `close`.
 * `pid` and `stderr` are there because the client recognises a standard-input transport by them.
 */
export class LimitedChild implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  readonly stderr = null;
  /** The last words on standard error, for the sentence when the server ends early. */
  lastWords = "";
  readonly #options: LimitedChildOptions;
  readonly #buffer = new ReadBuffer();
  #child: ChildProcess | undefined;
  #received = 0;

  constructor(options: LimitedChildOptions) {
    this.#options = options;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  start(): Promise<void> {
    const { script, args, cwd, env } = this.#options;
    const node = [process.execPath, script, ...args];
    const [command = "", ...rest] =
      process.platform === "win32" ? node : ["/bin/sh", "-c", LIMITED, "sh", ...node];
    const child = spawn(command, rest, {
      cwd,
      env: { ...env, NODE_ENV: "production" },
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
    });
    this.#child = child;
    child.stdin.on("error", (error) => this.onerror?.(error));
    child.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      this.lastWords = (this.lastWords + chunk.toString("utf8")).slice(-2_000);
    });
    child.on("close", () => this.onclose?.());
    return new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
  }

  #receive(chunk: Buffer): void {
    this.#received += chunk.length;
    try {
      if (this.#received > CHILD_LIMITS.outputBytes)
        throw new Error("the server writes more than was expected");
      this.#buffer.append(chunk);
    } catch (error) {
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      this.#kill();
      return;
    }
    this.#deliver();
  }

  #deliver(): void {
    for (;;) {
      try {
        const message = this.#buffer.readMessage();
        if (message === null) return;
        this.onmessage?.(message);
      } catch (error) {
        // A line that is no message, such as a log line on standard output: the next one may be.
        this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  send(message: JSONRPCMessage): Promise<void> {
    const input = this.#child?.stdin;
    if (!input?.writable) return Promise.reject(new Error("the server has ended"));
    return new Promise((resolve, reject) => {
      input.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the whole process group at once: what a probe started may not outlive it. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const ended = child.exitCode !== null || child.signalCode !== null;
    const exit = ended
      ? Promise.resolve()
      : new Promise<void>((resolve) => child.once("exit", () => resolve()));
    this.#kill();
    await exit;
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    this.#buffer.clear();
  }

  #kill(): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    try {
      if (process.platform === "win32") this.#child?.kill("SIGKILL");
      else process.kill(-pid, "SIGKILL");
    } catch (error) {
      // ESRCH: the group has ended by itself.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
}
