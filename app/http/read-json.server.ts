import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { Problem } from "./problem.ts";
import { pointerTo } from "./problem-for.server.ts";

export const LARGEST_JSON = 1024 * 1024;
const DEEPEST = 100;
/** A surrogate that stands alone is Cs; with its other half it is one character of another class. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** The JSON body as it was sent (for its hash) and parsed. Never quotes what was sent: it may hold a secret. */
export async function readJson(request: Request, largest: number): Promise<{ text: string; value: unknown }> {
  const bytes = await readBytes(request, largest);
  if (bytes.byteLength === 0) return { text: "", value: {} };
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type !== "application/json" && !/^application\/[\w.-]+\+json$/.test(type)) {
    throw new Problem(415, "Send the body as JSON, with Content-Type: application/json.");
  }
  const text = decode(bytes);
  const value = parseJson(text);
  refuseOdd(value, []);
  return { text, value };
}

/** Reads to the end even when it is too much, so that the connection stays usable, but keeps no more than `largest`. */
async function readBytes(request: Request, largest: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    size += piece.value.byteLength;
    if (size <= largest) pieces.push(piece.value);
    else pieces.length = 0;
  }
  if (size <= largest) return Buffer.concat(pieces);
  throw new Problem(413, `The body is larger than ${Math.floor(largest / 1024)} kB. Nothing was kept.`);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, "The body is not UTF-8 text.");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const first = firstErrorIn(text);
    if (!first) throw new Problem(400, "The body is not valid JSON.");
    const before = text.slice(0, first.offset).split("\n");
    const what = printParseErrorCode(first.error)
      .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      .trim();
    const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
    throw new Problem(400, `The body is not valid JSON: ${what} at ${place}.`);
  }
}

/** This parser calls itself for each level, unlike JSON.parse, so text nested without end stops it. */
function firstErrorIn(text: string): ParseError | undefined {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
  return errors[0];
}

function tooDeep(): Problem {
  return new Problem(422, `The body is nested deeper than ${DEEPEST} levels. Nothing was kept.`);
}

/** PostgreSQL stores no NUL and no half of a character in text, and nothing of ours is nested this deep. */
function refuseOdd(value: unknown, path: readonly string[]): void {
  const at = () => ({ errors: [{ pointer: pointerTo(path.slice(0, 20)), detail: "Not accepted here." }] });
  if (typeof value === "string" && UNSTORABLE.test(value)) {
    throw new Problem(422, "A text holds a NUL character or half a character, which cannot be stored.", at());
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length >= DEEPEST) throw tooDeep();
  for (const [key, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(key))
      throw new Problem(422, "A key holds a NUL character or half a character.", at());
    refuseOdd(inner, [...path, key]);
  }
}
