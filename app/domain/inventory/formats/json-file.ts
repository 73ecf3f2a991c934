import {
  createScanner,
  getLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";

const MEBIBYTE = 1024 * 1024;

/** Claude Code keeps its whole state in the file that holds its servers, which grows to many megabytes. */
export const FILE_LIMITS = { characters: 2 * MEBIBYTE, stateCharacters: 16 * MEBIBYTE, depth: 64 } as const;

/** The most characters that are read of a file with this path. */
export function mostCharacters(path: string): number {
  return path.endsWith(".claude.json") ? FILE_LIMITS.stateCharacters : FILE_LIMITS.characters;
}

/** What is wrong and where: an offset into the text and the path of keys that leads there. */
export interface Fault {
  sentence: string;
  offset?: number;
  keys?: readonly (string | number)[];
}

export interface JsonFile {
  text: string;
  /** Absent for a file with no content, which is a valid file without servers. */
  root?: Node;
}

const EXPECTED: Readonly<Record<string, string>> = {
  InvalidSymbol: "a value in double quotes, a number, true, false, null, { or [ was expected",
  InvalidNumberFormat: "a number was expected",
  PropertyNameExpected: "a key in double quotes was expected",
  ValueExpected: "a value was expected",
  ColonExpected: "a colon was expected after the key",
  CommaExpected: "a comma was expected between two values",
  CloseBraceExpected: "a closing } was expected",
  CloseBracketExpected: "a closing ] was expected",
  EndOfFileExpected: "the end of the file was expected after the closing }",
  UnexpectedEndOfComment: "the end of a comment was expected",
  UnexpectedEndOfString: "a closing double quote was expected",
  UnexpectedEndOfNumber: "a complete number was expected",
  InvalidUnicode: "four hexadecimal digits were expected after \\u",
  InvalidEscapeCharacter:
    "a valid escape was expected after the backslash (a backslash itself is written \\\\)",
  InvalidCharacter: "a printable character was expected (control characters are written \\u0000)",
};

// jsonc-parser's SyntaxKind.EOF; its enum is declared const and cannot be imported under verbatimModuleSyntax.
const END_OF_FILE = 17;

/** Walks the tokens without recursion, so that no depth of nesting can exhaust the stack of the parser behind it. */
function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  while (scanner.scan() !== END_OF_FILE) {
    const offset = scanner.getTokenOffset();
    // A text token starts with its quote, so these characters here are always tokens of their own.
    const character = text.charAt(offset);
    if (character === "{" || character === "[") depth += 1;
    if (character === "}" || character === "]") depth -= 1;
    if (depth > FILE_LIMITS.depth) return offset;
  }
  return undefined;
}

/** Reads JSON or JSONC (comments, trailing commas, byte order mark). Returns the tree, or the fault that stops reading. */
export function readJsonFile(raw: string, most: number): JsonFile | { fault: Fault; text: string } {
  if (raw.length > most)
    return {
      fault: { sentence: `the file is too large to read: at most ${most / MEBIBYTE} MiB was expected` },
      text: "",
    };
  const text = raw.startsWith("\ufeff") ? raw.slice(1) : raw;
  if (/^\s*</.test(text))
    return {
      fault: {
        sentence: "JSON was expected, XML was found; copy the servers as JSON from the client’s settings",
      },
      text,
    };
  const deep = tooDeepAt(text);
  if (deep !== undefined)
    return {
      fault: { sentence: `values are nested deeper than ${FILE_LIMITS.depth} levels`, offset: deep },
      text,
    };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, {
    allowTrailingComma: true,
    disallowComments: false,
    allowEmptyContent: true,
  });
  const first = errors[0];
  if (first !== undefined) {
    const sentence = EXPECTED[printParseErrorCode(first.error)] ?? "valid JSON was expected";
    return { fault: { sentence, offset: first.offset, keys: getLocation(text, first.offset).path }, text };
  }
  return root === undefined ? { text } : { text, root };
}

/** Tells line and column of offsets into a text, both counted from 1. The text is gone through once, however many are asked. */
export function lineFinder(text: string): (offset: number) => { line: number; column: number } {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ index, 0: end }) => index + end.length)];
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

export interface Member {
  key: string;
  node: Node;
  /** True when the object repeats the key and this is not its last value. */
  overridden: boolean;
}

/** The members of an object in file order; keys are data, so `__proto__` is a name like any other. */
export function membersOf(node: Node): Member[] {
  const members: Member[] = [];
  const last = new Map<string, Member>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    if (keyNode === undefined || valueNode === undefined || typeof keyNode.value !== "string") continue;
    const member: Member = { key: keyNode.value, node: valueNode, overridden: false };
    const earlier = last.get(member.key);
    if (earlier !== undefined) earlier.overridden = true;
    last.set(member.key, member);
    members.push(member);
  }
  return members;
}

/** The value a client would use for this key: the last one, since a later duplicate wins. */
export function memberOf(node: Node | undefined, key: string): Node | undefined {
  if (node?.type !== "object") return undefined;
  const property = node.children?.findLast(
    ({ children }) => children?.[1] !== undefined && children[0]?.value === key,
  );
  return property?.children?.[1];
}

/** What stands there, in words for a sentence. */
export function kindOf(node: Node): string {
  return {
    array: "a list",
    object: "an object",
    string: "text",
    number: "a number",
    boolean: "true or false",
    null: "null",
    property: "a key",
  }[node.type];
}
