// `npm run dev`: starts the product, and starts it again (built anew) whenever a source changes.
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const app = path.dirname(fileURLToPath(import.meta.url));
const QUIET_MS = 300;

let child = start();
let settle;
watch(app, { recursive: true }, () => {
  clearTimeout(settle);
  settle = setTimeout(restart, QUIET_MS);
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    clearTimeout(settle);
    child.once("exit", (code) => process.exit(code ?? 1));
    // Ctrl-C reached the child already, and a second one would cut its drain short.
    if (signal === "SIGTERM") child.kill(signal);
    if (child.exitCode !== null) process.exit(child.exitCode);
  });
}

function start() {
  const env = { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? "info" };
  return spawn(process.execPath, [path.join(app, "start.mjs")], { stdio: "inherit", env });
}

function restart() {
  const again = () => {
    child = start();
  };
  if (child.exitCode !== null) return again();
  child.once("exit", again);
  child.kill("SIGTERM");
}
