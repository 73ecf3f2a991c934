import type { Node } from "jsonc-parser";
import { CLIENT_NAMES } from "./client-names.ts";
import type { Client, ClientFormat, Scope, ServersPlace } from "./formats/client-format.ts";
import { FileReading, shownPath } from "./formats/file-reading.ts";
import { READERS, syntaxOf } from "./formats/file-syntax.ts";
import { type Guess, guessClient, guessedAs } from "./formats/guess-client.ts";
import { type Fault, kindOf, memberOf, membersOf, mostCharacters } from "./formats/json-file.ts";
import { byName } from "./formats/renamed-keys.ts";
import type { RedactOptions } from "./redact-text.ts";
import { SCAN_LIMITS, type ScanFile } from "./scan-inputs.ts";

export interface ClientFileInput extends RedactOptions {
  /** Overrides the guess from path and keys. */
  client?: Client;
  scope?: Scope;
  path: string;
  text: string;
}

/** At most this many scopes are reported from one file, those with servers first. */
const MOST_PLACES = 150;

/**
 * Reads one client file into what may leave the machine, one `ScanFile` per scope in it (`~/.claude.json` holds several;
 * a local scope's path is `<file>#<project>`). Never throws: a file that cannot be read is `could_not_look` with a
 * sentence that names file, line, column, key and what was expected, and quotes no value.
 */
export function readClientFile(input: ClientFileInput): [ScanFile, ...ScanFile[]] {
  return readGuessedFile(input).files;
}

/** The same, and what told the client whose file it is. */
export function readGuessedFile(input: ClientFileInput): {
  files: [ScanFile, ...ScanFile[]];
  by: Guess["by"];
  /** The file as a whole could not be read: its syntax, its size, its depth. */
  isBroken: boolean;
} {
  const path = shownPath(input.path, input);
  const syntax = syntaxOf(input.client, path, input.text);
  const json = READERS[syntax](input.text, mostCharacters(path));
  const root = "root" in json ? json.root : undefined;
  const known = input.client === undefined ? guessClient(path, root, syntax) : guessedAs(input.client, path);
  const isBroken = "fault" in json || (root !== undefined && root.type !== "object");
  return { files: readTree(json, known, path, input), by: known.by, isBroken };
}

function readTree(
  json: ReturnType<(typeof READERS)["json"]>,
  known: Guess,
  path: string,
  input: ClientFileInput,
): [ScanFile, ...ScanFile[]] {
  const root = "root" in json ? json.root : undefined;
  const { format } = known;
  const scope = input.scope ?? format.scopeOf(known.path) ?? "user";
  const reading = new FileReading(path, json.text, input);
  const whole = { client: format.client, scope, path, entries: [] };
  const failed = (fault: Fault): [ScanFile] => [
    {
      ...whole,
      outcome: "could_not_look",
      problem: reading.problem([fault]) ?? { sentence: fault.sentence },
    },
  ];
  if ("fault" in json) return failed(json.fault);
  if (root === undefined) return [{ ...whole, outcome: "none" }];
  if (root.type !== "object")
    return failed({
      sentence: `an object was expected at the top of the file, ${kindOf(root)} was found`,
      offset: root.offset,
    });
  const places = format.placesIn(root, scope, known.path);
  const [first, ...others] = places;
  const [own, ...local] = (first === undefined ? [] : [first, ...toRead(others)]).map((place) =>
    readPlace(known.by === "content" ? withNames(place) : place, path, format, reading, root, input),
  );
  if (own === undefined) return [{ ...whole, outcome: "none" }];
  // the whole file is the servers, so nothing stands beside them
  if (first?.node === root) return [own];
  const used = first?.node === undefined ? undefined : first.keys[0];
  return [withNotes(own, reading.notesBeside(root, keysBeside(root, known, used))), ...local];
}

/** The local places that are read: those with something in them first. What is not read costs nothing. */
function toRead(places: readonly ServersPlace[]): ServersPlace[] {
  const isFull = ({ node }: ServersPlace) => node !== undefined && (node.children?.length ?? 1) > 0;
  return [...places.filter(isFull), ...places.filter((place) => !isFull(place))].slice(0, MOST_PLACES - 1);
}

/** Whose file it is was told by its keys alone: then nobody knows that this client reads no list of servers. */
function withNames(place: ServersPlace): ServersPlace {
  return place.node?.type === "array" ? { ...place, node: byName(place.node) } : place;
}

const SERVER_KEYS = ["mcpServers", "servers", "context_servers", "mcp_servers", "amp.mcpServers"];

/** The keys that may stand beside the servers. Who guessed whose file it is also tells of servers under another client's key. */
function keysBeside(root: Node, { format, path, by }: Guess, used: string | undefined): ReadonlySet<string> {
  const known = format.besides?.(path) ?? membersOf(root).map(({ key }) => key);
  const others = SERVER_KEYS.filter(
    (key) =>
      by !== "caller" &&
      used !== undefined &&
      key !== used &&
      (memberOf(root, key)?.children?.length ?? 0) > 0,
  );
  return new Set([format.serversKey, ...known].filter((key) => !others.includes(key)));
}

/** The servers stand twice in the file: then the last ones count, as in every client. */
function replaced(root: Node, { keys }: ServersPlace): Fault[] {
  const sentence = "the key stands here more than once; the last one is read, as clients do";
  return membersOf(root)
    .filter(({ key, overridden }) => overridden && key === keys[0])
    .map(({ node }): Fault => ({ sentence, offset: node.offset, keys: keys.slice(0, 1) }));
}

function withNotes(file: ScanFile, more: readonly string[]): ScanFile {
  const notes = [...(file.notes ?? []), ...more].slice(0, SCAN_LIMITS.notes);
  return notes.length === 0 ? file : { ...file, notes };
}

function readPlace(
  place: ServersPlace,
  path: string,
  format: ClientFormat,
  reading: FileReading,
  root: Node,
  options: RedactOptions,
): ScanFile {
  const project = place.project === undefined ? "" : `#${shownPath(place.project, options)}`;
  const file = {
    client: format.client,
    scope: place.scope,
    path: `${path}${project}`.slice(0, SCAN_LIMITS.pathLength),
  };
  const { node } = place;
  if (node === undefined) {
    const other = SERVER_KEYS.find((key) => key !== format.serversKey && memberOf(root, key) !== undefined);
    const problem = reading.problem(
      other === undefined || place.scope === "local"
        ? []
        : [
            {
              sentence: `${CLIENT_NAMES[format.client]} reads "${format.serversKey}", this file has "${other}" instead`,
              keys: [other],
            },
          ],
    );
    return { ...file, outcome: "none", entries: [], ...(problem === undefined ? {} : { problem }) };
  }
  if (node.type !== "object") {
    const sentence = `an object of servers was expected, ${kindOf(node)} was found`;
    const problem = reading.problem([{ sentence, offset: node.offset, keys: place.keys }]);
    return { ...file, outcome: "could_not_look", entries: [], problem: problem ?? { sentence } };
  }
  const read = reading.entries(place, node, { format, root });
  const { entries } = read;
  const faults = [...replaced(root, place), ...read.faults];
  const notes = [...reading.otherProblems(faults), ...read.notes];
  const problem = reading.problem(faults);
  const found = entries.length > 0;
  const whole = problem !== undefined && read.hidden === 0 ? { isWhole: true } : {};
  if (problem === undefined) return withNotes({ ...file, outcome: found ? "found" : "none", entries }, notes);
  return withNotes(
    { ...file, outcome: found ? "found" : "could_not_look", ...whole, entries, problem },
    notes,
  );
}
