import type { Walk } from "./formats/registry-formats.ts";
import { LARGEST_ENTRY } from "./registry-words.ts";

/** One entry of a document; `problem` instead of a value where it could not be read by itself. */
export type SplitEntry = {
  path: string;
  key: string | null;
  value: unknown;
  problem: { oddity: "not_json" | "too_large"; detail: string } | null;
};

export type DocumentEnd = {
  /** What stands beside the entries at the top, such as `metadata`. */
  facts: ReadonlyMap<string, unknown>;
  /** Why the rest could not be read, with how many bytes could. */
  broken: { why: "html" | "not_json" | "broken_off"; at: number } | null;
};

type Expected = "first" | "key" | "colon" | "value" | "comma";
type Frame = { walk: Walk; isMap: boolean; path: string; expects: Expected; key: string; index: number };
type Capture = {
  as: "key" | "entry" | "fact";
  shape: "nested" | "text" | "word";
  pieces: Uint8Array[];
  size: number;
};

const LARGEST_FACTS = 1024 * 1024;
const [TAB, LF, CR, SPACE, QUOTE, COMMA, COLON, BACKSLASH] = [9, 10, 13, 32, 34, 44, 58, 92];
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP, LESS] = [91, 93, 123, 125, 60];
const utf8 = new TextDecoder();

/**
 * Takes a JSON document in pieces and gives its entries one by one, holding no more than one of them. An entry that is
 * no JSON or too large is told as such and the next ones are read; what breaks the document itself ends it.
 */
