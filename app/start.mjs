// The entrance of `npm start` and of `npm run -s castellan -- …`. It runs before anything is installed: only node: imports
// and its own siblings. Standard output belongs to the command that runs; progress goes to standard error.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildCollector, buildProduct } from "./start-build.mjs";
import { installPackages } from "./start-install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command, ...rest] = process.argv.slice(2);

try {
  refuseOldNode();
  process.env.NODE_ENV ??= "production";
  await installPackages(root);
  if (command === undefined) await serve();
  else if (command === "admin") await admin(rest);
  else await collect([command, ...rest]);
} catch (error) {
  process.stderr.write(`\nCastellan did not start. ${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`It needs Node 20.19 or newer, and this is ${process.versions.node}: https://nodejs.org`);
}

async function serve() {
  await buildProduct(root);
  await import(pathToFileURL(path.join(root, "build/server.mjs")).href);
}

async function admin(argv) {
  await buildProduct(root);
  const build = await import(pathToFileURL(path.join(root, "build/server/index.js")).href);
  process.exitCode = await build.entry.module.runAdmin(argv);
}

/** npm runs us in the repository, while the person stands in a project of theirs: INIT_CWD. */
async function collect(argv) {
  await buildCollector(root);
  const script = path.join(root, "build/castellan.mjs");
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const child = spawn(process.execPath, [script, ...argv], { stdio: "inherit", cwd });
  // Ctrl-C reaches the child from the terminal; its answer is ours.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => signal !== "SIGINT" && child.kill(signal));
  }
  process.exitCode = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
