const LONGEST_LINE = 600;
const MOST_LINES = 200;

const WANTS =
  /\b(?:usage|provide|specif(?:y|ied)|requires?|required|missing|argument|expected|must|at least one)\b/i;

/** True when a server says that it wants a folder to be started with. */
export function wantsFolder(text: string): boolean {
  return text
    .split(/\r?\n/, MOST_LINES)
    .some(
      (line) =>
        WANTS.test(line.slice(0, LONGEST_LINE)) && /director(?:y|ies)|\bfolders?\b|\bdirs?\b/i.test(line),
    );
}

/** What a server says it wants as an argument when that is an address; null when it says no such thing. */
export function wantedAddress(text: string): string | null {
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    const part = line.slice(0, LONGEST_LINE);
    if (!WANTS.test(part)) continue;
    const found =
      /\b(?:database|connection|postgres(?:ql)?|mysql|redis|mongo(?:db)?|server|base|api)?[ -]?(?:url|uri|connection string|dsn)\b/i.exec(
        part,
      );
    if (found) return found[0].trim();
  }
  return null;
}

/** A line of a help text about a command that runs the server. */
const COMMAND =
  /^ {1,12}(start|serve|server|run|stdio|mcp) {2,40}.{0,200}\b(?:mcp|model context protocol|stdio)\b/im;

/** The command of a help text that runs the server; null when it has none. */
export function runningCommand(text: string): string | null {
  return COMMAND.exec(text.slice(0, 20_000))?.[1] ?? null;
}

/**
 * What makes a server use its standard input: an option it names, or, where it opened a port and waits there, the usual
 * one. Null when none shows.
 */
export function standardInputArguments(text: string, waits: boolean): string[] | null {
  if (/(?<![\w-])--stdio\b/.test(text)) return ["--stdio"];
  if (/(?<![\w-])--transport\b/.test(text)) return ["--transport", "stdio"];
  const opened = /\blistening\b|\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)|\bport \d{2,5}\b/i;
  return waits && opened.test(text) ? ["--stdio"] : null;
}
