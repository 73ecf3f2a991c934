import { parentPort, workerData } from "node:worker_threads";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { findingsOf } from "#app/domain/inventory/launch-findings.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readClientFile } from "#app/domain/inventory/read-client-file.ts";
import { ScanReport } from "#app/domain/inventory/scan-inputs.ts";

/** What a worker is given: the files to mutate, what must never come out, and how long to go on. */
export interface FuzzTask {
  seed: number;
  files: [path: string, text: string][];
  secret: string;
  milliseconds: number;
}

export type FuzzResult = { runs: number; slowest: number } | { failure: string; text: string };

const PIECES = [
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\\",
  "\\u0000",
  "\u202e",
  "\u0000",
  "//",
  "/*",
  "null",
  "1e999",
  "true",
  '"__proto__"',
  '"args"',
  '"env"',
  '"url"',
  '"command"',
  "${",
  "}",
  "--token=",
  "https://",
  "@",
  "=",
  " ",
  "\n",
  "-e",
  "bash -c '",
  "\ud800",
  "•••",
  "\\\\\\\\",
  "[[[[[[[[",
  "eyJ-",
  "a=a=a=a=",
  "[mcp_servers.",
  "]]",
  '"""',
  "'''",
  "1979-05-27",
  "&a ",
  "*a",
  "<<: ",
  "- ",
  "? ",
  "|\n",
  "!!binary ",
  "---\n",
  "extensions:",
];

function makeRandom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mutated(text: string, random: (below: number) => number): string {
  let result = text;
  for (let count = 1 + random(6); count > 0; count -= 1) {
    const at = random(result.length + 1);
    const width = random(40);
    const piece = PIECES[random(PIECES.length)] ?? "";
    const choice = random(6);
    if (choice === 0) result = result.slice(0, at) + result.slice(at + width);
    else if (choice === 1) result = result.slice(0, at) + piece + result.slice(at);
    else if (choice === 2) result = result.slice(0, at) + piece.repeat(random(3_000)) + result.slice(at);
    else if (choice === 3)
      result = result.slice(0, at) + result.slice(at, at + width).repeat(1 + random(50)) + result.slice(at);
    else if (choice === 4)
      result = result.slice(0, at) + String.fromCharCode(random(0x10000)) + result.slice(at + 1);
    else result = result.slice(0, random(4) === 0 ? at : result.length) + piece;
  }
  return result;
}

/** What is wrong with the reading of this text, or undefined. */
function faultIn(path: string, text: string, secret: string): string | undefined {
  const files = readClientFile({ path, text, home: "/home/ada" });
  const report = { reportId: "0198a5a0-0000-7000-8000-000000000000", collectorVersion: "test", files };
  const wrong = ScanReport.safeParse(report).error?.issues[0];
  if (wrong !== undefined) return `not well-formed at ${wrong.path.join(".")}: ${wrong.message}`;
  const loose = findUnredacted(report);
  if (loose.length > 0) return `not redacted at ${loose.join(", ")}`;
  if (JSON.stringify(report).includes(secret)) return "a secret came out";
  for (const file of files) {
    if (
      file.outcome === "could_not_look" &&
      !file.problem?.sentence.startsWith(path.replace("/home/ada", "~"))
    )
      return "no sentence with the file";
    for (const { launch } of file.entries) {
      const { identity } = identifyLaunch(launch);
      if (identity.includes(secret) || identity.length > 512 || !/^\w+:\S/.test(identity))
        return `identity ${identity}`;
      if (JSON.stringify(findingsOf(launch)).includes(secret)) return "a finding tells a secret";
    }
  }
  return undefined;
}

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
