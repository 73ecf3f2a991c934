import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { CouldNotLook } from "#app/domain/catalog/asking/could-not-look.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable } from "./terminal.ts";

const INSTALL_TIMEOUT_MS = 180_000;

const PackageFile = z.object({
  name: z.string(),
  version: z.string().min(1).max(256),
  bin: z.union([z.string(), z.record(z.string(), z.string())]).optional(),
});

export interface InstalledPackage {
  release: string;
  /** The script to start, inside the package's folder. */
  script: string;
}

/**
 * Of a dependency that is kept with git, npm installs what that needs to be built, with the settings that stand there: they
 * can name any program as "git". So none is fetched; older versions of npm find no git.
 */
const NOTHING_RUNS = {
  npm_config_ignore_scripts: "true",
  npm_config_allow_git: "none",
  npm_config_git: "castellan-fetches-nothing-with-git",
};

/** Installs one package into a throwaway folder. None of its scripts runs, nothing else on the machine changes. */
export async function installPackage(name: string, version: string, folder: string): Promise<void> {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["install", "--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"];
  // Global and local prefixes of an npm that started us would move the installation elsewhere.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^npm_(?:config_(?:.*prefix|ignore.scripts|allow.git|git)$|package_|lifecycle_)/i.test(key),
    ),
  );
  const child = spawn(npm, [...args, "--prefix", folder, "--", `${name}@${version}`], {
    cwd: folder,
    env: { ...env, ...NOTHING_RUNS, NODE_ENV: process.env.NODE_ENV },
    shell: process.platform === "win32",
    stdio: ["ignore", "ignore", "pipe"],
    timeout: INSTALL_TIMEOUT_MS,
    killSignal: "SIGKILL",
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    if (said.length < 4_000) said += chunk.toString("utf8");
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return;
  const why = code === null ? "npm took longer than three minutes" : printable(reasonOf(said), 300);
  throw new CouldNotLook(`${name}@${printable(version, 60)} could not be installed: ${why}`);
}

/** npm's own short reason; its other lines hold paths of this machine and are left out. */
function reasonOf(said: string): string {
  if (/\bE404\b/.test(said)) return "the registry does not have it";
  if (/\bETARGET\b/.test(said)) return "the registry does not have this version";
  if (/\bEALLOWGIT\b|\bENOGIT\b|castellan-fetches-nothing/.test(said))
    return "something it depends on is kept with git, which could start programs of its own";
  const code = /npm (?:error|ERR!) code (\w+)/.exec(said)?.[1];
  return code === undefined ? "npm failed" : `npm says ${code}`;
}

/** The release and the start script of a package below `folder/node_modules`. */
export async function readPackage(name: string, folder: string): Promise<InstalledPackage> {
  const root = path.resolve(folder, "node_modules", name);
  let text: string;
  try {
    text = await readFile(path.join(root, "package.json"), "utf8");
  } catch {
    throw new Stop(EXIT.probeFailed, `${name} is not installed in ${folder}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CouldNotLook(`the package.json of ${name} is not valid JSON`);
  }
  const parsed = PackageFile.safeParse(value);
  if (!parsed.success) throw new CouldNotLook(`the package.json of ${name} is not complete`);
  const { bin, version } = parsed.data;
  const short = name.split("/").at(-1) ?? name;
  const programs = new Map(typeof bin === "string" ? [[short, bin]] : Object.entries(bin ?? {}));
  const script = programs.get(short) ?? [...programs.values()][0];
  if (script === undefined) throw new CouldNotLook(`${name} has no program to start`);
  const file = path.resolve(root, script);
  if (!file.startsWith(root + path.sep))
    throw new CouldNotLook(`the program of ${name} lies outside its package`);
  return { release: version, script: file };
}
