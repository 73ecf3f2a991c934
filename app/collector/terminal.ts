import { createInterface } from "node:readline/promises";
import { visibleText } from "#app/domain/inventory/visible-text.ts";

/** Writes a line to standard output. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line to standard error, where it does not mix with what `--json` prints. */
export function remark(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Text from elsewhere, safe to print: no control characters, bounded. */
export function printable(text: string, max = 500): string {
  return visibleText(text, max);
}

/** The first line typed or piped in, without its line break. */
export async function readLine(question: string): Promise<string> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdin.isTTY ? process.stderr : undefined,
  });
  try {
    if (process.stdin.isTTY) return (await lines.question(question)).trim();
    for await (const line of lines) return line.trim();
    return "";
  } finally {
    lines.close();
  }
}
