import { hash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { CouldNotLook } from "#app/domain/catalog/asking/could-not-look.ts";
import { type Listing, listEverything, messageOf } from "#app/domain/catalog/asking/list-everything.ts";
import { neededNames, needsInWords } from "#app/domain/catalog/asking/needed-names.ts";
import { readListing } from "#app/domain/catalog/asking/read-listing.ts";
import {
  runningCommand,
  standardInputArguments,
  wantedAddress,
  wantsFolder,
} from "#app/domain/catalog/asking/wanted-arguments.ts";
import type { Manifest } from "#app/domain/catalog/manifest-inputs.ts";
import { LimitedChild, type LimitedChildOptions } from "./limited-child.ts";
import { endStragglers } from "./stragglers.ts";
import { printable } from "./terminal.ts";
import { VERSION } from "./version.ts";
import { watchUse } from "./watch-use.ts";

/** One start of the server, and what came of it. */
type Failure = { failure: string; words: string; isLate: boolean };
type Attempt = { listing: Listing } | Failure;
type Start = LimitedChildOptions & { mode: "auto" | "legacy" };

const SHORTEST_MS = 500;
const ENDING_MS = 300;
/** As it is, then with what it asks for, such as a command and a command of that. */
const ROUNDS = 3;

/** Ends the process group at the deadline, whatever the server does with its pages of tools or its pipes. */
async function attempt({ mode, ...start }: Start, milliseconds: number): Promise<Attempt> {
  const child = new LimitedChild(start);
  const marks = { home: start.cwd, fileBlocks: child.fileBlocks };
  const endWatch = watchUse(marks, (trouble) => child.stop(trouble));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), milliseconds);
  });
  try {
    const asked = listEverything(child, { version: VERSION, mode, timeout: milliseconds });
    const listing = await Promise.race([asked, late]);
    if (listing !== "late") return { listing: noted(listing, child) };
    // It is ended below; what the broken question then says is known already.
    asked.catch(() => undefined);
    return { failure: withLastWords("it did not answer in time", child), words: child.words, isLate: true };
  } catch (error) {
    if (error instanceof CouldNotLook) throw error;
    // What it could not be told any more is said before its end is known.
    await child.ended(ENDING_MS);
    const failure = child.trouble ?? child.ending ?? storedReason(error);
    return {
      failure: withLastWords(failure, child),
      words: `${child.words}\n${messageOf(error)}`,
      isLate: false,
    };
  } finally {
    clearTimeout(timer);
    endWatch();
    await child.close();
    await endStragglers(marks);
  }
}

function storedReason(error: unknown): string {
  const message = printable(messageOf(error), 200);
  return /closed/i.test(message) ? "it ended before it answered" : message;
}

/** The last line that says something: a stack, brackets and the name of the running Node say nothing. */
function withLastWords(failure: string, child: LimitedChild): string {
  const lines = `${child.lines.noise}\n${child.lastWords}`.split("\n").map((line) => line.trim());
  const telling = lines.filter((line) => /\p{L}/u.test(line) && !/^(?:at |Node\.js v|\{)/.test(line));
  const message = /"message" {0,4}: {0,4}"([^"\n]{3,200})"/.exec(telling.join("\n"))?.[1];
  const isError = (line: string) => /^(?:\[[^\]]{1,40}\] ?)?(?:\w*Error|error|fatal|failed)\b/i.test(line);
  const last = printable(
    (telling.findLast(isError) ?? message ?? telling.at(-1) ?? "").replace(/\.+$/, ""),
    200,
  );
  return last === "" ? failure : `${failure}; it said: ${last}`;
}

function noted(listing: Listing, { lines: { noisy } }: LimitedChild): Listing {
  if (noisy === 0) return listing;
  const note = `It wrote ${noisy} ${noisy === 1 ? "line" : "lines"} to its standard output that ${noisy === 1 ? "is no message" : "are no messages"}.`;
  return { ...listing, notes: [note, ...listing.notes] };
}

/** What else to start it with after it said what it wants; null when nothing is left to try. */
async function otherArguments(
  { words, isLate }: Failure,
  tried: readonly string[],
  home: string,
): Promise<readonly string[] | null> {
  const command = runningCommand(words);
  if (command !== null && !tried.includes(command)) return [...tried, command];
  if (tried.length === 0 && wantsFolder(words)) {
    const folder = path.join(home, "folder");
    await mkdir(folder, { recursive: true });
    return [folder];
  }
  if (neededNames(words).length > 0) return null;
  const more = standardInputArguments(words, isLate);
  return more === null || more.some((one) => tried.includes(one)) ? null : [...tried, ...more];
}

const REFUSED = /\b(?:unknown|unrecogni[sz]ed|unexpected|invalid) (?:option|flag|argument|command)/i;

/**
 * Starts a server in a limited child process, asks for all it lists and ends it. The current protocol is tried first; some
 * older servers end when asked something before `initialize`, so they get a second process and the older handshake. One
 * that wants a folder gets an empty one. `seconds` bounds everything together. Throws CouldNotLook with the reason.
 */
export async function askForTools(
  subject: { identity: string; release: string },
  start: LimitedChildOptions,
  seconds: number,
): Promise<Manifest> {
  const deadline = performance.now() + seconds * 1_000;
  const left = () => deadline - performance.now();
  let args = start.args;
  let last: Failure = { failure: "it was not started", words: "", isLate: true };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const mode of ["auto", "legacy"] as const) {
      if (left() < SHORTEST_MS) break;
      // A server that opened a port instead never answers; time must be left to start it otherwise.
      const share = round === 0 && mode === "auto" ? 0.6 : 1;
      const found = await attempt({ ...start, args, mode }, left() * share);
      if ("listing" in found) return readListing(subject, found.listing, (text) => hash("sha256", text));
      // It does not know what was tried: what it said before tells more.
      if (round > 0 && REFUSED.test(found.words)) throw reasonOf(last);
      last = found;
      if (neededNames(found.words).length > 0 || wantsFolder(found.words)) break;
      if (found.isLate && standardInputArguments(found.words, true) !== null) break;
    }
    const other = start.args.length > 0 ? null : await otherArguments(last, args, start.cwd);
    if (other === null) break;
    args = other;
  }
  throw reasonOf(last);
}

function reasonOf({ failure, words }: Failure): CouldNotLook {
  const needs = neededNames(words).map((name) => printable(name, 100));
  if (needs.length > 0) return new CouldNotLook(`needs ${needsInWords(needs, words)}`, needs);
  const address = wantedAddress(words);
  if (address !== null) return new CouldNotLook(`needs an argument: ${printable(address, 60)}`);
  return new CouldNotLook(failure);
}
