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

/** How one client writes its files. */
export interface ClientFormat {
  client: Client;
  title: string;
  /** The key that holds the servers, for sentences. */
  serversKey: string;
  /** JSON with comments unless said otherwise. */
  syntax?: "toml";
  /** The scope of a file with this path (forward slashes, home written ~), or undefined when it is not this client's. */
  scopeOf(path: string): Scope | undefined;
  /** Every place in the file; the first is the file's own scope. */
  placesIn(root: Node, scope: Scope, path: string): ServersPlace[];
  /** An entry in the shape most clients share (`command`, `args`, `env`, `url`, `headers`), or why it cannot be read. */
  entryOf?(entry: Node): Node | string;
  /** Whether another part of the file switches the server of this name off. */
  isOff?(root: Node, name: string): boolean;
}
