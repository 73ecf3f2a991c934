import { parentPort, workerData } from "node:worker_threads";
import { faultIn, makeRandom, mutated } from "./mutated-files.ts";

/** What a worker is given: the files to mutate, what must never come out, and how long to go on. */
export interface FuzzTask {
  seed: number;
  files: [path: string, text: string][];
  secret: string;
  milliseconds: number;
}

export type FuzzResult = { runs: number; slowest: number } | { failure: string; text: string };

function fuzz({ seed, files, secret, milliseconds }: FuzzTask): FuzzResult {
  const random = makeRandom(seed);
  const end = performance.now() + milliseconds;
  let slowest = 0;
  let runs = 0;
  for (; performance.now() < end; runs += 1) {
    const [path, whole] = files[random(files.length)] ?? ["", ""];
    const text = mutated(whole, random);
    const start = performance.now();
    try {
      const fault = faultIn(path, text, secret);
      if (fault !== undefined) return { failure: fault, text };
    } catch (error) {
      return { failure: `it threw ${error instanceof Error ? error.stack : String(error)}`, text };
    }
    slowest = Math.max(slowest, performance.now() - start);
    if (slowest > 2_000) return { failure: `it took ${slowest} ms`, text };
  }
  return { runs, slowest };
}

parentPort?.postMessage(fuzz(workerData));
