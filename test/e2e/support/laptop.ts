import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** A machine of a developer: a home folder, a project, and the one file the server gives away. */
export interface Laptop {
  home: string;
  project: string;
  castellan(...args: string[]): Promise<Ran>;
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

export async function openLaptop(serverUrl: string): Promise<Laptop> {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-laptop-"));
  const home = path.join(folder, "home");
  const project = path.join(home, "work/shop");
  await mkdir(project, { recursive: true });
  const script = path.join(folder, "castellan.mjs");
  await writeFile(script, await download(serverUrl));
  return {
    home,
    project,
    castellan: (...args) => runIn(home, process.execPath, [script, ...args]),
    write: async (file, text) => {
      const whole = path.join(home, file);
      await mkdir(path.dirname(whole), { recursive: true });
      await writeFile(whole, text);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function download(serverUrl: string): Promise<Buffer> {
  const script = Buffer.from(await (await fetch(`${serverUrl}/castellan.mjs`)).arrayBuffer());
  const told = await (await fetch(`${serverUrl}/castellan.mjs.sha256`)).text();
  const found = createHash("sha256").update(script).digest("hex");
  if (!told.startsWith(found)) throw new Error("The command line is not the one whose SHA-256 is told.");
  return script;
}

async function runIn(home: string, program: string, args: string[]): Promise<Ran> {
  const env = {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "",
    HOME: home,
    USERPROFILE: home,
  } as const;
  const child = spawn(program, args, { cwd: home, env, stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, out, err };
}
