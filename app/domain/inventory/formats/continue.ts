import type { Node } from "jsonc-parser";
import type { Aside } from "./client-format.ts";
import { memberOf } from "./json-file.ts";
import { SHARED_KEYS } from "./server-entry.ts";

export const continueReads: readonly string[] = [...SHARED_KEYS, "name", "uses"];

/** Continue: a list of servers with their names; `uses` takes one from a hub, so what it runs stands elsewhere. */
export function continueEntry(entry: Node): Node | string | Aside {
  const uses = memberOf(entry, "uses");
  if (uses === undefined || memberOf(entry, "command") !== undefined || memberOf(entry, "url") !== undefined)
    return entry;
  return "Continue takes this server from a hub, so what it runs is not written in this file";
}
