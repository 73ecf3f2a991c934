import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const SETTINGS = ["package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"];
const COLLECTOR = "app/collector/castellan.ts";

/** Builds the server, the pages and the command line into build/, unless they were built from these very sources. */
export async function buildProduct(root, { always = false } = {}) {
  await buildUnlessFresh(root, "product", always, async (version) => {
    process.stderr.write("Building …\n");
    await buildPages(root);
    const esbuild = await loadEsbuild(root);
    await esbuild.build({
      ...common(root),
      entryPoints: ["app/server.ts"],
      outfile: "build/server.mjs",
      packages: "external",
    });
    await bundleCollector(root, version);
  });
}

/** Builds only the command line. */
export async function buildCollector(root) {
  await buildUnlessFresh(root, "collector", false, (version) => bundleCollector(root, version));
}

async function buildUnlessFresh(root, name, always, build) {
  const stamp = path.join(root, "build", `.${name}-sources`);
  const sources = await hashSources(root);
  const isFresh = async () => !always && (await readFile(stamp, "utf8").catch(() => "")) === sources;
  if (await isFresh()) return;
  await mkdir(path.join(root, "build"), { recursive: true });
  const release = await takeTurn(path.join(root, "build/.lock"));
  try {
    if (await isFresh()) return;
    await rm(stamp, { force: true });
    const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
    await build(`${version}+${sources.slice(0, 8)}`);
    await writeFile(stamp, sources);
  } finally {
    await release();
  }
}

async function hashSources(root) {
  const hash = createHash("sha256");
  const entries = await readdir(path.join(root, "app"), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  for (const file of [...files, ...SETTINGS].sort()) {
    hash
      .update(`${file}\0`)
      .update(await readFile(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** One build at a time in one folder; a lock whose process is gone is taken over. */
async function takeTurn(file) {
  for (let told = false; ; ) {
    try {
      const lock = await open(file, "wx");
      await lock.writeFile(String(process.pid));
      await lock.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(await readFile(file, "utf8").catch(() => ""));
    if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
    if (!told) process.stderr.write("Waiting for another build in this folder …\n");
    told = true;
    await pause(200);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function buildPages(root) {
  const cli = path.join(root, "node_modules/@remix-run/dev/dist/cli.js");
  const child = spawn(process.execPath, [cli, "vite:build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      said += chunk;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`The pages could not be built:\n${said}`);
}

async function bundleCollector(root, version) {
  const esbuild = await loadEsbuild(root);
  const result = await esbuild.build({
    ...common(root),
    entryPoints: [COLLECTOR],
    outfile: "build/castellan.mjs",
    write: false,
    // jsonc-parser's main file finds its parts at run time, which no bundle can hold.
    mainFields: ["module", "main"],
    define: { "process.env.CASTELLAN_VERSION": JSON.stringify(version) },
    banner: {
      // Some of the packages inside are CommonJS and call require for Node's own modules.
      js: `#!/usr/bin/env node\n// castellan collector ${version}\nimport { createRequire as castellanRequire } from "node:module";\nconst require = castellanRequire(import.meta.url);`,
    },
  });
  const [script] = result.outputFiles;
  const sha256 = createHash("sha256").update(script.contents).digest("hex");
  await writeFile(path.join(root, "build/castellan.mjs"), script.contents, { mode: 0o755 });
  await writeFile(path.join(root, "build/castellan.mjs.sha256"), `${sha256}  castellan.mjs\n`);
}

function common(root) {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  };
}

async function loadEsbuild(root) {
  return import(pathToFileURL(path.join(root, "node_modules/esbuild/lib/main.js")).href);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildProduct(path.dirname(path.dirname(process.argv[1])), { always: true });
}
