import { describeFile } from "#app/collector/describe-report.ts";
import { FileReport, fileReport } from "#app/domain/inventory/file-report.ts";
import { findUnredacted } from "#app/domain/inventory/find-unredacted.ts";
import { findingsOf } from "#app/domain/inventory/launch-findings.ts";
import { identifyLaunch } from "#app/domain/inventory/launch-identity.ts";
import { readGuessedFile } from "#app/domain/inventory/read-client-file.ts";
import { ScanReport } from "#app/domain/inventory/scan-inputs.ts";

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

/** Numbers that are the same for the same seed. */
export function makeRandom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The text with one to six odd things done to it. */
export function mutated(text: string, random: (below: number) => number): string {
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

/** What is wrong with the reading of this text and with everything that is told of it, or undefined. */
export function faultIn(path: string, text: string, secret: string): string | undefined {
  const read = readGuessedFile({ path, text, home: "/home/ada" });
  const { files } = read;
  const report = { reportId: "0198a5a0-0000-7000-8000-000000000000", collectorVersion: "test", files };
  const wrong = ScanReport.safeParse(report).error?.issues[0];
  if (wrong !== undefined) return `not well-formed at ${wrong.path.join(".")}: ${wrong.message}`;
  const loose = findUnredacted(report);
  if (loose.length > 0) return `not redacted at ${loose.join(", ")}`;
  const told = fileReport(read);
  if (!FileReport.safeParse(told).success) return "the stable shape is broken";
  if (JSON.stringify([report, told, files.map(describeFile)]).includes(secret)) return "a secret came out";
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
