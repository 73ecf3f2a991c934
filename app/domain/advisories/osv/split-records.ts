import { LARGEST_RECORD } from "#app/domain/advisories/advisory-words.ts";

export type SplitRecord =
  | { text: string; line: number }
  /** Something stands there that is no record. */
  | { problem: string; line: number };

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const OPENS = [123, 91];
const CLOSES = [125, 93];
const LIST = 91;
/** After these a record may open inside another: `[`, `,` and `:`. */
const BEFORE_A_VALUE = [91, 44, 58];
/** Blanks, commas and the byte order mark stand between records. */
const BETWEEN = [32, 9, 13, 44, 0xfeff];

/**
 * Finds the records of one JSON object, of a list of them, or of JSON Lines, in pieces of any size and without reading
 * the whole into memory: only the record being read is held. A broken record costs itself and, in a list, those after it.
 */
export class RecordSplitter {
  #depth = 0;
  #base = 0;
  #isInText = false;
  #isEscaped = false;
  #line = 1;
  #startedAt = 1;
  #record = "";
  #isTooLarge = false;
  #saidAt = 0;
  #isBegun = false;
  /** The last that was no blank. */
  #before = 0;

  /** The records that end in this piece. */
  *push(piece: string): Generator<SplitRecord> {
    let from = this.#depth > this.#base ? 0 : -1;
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (code === NEWLINE) {
        this.#line += 1;
        this.#isEscaped = false;
        // a line feed cannot stand in a JSON text, so what came before it broke off
        if (this.#isInText && this.#base === 0 && this.#depth > 0) {
          yield this.#broken();
          from = -1;
        }
        continue;
      }
      if (this.#isInText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === BACKSLASH) this.#isEscaped = true;
        else if (code === QUOTE) this.#isInText = false;
        this.#before = QUOTE;
        continue;
      }
      if (code === QUOTE) {
        this.#isInText = this.#depth > this.#base;
        if (!this.#isInText) yield* this.#odd();
        continue;
      }
      if (OPENS.includes(code)) {
        if (this.#isBegun || code !== LIST) {
          if (this.#depth > this.#base && this.#base === 0 && !BEFORE_A_VALUE.includes(this.#before))
            yield this.#broken();
          if (this.#depth === this.#base) {
            this.#startedAt = this.#line;
            from = at;
          }
          this.#depth += 1;
        } else {
          this.#base = 1;
          this.#depth = 1;
        }
        this.#isBegun = true;
      } else if (CLOSES.includes(code)) {
        if (this.#depth > 0) this.#depth -= 1;
        if (this.#depth === this.#base && from >= 0) {
          this.#keep(piece.slice(from, at + 1));
          from = -1;
          yield this.#ended();
        }
        if (this.#depth < this.#base) this.#base = 0;
      } else if (this.#depth === this.#base && !BETWEEN.includes(code)) yield* this.#odd();
      if (code > 32) this.#before = code;
    }
    if (from >= 0) this.#keep(piece.slice(from));
  }

  /** What is left when nothing more comes. */
  *end(): Generator<SplitRecord> {
    if (this.#depth > this.#base) yield this.#broken();
    else if (this.#base > 0)
      yield { problem: "The list is not closed: the file may be cut off.", line: this.#line };
  }

  #keep(text: string): void {
    if (this.#record.length + text.length > LARGEST_RECORD) {
      this.#isTooLarge = true;
      this.#record = "";
    }
    if (!this.#isTooLarge) this.#record += text;
  }

  #ended(): SplitRecord {
    const record: SplitRecord = this.#isTooLarge
      ? { problem: `The record is larger than ${LARGEST_RECORD / 1024 / 1024} MB.`, line: this.#startedAt }
      : { text: this.#record, line: this.#startedAt };
    this.#record = "";
    this.#isTooLarge = false;
    return record;
  }

  #broken(): SplitRecord {
    this.#depth = this.#base;
    this.#isInText = false;
    this.#record = "";
    this.#isTooLarge = false;
    return { problem: "The record breaks off.", line: this.#startedAt };
  }

  *#odd(): Generator<SplitRecord> {
    this.#isBegun = true;
    if (this.#saidAt === this.#line) return;
    this.#saidAt = this.#line;
    yield { problem: "Something stands here that is no record.", line: this.#line };
  }
}
