const LONGEST_LINE = 600;
const MOST_LINES = 200;
const MOST_NAMES = 6;

const ASKS =
  /\b(?:requires?|required|missing|must|set|unset|provide[ds]?|undefined|environment|env|export|please|needs?|needed|specif(?:y|ied)|configured?|no|not|without|invalid|usage)\b/i;
const VARIABLE = /(?<![\w$-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w-])/g;
const OPTION = /(?<![\w-])--[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g;
/** Names of Node, npm and errors, and the placeholders of examples. */
const NO_NEED =
  /^(?:ERR|NODE|NPM|MODULE_NOT_FOUND|UV|SSL|DEP|YOUR|MY|HTTP_PROXY|HTTPS_PROXY|NO_PROXY|MCP_ERROR)(?:_|$)/;
const SECRET_OPTION = /(?:token|key|secret|password|credential|url|uri|dsn|project|account|org)/;

/** Names a server asks for in its own words: variables first, then options such as `--access-token`. */
export function neededNames(text: string): string[] {
  const variables = new Set<string>();
  const options = new Set<string>();
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    const part = line.slice(0, LONGEST_LINE);
    if (/\boptional\b/i.test(part) || /^\s*at\s/.test(part)) continue;
    if (!ASKS.test(part)) continue;
    for (const [name] of part.matchAll(VARIABLE)) if (!NO_NEED.test(name)) variables.add(name);
    for (const [name] of part.matchAll(OPTION)) if (SECRET_OPTION.test(name)) options.add(name);
  }
  return [...(variables.size > 0 ? variables : options)].slice(0, MOST_NAMES);
}

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

/** The option by which a server that opened a port instead can be told to use its standard input; null when none shows. */
export function standardInputArguments(text: string): string[] | null {
  if (/(?<![\w-])--stdio\b/.test(text)) return ["--stdio"];
  if (/(?<![\w-])--transport\b/.test(text)) return ["--transport", "stdio"];
  return /\blistening\b|\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0)|\bport \d{2,5}\b/i.test(text)
    ? ["--stdio"]
    : null;
}
