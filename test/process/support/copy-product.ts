import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const PARTS = [
  "app",
  "drizzle",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "vite.config.ts",
  ".npmrc",
  "build",
];

/** A copy as a clone would be, with the installed packages (as hard links where the file system allows) and any build. */
export async function copyProduct(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o755 });
  const isClone = !existsSync(path.join(from, "build/.product-sources"));
  for (const part of PARTS) {
    if (part === "build" && isClone) continue;
    await cp(path.join(from, part), path.join(to, part), { recursive: true, verbatimSymlinks: true });
  }
  const packages = [path.join(from, "node_modules"), path.join(to, "node_modules")] as const;
  await run("cp", ["-al", ...packages]).catch(async () => {
    await cp(...packages, { recursive: true, verbatimSymlinks: true, force: true });
  });
}
