import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";

/**
 * Installs what the lock file asks for when node_modules does not hold it.
 * `dev` also asks for the packages of the tests. Throws a sentence when npm fails.
 */
export async function installPackages(root, { dev = false } = {}) {
  if (await isInstalled(root, dev)) return;
  process.stderr.write("Installing packages from the lock file (a minute or two the first time) …\n");
  // npm that runs us says where it is; its own quiet flag must not hide a failure.
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // Not "npm ci": it refuses a lock file without every platform's optional packages, and some registries lack some.
  const args = [...first, "install", "--no-save", "--include=dev", "--include=optional", "--prefer-offline"];
  const child = spawn(program, [...args, "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  if (code !== 0) {
    throw new Error(
      "The packages could not be installed (see above). Is the package registry reachable? Try: npm install",
    );
  }
}

/** Compares what npm wrote down as installed with the lock file, name by name: times of files say too little. */
async function isInstalled(root, dev) {
  const wanted = await readPackages(path.join(root, "package-lock.json"));
  const present = await readPackages(path.join(root, "node_modules/.package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    const mayMiss = place === "" || entry.optional || entry.devOptional || (entry.dev && !dev);
    const found = present[place];
    return found ? found.version === entry.version : mayMiss;
  });
}

async function readPackages(file) {
  try {
    return JSON.parse(await readFile(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
