import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { z } from "zod";

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

export interface CommandLine {
  folder: string;
  home: string;
  settings: string;
  run(args: string[], more?: { env?: Record<string, string>; input?: string; cwd?: string }): Promise<Ended>;
  write(file: string, content: unknown): Promise<void>;
  remove(): Promise<void>;
}

/** Bundles the command line as the product does and runs it as a person would, in folders of its own. */
export async function makeCommandLine(): Promise<CommandLine> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-collector-"));
  const script = path.join(folder, "castellan.mjs");
  await build({
    entryPoints: [path.resolve(import.meta.dirname, "../../app/collector/castellan.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    mainFields: ["module", "main"],
    outfile: script,
    logLevel: "silent",
    define: { "process.env.CASTELLAN_VERSION": '"1.2.3"' },
    banner: {
      js: 'import { createRequire as castellanRequire } from "node:module";\nconst require = castellanRequire(import.meta.url);',
    },
  });
  const home = path.join(folder, "home");
  const project = path.join(folder, "project");
  await mkdir(home);
  await mkdir(project);
  const settings = path.join(folder, "settings");
  return {
    folder,
    home,
    settings,
    async run(args, more = {}) {
      const env = {
        NODE_ENV: process.env.NODE_ENV,
        PATH: process.env.PATH ?? "",
        HOME: home,
        CASTELLAN_HOME: settings,
        ...more.env,
      };
      const child = spawn(process.execPath, [script, ...args], {
        cwd: more.cwd ?? project,
        env,
        stdio: ["pipe", "pipe", "pipe"],
      });
      let out = "";
      let err = "";
      child.stdout.on("data", (chunk) => {
        out += chunk;
      });
      child.stderr.on("data", (chunk) => {
        err += chunk;
      });
      child.stdin.end(more.input ?? "");
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on("error", reject);
        child.on("close", resolve);
      });
      return { code, out, err };
    },
    async write(file, content) {
      const full = path.join(home, file);
      await mkdir(path.dirname(full), { recursive: true });
      await writeFile(full, typeof content === "string" ? content : JSON.stringify(content));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface Counterpart {
  url: string;
  received: Received[];
  /** What the next posts are answered with; each stays until another is set. */
  answers: Record<string, { status: number; body: unknown } | "cut">;
  stop(): Promise<void>;
}

/** A server on loopback that keeps what it is sent and answers what it is told to. */
export async function makeCounterpart(): Promise<Counterpart> {
  const received: Received[] = [];
  const answers: Counterpart["answers"] = {};
  const server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const at = request.url ?? "";
      received.push({ path: at, headers: request.headers, body: JSON.parse(text) });
      const answer = answers[at] ?? { status: 404, body: { title: "Not found" } };
      if (answer === "cut") {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { "content-type": "application/json", location: "/elsewhere" });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z
    .object({ port: z.number() })
    .parse(server.address() satisfies AddressInfo | string | null);
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
