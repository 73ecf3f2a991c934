import type { Node } from "jsonc-parser";
import { memberOf, membersOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";
import { SHARED_KEYS } from "./server-entry.ts";

export const continueReads: readonly string[] = [...SHARED_KEYS, "name", "uses", "requestOptions"];

/** Continue: a list of servers with their names; the headers of a remote server stand in `requestOptions`. */
export function continueEntry(entry: Node): Node | string {
  const has = (key: string) => memberOf(entry, key) !== undefined;
  if (has("uses") && !has("command") && !has("url"))
    return "Continue takes this server from a hub, so what it runs is not written in this file";
  const options = memberOf(memberOf(entry, "requestOptions"), "headers");
  if (options?.type !== "object") return entry;
  const beside = memberOf(entry, "headers");
  const headers = [...(beside?.type === "object" ? membersOf(beside) : []), ...membersOf(options)];
  const others = membersOf(entry).filter(({ key }) => key !== "headers");
  return objectOf(
    [
      ...others.map(({ key, node }) => [key, node] as const),
      ["headers", objectOf([...new Map(headers.map(({ key, node }) => [key, node] as const))], options)],
    ],
    entry,
  );
}
