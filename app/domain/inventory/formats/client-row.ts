import type { Node } from "jsonc-parser";
import type { Client, ClientFormat, Scope, ServersPlace } from "./client-format.ts";
import { memberOf } from "./json-file.ts";
import { byName } from "./renamed-keys.ts";

/**
 * Where files lie. A path starts with what differs between machines: `~` the home folder, `{settings}` the system's folder
 * for settings, `{config}` the same but `~/.config` on a Mac, `{local}` the local folder for settings on Windows, `{code}`
 * a user folder of VS Code or of what is built on it. A last part `*.yaml` stands for every file that ends so.
 */
export interface ClientPlaces {
  /** The same on every system. */
  user?: readonly string[];
  unix?: readonly string[];
  windows?: readonly string[];
  /** In a project's folder. */
  project?: readonly string[];
}

/** A client that needs no reader of its own: its places, its keys and, where it has one, its shape of an entry. */
export interface ClientRow
  extends ClientPlaces,
    Pick<ClientFormat, "syntax" | "entryOf" | "reads" | "approvedBeside"> {
  /** The paths of keys that may hold the servers; the first that stands in the file counts. Without: `mcpServers`. */
  keys?: readonly (readonly string[])[];
  /** The servers may be a list and carry their names. */
  isList?: true;
  /** The keys that may stand beside the servers. Without: the file holds other settings too. */
  beside?: readonly string[];
  placesIn?: (root: Node, scope: Scope) => ServersPlace[];
}

const START: Readonly<Record<string, string>> = {
  "~": "~",
  "{settings}": "(?:\\.config|Application Support|Roaming)",
  "{config}": "(?:\\.config|Roaming)",
  "{local}": "Local",
  "{code}": "User",
};

/** The path as a pattern: the home folder is the start of a shown path, every other folder may lie anywhere. */
function patternOf(path: string): RegExp {
  const [start = "", ...rest] = path.split("/");
  const known = START[start];
  const parts = known === undefined ? [start, ...rest] : rest;
  const tail = parts
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]+"))
    .join("/");
  if (start === "~") return new RegExp(`^~/${tail}$`);
  return new RegExp(`(?:^|/)${known === undefined ? "" : `${known}/`}${tail}$`);
}

function scopeIn(row: ClientRow): ClientFormat["scopeOf"] {
  const user = [...(row.user ?? []), ...(row.unix ?? []), ...(row.windows ?? [])];
  const own = user.map(patternOf);
  const project = (row.project ?? []).map(patternOf);
  // the same file under another home folder, when no project has one of this name
  const elsewhere = user.filter((path) => path.startsWith("~/")).map((path) => patternOf(path.slice(2)));
  return (path) => {
    const matches = (pattern: RegExp) => pattern.test(path);
    if (own.some(matches)) return "user";
    if (project.some(matches)) return "project";
    return elsewhere.some(matches) ? "user" : undefined;
  };
}

function placesIn(keys: readonly (readonly string[])[], isList: boolean): ClientFormat["placesIn"] {
  return (root, scope) => {
    const places = keys.map((path): ServersPlace => {
      const node = path.reduce<Node | undefined>(memberOf, root);
      return { scope, keys: path, node: isList && node?.type === "array" ? byName(node) : node };
    });
    const [first] = places;
    const found = places.find((place) => place.node !== undefined) ?? first;
    return found === undefined ? [] : [found];
  };
}

/** The reader of a client in the table. */
export function formatOf(client: Client, row: ClientRow): ClientFormat {
  const keys = row.keys ?? [["mcpServers"]];
  const { approvedBeside, beside, entryOf, reads, syntax } = row;
  return {
    client,
    serversKey: keys[0]?.join(".") ?? "mcpServers",
    scopeOf: scopeIn(row),
    placesIn: row.placesIn ?? placesIn(keys, row.isList ?? false),
    ...(syntax === undefined ? {} : { syntax }),
    ...(entryOf === undefined ? {} : { entryOf }),
    ...(reads === undefined ? {} : { reads }),
    ...(approvedBeside === undefined ? {} : { approvedBeside }),
    ...(beside === undefined ? {} : { besides: () => beside }),
  };
}
