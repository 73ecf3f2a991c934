import type { ManifestTool } from "../manifest-inputs.ts";
import { parametersOf } from "../permissions/parameters.ts";
import { type HiddenRule, type HiddenText, matches, type Span } from "./hidden-rule.ts";
import { textsOfServer, textsOfTool } from "./tool-texts.ts";

/** Shown beside the other rules; what it finds depends on the organization's other servers, so it is asked at read. */
export const NAMES_ANOTHER_TOOL: Omit<HiddenRule, "find"> = {
  id: "names-another-tool",
  kind: "other_tools",
  says: "names the tool of another server of the organization, by a name of several words",
};

const MOST_NAMES = 50;
const SHORTEST = 8;
/** Words joined by underscores or hyphens, or run together with capitals. */
const NAME =
  /(?<![\w.-])(?:[A-Za-z][A-Za-z0-9]{0,63}(?:[_-][A-Za-z0-9]{1,64}){1,8}|[a-z]{2,32}(?:[A-Z][a-z0-9]{1,32}){1,6})(?![\w-]|\.\w)/g;
/** A hyphen joins ordinary words too: two of them count only in quotes or beside the word "tool". */
const TWO_HYPHENED = /^[A-Za-z0-9]+-[A-Za-z0-9]+$/;

/** Names in a tool's texts that another server's tool could have; at most 50. Its own server's and its parameters are none. */
export function namedInTool(tool: ManifestTool, own: ReadonlySet<string>): string[] {
  const parameters = new Set(parametersOf(tool.inputSchema).map(({ name }) => name));
  return named(textsOfTool(tool), own).filter((name) => !parameters.has(name));
}

/** The same in what a server says beside its tools. */
export function namedByServer(
  server: Parameters<typeof textsOfServer>[0],
  own: ReadonlySet<string>,
): string[] {
  return named(textsOfServer(server), own);
}

function named(texts: readonly HiddenText[], own: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const { text, isName } of texts) {
    if (isName) continue;
    for (const span of matches(NAME, text)) {
      if (found.size === MOST_NAMES) return [...found];
      const name = text.slice(span.start, span.end);
      if (!found.has(name) && isDistinctive(name, text, span) && !own.has(name)) found.add(name);
    }
  }
  return [...found];
}

function isDistinctive(name: string, text: string, { start, end }: Span): boolean {
  if (name.length < SHORTEST) return false;
  if (!TWO_HYPHENED.test(name)) return true;
  const [before, after] = [text.slice(Math.max(0, start - 6), start), text.slice(end, end + 6)];
  return (
    /[`'"]$/.test(before) || /^[`'"]/.test(after) || /\btool $/i.test(before) || /^ tools?\b/i.test(after)
  );
}

/** The names of a server's own tools, and what they are called without their first or last words. */
export function ownNames(tools: readonly { name: string }[]): ReadonlySet<string> {
  const own = new Set<string>();
  for (const { name } of tools) {
    const short = name.slice(0, 256);
    own.add(short);
    for (const { index } of [...short.matchAll(/[_-]/g)].slice(0, 12))
      own.add(short.slice(index + 1)).add(short.slice(0, index));
  }
  return own;
}

/** Where a name stands in a text as a word of its own. */
export function spansOfName(name: string, text: string): Iterable<Span> {
  return matches(new RegExp(`(?<![\\w.-])${name}(?![\\w-]|\\.\\w)`, "g"), text);
}
