import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";
import { columnsOf, type Place } from "#app/domain/identity/member-file-columns.ts";
import { LARGEST_FILE, MOST_LINES } from "#app/domain/identity/member-import-words.ts";

/** One person as the file has them, trimmed. `extra` when the line has more fields than there are columns. */
export type FileLine = {
  line: number;
  email: string;
  name: string;
  role: string;
  teams: string;
  extra: boolean;
};
export type MemberFile = { lines: FileLine[]; unused: string[] };

const KEPT = "Nothing was kept.";
const LONGEST_LINE = 20_000;

function refuse(sentence: string): never {
  throw new Invalid(`${sentence} ${KEPT}`, { text: [sentence] });
}

/** The text of an uploaded file. Throws Invalid for one that is too large, no text, or not UTF-8. */
export function decodeMemberFile(bytes: Uint8Array): string {
  if (bytes.byteLength > LARGEST_FILE) refuse("The file is larger than 4 MB. Split it.");
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) refuse("This is a workbook, not a text file. Save it as CSV UTF-8.");
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (marked || bytes.subarray(0, 1_000).includes(0)) {
    refuse("The file is written in UTF-16. Save it as CSV UTF-8 and choose it again.");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse(
      "The file is not written in UTF-8, perhaps in Latin-1 or Windows-1252, so names would be wrong. Save it as CSV UTF-8 and choose it again.",
    );
  }
}

/**
 * The people a table of text names, at most 5,000. Its first line names the columns, in any order; commas, semicolons
 * or tabs stand between them. Throws Invalid for what is no such table, with the line where that is known.
 */
export function readMemberFile(given: string): MemberFile {
  const text = given.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  if (text.trim() === "") refuse("There is nothing in the file.");
  // a spreadsheet's own line, which says what stands between columns
  const said = /^sep=(.)\n/i.exec(text);
  const records = recordsOf(text, said?.[1] ?? delimiterOf(text), said ? 2 : 1);
  const [head, ...rest] = records;
  if (!head) return refuse("There is nothing in the file.");
  const { places, unused, why } = columnsOf(head.fields);
  if (!places) return refuse(why);
  if (rest.length > MOST_LINES) {
    refuse(`The file has more than ${MOST_LINES.toLocaleString("en-GB")} people. Split it.`);
  }
  if (rest.length === 0) refuse("The file names its columns and nobody.");
  const width = head.fields.length;
  const lines = rest.map(({ line, fields }) => ({
    line,
    email: at(fields, places.email),
    name: at(fields, places.name) || `${at(fields, places.given)} ${at(fields, places.family)}`.trim(),
    role: at(fields, places.role),
    teams: at(fields, places.teams),
    extra: fields.slice(width).some((field) => field.trim() !== ""),
  }));
  return { lines, unused };
}

/** A line break inside a field is a space to whoever reads the name. */
function at(fields: readonly string[], place: Place): string {
  return (place === undefined ? "" : (fields[place] ?? "")).replace(/\s+/gu, " ").trim();
}

const Parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function recordsOf(text: string, delimiter: string, from: number) {
  try {
    const parsed = parse(text, {
      delimiter,
      from_line: from,
      to: MOST_LINES + 2,
      max_record_size: LONGEST_LINE,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
    // counted to the end of the record, whose fields may hold line breaks
    return Parsed.parse(parsed).map(({ record, info }) => ({
      line: info.lines - record.reduce((breaks, field) => breaks + (field.split("\n").length - 1), 0),
      fields: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error && typeof error.lines === "number" ? error.lines : undefined;
    if (error.code === "CSV_MAX_RECORD_SIZE") {
      refuse(`Line ${line ?? 1} is longer than ${LONGEST_LINE.toLocaleString("en-GB")} characters.`);
    }
    return refuse(
      `The quotes of the file do not match${line === undefined ? "" : `, at line ${line} or before`}. Put two quotes where a name holds one.`,
    );
  }
}

/** Whichever of them stands most often in the first line. */
function delimiterOf(text: string): string {
  const [first = ""] = text.split("\n", 1);
  const bare = first.replace(/"[^"]*"/g, "");
  const counted = [",", ";", "\t"].map((one) => ({ one, times: bare.split(one).length }));
  return counted.reduce((best, next) => (next.times > best.times ? next : best)).one;
}
