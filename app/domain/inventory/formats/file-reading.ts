import type { Node } from "jsonc-parser";
import { redactLaunch } from "../redact-launch.ts";
import { type RedactOptions, redactText, redactWithin } from "../redact-text.ts";
import { SCAN_LIMITS, type ScanEntry, type ScanProblem } from "../scan-inputs.ts";
import { visibleText } from "../visible-text.ts";
import type { ClientFormat, ServersPlace } from "./client-format.ts";
import { switchesOf, switchKeysOf } from "./entry-switches.ts";
import { FileNotes } from "./file-notes.ts";
import { type Fault, lineFinder, membersOf } from "./json-file.ts";
import { offsetOf } from "./made-node.ts";
import { inSharedSpelling } from "./other-spellings.ts";
import { readServerEntry, SHARED_KEYS } from "./server-entry.ts";

/** The path as it may be shown: redacted, bounded, with forward slashes. */
export function shownPath(path: string, options: RedactOptions): string {
  const forward = redactText(visibleText(path, SCAN_LIMITS.pathLength), options).text.replaceAll("\\", "/");
  return forward === "" ? "(no name)" : forward.slice(0, SCAN_LIMITS.pathLength);
}

function shownKeys(keys: readonly (string | number)[], options: RedactOptions): string {
  const text = keys.map((key) => redactText(visibleText(String(key), 128), options).text).join(".");
  return redactText(visibleText(text, 500), options).text.slice(0, 512);
}

/**
 * The first of these sentences that the redactor leaves alone: a name in a file can make a harmless sentence look like
 * one that tells a secret. The last one holds nothing from the file.
 */
export function settledSentence(...sentences: string[]): string {
  const bounded = sentences.map((sentence) => visibleText(sentence, 1_024));
  return bounded.find((sentence) => redactText(sentence).text === sentence) ?? bounded.at(-1) ?? "";
}

/** The reading of one file: turns its servers into redacted entries and its faults into one problem. */
export class FileReading {
  readonly #placeOf: ReturnType<typeof lineFinder>;
  readonly #path: string;
  readonly #options: RedactOptions;

  constructor(path: string, text: string, options: RedactOptions) {
    this.#placeOf = lineFinder(text);
    this.#path = path;
    this.#options = options;
  }

  /** One problem for all faults of a place: the first with its position, and how many more there are. */
  problem(faults: readonly Fault[]): ScanProblem | undefined {
    const [first, ...more] = faults;
    if (first === undefined) return undefined;
    const count = `${more.length} more ${more.length === 1 ? "problem" : "problems"} in this file.`;
    return this.#told(first, more.length === 0 ? "" : ` ${count}`);
  }

  /** The faults that a problem only counts, each in a sentence, at most as many as a file has notes. */
  otherProblems(faults: readonly Fault[]): string[] {
    return faults.slice(1, SCAN_LIMITS.notes + 1).map((fault) => this.#told(fault, "").sentence);
  }

  #told(fault: Fault, rest: string): ScanProblem {
    const position = fault.offset === undefined || fault.offset < 0 ? undefined : this.#placeOf(fault.offset);
    const key =
      fault.keys === undefined || fault.keys.length === 0 ? undefined : shownKeys(fault.keys, this.#options);
    const line = position === undefined ? [] : [`line ${position.line}, column ${position.column}`];
    const say = (where: readonly string[]) => `${where.join(", ")}: ${fault.sentence}.${rest}`;
    const named = key === undefined ? [] : [say([this.#path, ...line, `key ${key}`])];
    const sentence = settledSentence(...named, say([this.#path, ...line]), say(["This file", ...line]));
    return { sentence, ...position, ...(key === undefined ? {} : { key }) };
  }

  /** What of a file of servers alone is neither the servers nor known beside them. */
  notesBeside(root: Node, known: ReadonlySet<string>): string[] {
    const notes = new FileNotes(this.#options, settledSentence);
    for (const { key, overridden } of membersOf(root))
      if (!overridden && !known.has(key) && key !== "$schema") notes.beside(key);
    return notes.all();
  }

  /**
   * The entries of one place. A wrong entry is listed among the faults and loses none of the others; what is no server, and
   * the keys nobody reads, are notes.
   */
  entries(
    place: ServersPlace,
    node: Node,
    { format, root }: { format: ClientFormat; root: Node },
  ): {
    entries: ScanEntry[];
    faults: Fault[];
    notes: string[];
    hidden: number;
  } {
    const members = membersOf(node);
    const notes = new FileNotes(this.#options, settledSentence);
    const byName = new Map<string, ScanEntry>();
    const counted = new Map<string, number>();
    const faults: Fault[] = [];
    let unread = 0;
    /** Servers that stand in the file with what they run, and are not told. */
    let hidden = 0;
    for (const member of members) {
      const keys = [...place.keys, member.key];
      if (member.overridden) {
        const sentence = "the name stands here more than once; the last one is read, as clients do";
        faults.push({ sentence, offset: member.node.offset, keys });
        continue;
      }
      if (byName.size >= SCAN_LIMITS.entries) {
        unread += 1;
        continue;
      }
      const entry =
        member.node.type === "object" ? (format.entryOf?.(member.node) ?? member.node) : member.node;
      if (typeof entry === "string") {
        faults.push({ sentence: entry, keys, ...placeOf(member.node) });
        continue;
      }
      if ("aside" in entry) {
        notes.aside(member.key, entry.aside);
        continue;
      }
      const { entry: shared, names } = inSharedSpelling(entry);
      notes.unread(member.key, member.node, [
        ...(format.reads ?? SHARED_KEYS),
        ...names,
        ...switchKeysOf(member.node),
      ]);
      for (const other of names) notes.otherSpelling(other, member.key);
      const reading = readServerEntry(shared, keys);
      faults.push(...reading.faults);
      if (reading.entry === undefined) {
        hidden += 1;
        continue;
      }
      const name = redactWithin(member.key, SCAN_LIMITS.nameLength, this.#options);
      const launch = redactLaunch(
        {
          ...reading.entry.launch,
          ...switchesOf(member.node, format.approvedBeside?.(root, member.key)),
        },
        this.#options,
      );
      const unique = uniqueName(name === "" ? "(empty)" : name, byName, counted);
      const enabled = reading.entry.enabled && !format.isOff?.(root, member.key, place);
      byName.set(unique, { name: unique, enabled, launch });
    }
    if (unread > 0)
      faults.unshift({
        sentence: `${members.length} entries stand here, the first ${byName.size} were read`,
        keys: place.keys,
      });
    return { entries: [...byName.values()], faults, notes: notes.all(), hidden: hidden + unread };
  }
}

function placeOf(node: Node): { offset?: number } {
  const offset = offsetOf(node);
  return offset === undefined ? {} : { offset };
}

/**
 * Two keys can look the same once invisible characters are written out, a secret in them is cut or a long name is. `last`
 * remembers how far each name was counted, since ten thousand may look the same.
 */
function uniqueName(name: string, taken: ReadonlyMap<string, unknown>, last: Map<string, number>): string {
  if (!taken.has(name)) return name;
  for (let count = (last.get(name) ?? 1) + 1; ; count += 1) {
    const candidate = `${name.slice(0, SCAN_LIMITS.nameLength - 8)} (${count})`;
    if (taken.has(candidate)) continue;
    last.set(name, count);
    return candidate;
  }
}