export function documentSplitter(walk: { list: Walk; map: Walk }) {
  const frames: Frame[] = [];
  const facts = new Map<string, unknown>();
  let found: SplitEntry[] = [];
  let capture: Capture | null = null;
  let depth = 0;
  let isInText = false;
  let isEscaped = false;
  let isOver = false;
  let factBytes = 0;
  let at = 0;
  let broken: DocumentEnd["broken"] = null;

  const fail = (why: "html" | "not_json" | "broken_off", where: number) => {
    broken ??= { why, at: where };
  };
  const open = (child: Walk, isMap: boolean, path: string) =>
    frames.push({ walk: child, isMap, path, expects: "first", key: "", index: 0 });
  const pathOf = (frame: Frame) =>
    frame.isMap
      ? `${frame.path}${frame.path ? "." : ""}${frame.key.slice(0, 200)}`
      : `${frame.path}[${frame.index}]`;

  function startValue(frame: Frame, byte: number): void {
    const isNested = byte === OPEN_LIST || byte === OPEN_MAP;
    const { members, each, entries, rest } = frame.walk;
    const child = frame.isMap
      ? members && Object.hasOwn(members, frame.key)
        ? members[frame.key]
        : undefined
      : each;
    const isWalked =
      child && (child.entries ? isNested : child.each ? byte === OPEN_LIST : byte === OPEN_MAP);
    frame.expects = "comma";
    if (child && isWalked) {
      open(child, byte === OPEN_MAP, pathOf(frame));
      return;
    }
    const isEntry = entries || (rest === "entries" && byte === OPEN_MAP);
    capture = {
      as: isEntry ? "entry" : "fact",
      shape: isNested ? "nested" : byte === QUOTE ? "text" : "word",
      pieces: [],
      size: 0,
    };
    depth = 0;
    isInText = false;
    isEscaped = false;
  }

  /** Between values. True when the byte belongs to a value that starts here. */
  function step(byte: number, where: number): boolean {
    if (byte === SPACE || byte === LF || byte === CR || byte === TAB) return false;
    const frame = frames.at(-1);
    if (!frame) {
      if (isOver) fail("not_json", where);
      else if (byte === OPEN_LIST || byte === OPEN_MAP) {
        open(byte === OPEN_MAP ? walk.map : walk.list, byte === OPEN_MAP, "");
      } else if (!(where < 3 && (byte === 0xef || byte === 0xbb || byte === 0xbf)))
        fail(byte === LESS ? "html" : "not_json", where);
      return false;
    }
    const isEnd = byte === (frame.isMap ? CLOSE_MAP : CLOSE_LIST);
    if (isEnd && (frame.expects === "first" || frame.expects === "comma")) {
      frames.pop();
      const outer = frames.at(-1);
      if (outer) outer.index += 1;
      else isOver = true;
      return false;
    }
    if (frame.expects === "comma" && byte === COMMA) frame.expects = frame.isMap ? "key" : "value";
    else if (frame.expects === "colon" && byte === COLON) frame.expects = "value";
    else if (frame.isMap && (frame.expects === "first" || frame.expects === "key") && byte === QUOTE) {
      capture = { as: "key", shape: "text", pieces: [], size: 0 };
      isInText = false;
      isEscaped = false;
      return true;
    } else if (frame.expects === "value" || (!frame.isMap && frame.expects === "first")) {
      const known = frames.length;
      startValue(frame, byte);
      return frames.length === known;
    } else fail("not_json", where);
    return false;
  }

  /** Where the value that is being captured ends in this piece, after its last byte; -1 when it goes on. */
  function endOf(bytes: Uint8Array, from: number, { shape }: Capture): number {
    if (shape === "word") {
      for (let i = from; i < bytes.length; i += 1) {
        const byte = bytes[i];
        if (
          byte === COMMA ||
          byte === CLOSE_LIST ||
          byte === CLOSE_MAP ||
          (byte !== undefined && byte <= SPACE)
        )
          return i;
      }
      return -1;
    }
    for (let i = from; i < bytes.length; i += 1) {
      const byte = bytes[i];
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInText = false;
          if (shape === "text") return i + 1;
        }
      } else if (byte === QUOTE) isInText = true;
      else if (byte === OPEN_MAP || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_MAP || byte === CLOSE_LIST) {
        depth -= 1;
        if (depth === 0) return i + 1;
      }
    }
    return -1;
  }

  function keep(piece: Uint8Array, held: Capture): void {
    held.size += piece.length;
    if (held.size <= LARGEST_ENTRY) held.pieces.push(piece);
    else held.pieces = [];
  }

  function finish(held: Capture, where: number): void {
    const frame = frames.at(-1);
    if (!frame) return;
    const isTooLarge = held.size > LARGEST_ENTRY;
    let value: unknown = null;
    let isJson = !isTooLarge;
    if (!isTooLarge) {
      const [first = new Uint8Array(), ...more] = held.pieces;
      try {
        value = JSON.parse(utf8.decode(more.length === 0 ? first : joined(held.pieces, held.size)));
      } catch {
        isJson = false;
      }
    }
    if (held.as === "key") {
      if (isJson && typeof value === "string") frame.key = value;
      else fail("not_json", where);
      frame.expects = "colon";
      return;
    }
    if (held.as === "entry") {
      const detail = `${held.size} bytes`;
      const problem = isJson
        ? null
        : { oddity: isTooLarge ? ("too_large" as const) : ("not_json" as const), detail };
      found.push({ path: pathOf(frame), key: frame.isMap ? frame.key : null, value, problem });
    } else if (!isJson && !isTooLarge) fail("not_json", where);
    else if (frames.length === 1) {
      factBytes += held.size;
      if (factBytes <= LARGEST_FACTS) facts.set(frame.key, value);
    }
    frame.index += 1;
  }

  return {
    /** The entries that ended in this piece. */
    push(bytes: Uint8Array): SplitEntry[] {
      found = [];
      let i = 0;
      while (i < bytes.length && !broken) {
        if (capture === null && !step(bytes[i] ?? 0, at + i)) {
          i += 1;
          continue;
        }
        const held: Capture | null = capture;
        if (held === null) continue;
        const end = endOf(bytes, i, held);
        // what is kept must not keep the whole piece it came in
        keep(bytes.slice(i, end < 0 ? bytes.length : end), held);
        i = end < 0 ? bytes.length : end;
        if (end < 0) break;
        capture = null;
        finish(held, at + i);
      }
      at += bytes.length;
      return found;
    },
    end(): DocumentEnd {
      if (!isOver) fail("broken_off", at);
      return { facts, broken };
    },
  };
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
