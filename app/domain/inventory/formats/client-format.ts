import type { Node } from "jsonc-parser";
import type { CLIENTS, SCOPES } from "../scan-inputs.ts";

export type Client = (typeof CLIENTS)[number];
export type Scope = (typeof SCOPES)[number];

/** A place in a file where a client looks for servers. */
export interface ServersPlace {
  scope: Scope;
  keys: readonly string[];
  /** Absent when the key is not in the file. */
  node: Node | undefined;
  /** The project a local scope belongs to, as the file names it. */
  project?: string;
}

/** What stands among the servers and is none, and is no fault either: it becomes a note. `aside` ends a sentence. */
export interface Aside {
  aside: string;
}

/** How one client writes its files. */
export interface ClientFormat {
  client: Client;
  /** The key that holds the servers, for sentences. */
  serversKey: string;
  /** JSON with comments unless said otherwise. */
  syntax?: "toml" | "yaml";
  /** The scope of a file with this path (forward slashes, home written ~), or undefined when it is not this client's. */
  scopeOf(path: string): Scope | undefined;
  /** Every place in the file; the first is the file's own scope. */
  placesIn(root: Node, scope: Scope, path: string): ServersPlace[];
  /** An entry in the shape most clients share (`command`, `args`, `env`, `url`, `headers`), or why it is none. */
  entryOf?(entry: Node): Node | string | Aside;
  /** The keys of an entry that are read, when they are others than the shared ones. The rest become notes. */
  reads?: readonly string[];
  /** The keys that may stand beside the servers in a file that is for servers alone; undefined for a file of settings. */
  besides?(path: string): readonly string[] | undefined;
  /** Whether another part of the file switches the server of this name off. */
  isOff?(root: Node, name: string, place: ServersPlace): boolean;
  /** Where another part of the file names tools of this server that are called without asking: its key, and the tools (`*`: all). */
  approvedBeside?(root: Node, name: string): { key: string; tools: string[] }[];
}
