import { faultIn, makeRandom, mutated } from "#test/inventory-formats/mutated-files.ts";
import { SECRET, SECRET_FILES } from "#test/inventory-formats/secret-files.ts";
import { type Measured, rounded } from "./report.ts";

const MUTATIONS = 100_000;

/** Made up, in the shapes of many issuers. One of them stands in each file that is read. */
const SECRETS = [
  SECRET,
  `github_pat_11ABCDEFG0${"aB3dE5gH7jK9".repeat(3)}`,
  "glpat-aB3dE5fG7hJ9kL1mN3pQ",
  ["xoxb", "123456789012", "123456789012", "aB3dE5fG7hJ9kL1mN3pQ5rS7"].join("-"),
  `sk-ant-api03-${"aB3dE5gH7jK9".repeat(4)}`,
  `sk-proj-${"aB3dE5gH7jK9".repeat(4)}`,
  "AKIAQ3EGZ7H5TW2XN4PB",
  `AIzaSy${"aB3dE5gH7jK".repeat(3)}`,
  ["sk", "live", "51aB3dE5fG7hJ9kL1mN3pQ5rS7"].join("_"),
  `npm_${"aB3dE5gH7jK9".repeat(3)}`,
  `hf_${"aB3dE5gH7jK9".repeat(3)}`,
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
  "q7Zt2Lw9Xc4Vb8Nm1Kj6Hg3Fd5Sa0Pq7Zt2Lw9Xc",
];

/** Processor time of this thread's process so far, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * 100,000 mutated files, all syntaxes and clients: none may crash, none may use more than a second, and no planted secret
 * may stand in anything that is told. `CASTELLAN_SEED` repeats a run.
 */
export function measure({ scale }: { scale: number }): Measured {
  const seed = Number(process.env.CASTELLAN_SEED ?? Date.now() % 1_000_000_000);
  process.stderr.write(`seed ${seed}\n`);
  const random = makeRandom(seed);
  const count = Math.max(1, Math.round(MUTATIONS * scale));
  const begin = processorTime();
  const figures = {
    mutations: count,
    files: SECRET_FILES.length,
    crashes: 0,
    faults: 0,
    slowestMs: 0,
    meanMs: 0,
  };
  for (let at = 0; at < count; at += 1) {
    const [path, whole] = SECRET_FILES[random(SECRET_FILES.length)] ?? ["", ""];
    const secret = SECRETS[random(SECRETS.length)] ?? SECRET;
    const text = mutated(whole.replaceAll(SECRET, secret), random);
    const start = processorTime();
    let fault: string | undefined;
    try {
      fault = faultIn(path, text, secret);
      if (fault !== undefined) figures.faults += 1;
    } catch (error) {
      fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
      figures.crashes += 1;
    }
    const used = processorTime() - start;
    figures.slowestMs = Math.max(figures.slowestMs, rounded(used));
    if (used > 1_000) fault = `it took ${rounded(used)} ms`;
    if (fault !== undefined && figures.faults + figures.crashes <= 20)
      process.stderr.write(`${at} ${path}: ${fault}\n${JSON.stringify(text.slice(0, 4_000))}\n`);
  }
  figures.meanMs = rounded((processorTime() - begin) / count);
  return { figures, goals: { crashes: { max: 0 }, faults: { max: 0 }, slowestMs: { max: 1_000 } } };
}
