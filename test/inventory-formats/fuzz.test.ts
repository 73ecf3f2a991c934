import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FuzzResult, FuzzTask } from "./fuzz-worker.ts";
import { SECRET, SECRET_FILES } from "./secret-files.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "castellan-fuzz-"));
  await build({
    entryPoints: [path.join(import.meta.dirname, "fuzz-worker.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    outfile: path.join(folder, "worker.cjs"),
    logLevel: "silent",
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the parser beside the test, so that a hang is seen and ended, with little memory. */
function run(task: FuzzTask): Promise<FuzzResult> {
  const worker = new Worker(path.join(folder, "worker.cjs"), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      worker.terminate();
      reject(new Error(`the parser hangs, seed ${task.seed}`));
    }, task.milliseconds + 10_000);
    worker.on("message", (result: FuzzResult) => {
      clearTimeout(limit);
      resolve(result);
    });
    worker.on("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
  });
}

test.each([1, 77, Date.now() % 1_000_000])(
  "a mutated file never crashes, hangs or leaks, and ends in a report or a sentence (seed %i)",
  async (seed) => {
    const result = await run({ seed, files: SECRET_FILES, secret: SECRET, milliseconds: 2_500 });
    expect(result).not.toHaveProperty("failure");
    expect(result).toMatchObject({ runs: expect.any(Number) });
  },
  30_000,
);
