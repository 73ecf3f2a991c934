import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { stripVTControlCharacters } from "node:util";
import { type JSONRPCMessage, serializeMessage, type Transport } from "@modelcontextprotocol/client";
import { MessageLines } from "./message-lines.ts";

export interface LimitedChildOptions {
  script: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
}

export const CHILD_LIMITS = {
  heapMegabytes: 512,
  /** Of all it starts together, where that can be known. */
  groupMegabytes: 1_024,
  processes: 64,
  cpuSeconds: 60,
  fileBlocks: 131_072,
  outputBytes: 32 * 1024 * 1024,
} as const;

/**
 * The limits a shell can set before the server starts: CPU seconds, size of a written file, no core dumps. Node reserves
 * far more address space than it uses, so memory is bounded by its heap limit, by what it holds together with all it starts, and by address space well above that.
 */
function limited(fileBlocks: number): string {
  return `ulimit -c 0; ulimit -t ${CHILD_LIMITS.cpuSeconds}; ulimit -f ${fileBlocks}; ulimit -v 67108864 2>/dev/null; exec "$@"`;
}

const KEPT_WORDS = 4_000;

/**
 * Speaks to a server over standard input and output in a process group of its own, of which nothing survives `close`.
 * `pid` and `stderr` are there because the client recognises a standard-input transport by them.
 */
export class LimitedChild implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: Transport["onmessage"];
  readonly stderr = null;
  /** Why this side ended it: a limit was passed. */
  trouble: string | undefined;
  readonly lines = new MessageLines();
  /** A limit of this child alone: whatever it starts inherits it and cannot raise it, and is known by it. */
  readonly fileBlocks = CHILD_LIMITS.fileBlocks - randomInt(CHILD_LIMITS.fileBlocks / 2);
  readonly #options: LimitedChildOptions;
  #child: ChildProcess | undefined;
  #received = 0;
  #firstWords = "";
  #lastWords = "";
  #said = 0;

  constructor(options: LimitedChildOptions) {
    this.#options = options;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** What it wrote to standard error, and to standard output instead of messages: the beginning and the end. */
  get words(): string {
    return stripVTControlCharacters(`${this.#firstWords}\n${this.#lastWords}\n${this.lines.noise}`);
  }

  get lastWords(): string {
    return stripVTControlCharacters(this.#lastWords || this.#firstWords);
  }

  /** How it ended by itself, in words; undefined while it runs or when this side ended it. */
  get ending(): string | undefined {
    const { exitCode = null, signalCode = null } = this.#child ?? {};
    if (this.trouble !== undefined) return undefined;
    if (/heap out of memory|Reached heap limit/i.test(this.words))
      return `it used more than ${CHILD_LIMITS.heapMegabytes} MB of memory`;
    if (signalCode === "SIGXCPU") return `it used more than ${CHILD_LIMITS.cpuSeconds} s of CPU`;
    if (exitCode !== null) return `it ended with code ${exitCode}`;
    return signalCode === null ? undefined : `it was ended by ${signalCode}`;
  }

  start(): Promise<void> {
    const { script, args, cwd, env } = this.#options;
    const node = [process.execPath, script, ...args];
    const [command = "", ...rest] =
      process.platform === "win32" ? node : ["/bin/sh", "-c", limited(this.fileBlocks), "sh", ...node];
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
    child.stderr.on("data", (chunk: Buffer) => this.#hear(chunk));
    child.on("close", () => this.onclose?.());
    return new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
  }

  #hear(chunk: Buffer): void {
    this.#said += chunk.length;
    if (this.#said > CHILD_LIMITS.outputBytes) {
      this.stop("it floods its standard error");
      return;
    }
    const text = chunk.subarray(-KEPT_WORDS).toString("utf8");
    if (this.#firstWords.length < KEPT_WORDS)
      this.#firstWords += chunk.subarray(0, KEPT_WORDS - this.#firstWords.length).toString("utf8");
    this.#lastWords = (this.#lastWords + text).slice(-KEPT_WORDS);
  }

  #receive(chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#received > CHILD_LIMITS.outputBytes) {
      this.stop(`it writes more than ${CHILD_LIMITS.outputBytes / 1024 / 1024} MB`);
      return;
    }
    for (const message of this.lines.add(chunk)) this.onmessage?.(message);
  }

  /** Ends it because a limit was passed, which is told instead of its end. */
  stop(trouble: string): void {
    if (this.trouble !== undefined) return;
    this.trouble = trouble;
    this.#kill();
  }

  send(message: JSONRPCMessage): Promise<void> {
    const input = this.#child?.stdin;
    if (!input?.writable) return Promise.reject(new Error("the server has ended"));
    return new Promise((resolve, reject) => {
      input.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Waits that long for it to end by itself. */
  async ended(milliseconds: number): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
      child.once("close", () => resolve());
    });
    clearTimeout(timer);
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
