import type { Node } from "jsonc-parser";
import { memberOf, membersOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";
import { SHARED_KEYS } from "./server-entry.ts";

export const continueReads: readonly string[] = [
  ...SHARED_KEYS,
  ...["name", "id", "uses", "requestOptions.headers"],
  // one level deeper in the older file
  ...["command", "args", "env", "url", "headers", "cwd", "type"].map((key) => `transport.${key}`),
];

/** Continue: a list of servers with their names; the headers of a remote server stand in `requestOptions`. */
export function continueEntry(whole: Node): Node | string {
  const transport = memberOf(whole, "transport");
  const entry = transport?.type === "object" ? flattened(whole, transport) : whole;
  const has = (key: string) => memberOf(entry, key) !== undefined;
  if (has("uses") && !has("command") && !has("url"))
    return "Continue takes this server from a hub, so what it runs is not written in this file";
  const options = memberOf(memberOf(entry, "requestOptions"), "headers");
  if (options === undefined || options.type === "null") return entry;
  const others = membersOf(entry)
    .filter(({ key }) => key !== "headers")
    .map(({ key, node }) => [key, node] as const);
  return objectOf([...others, ["headers", merged(memberOf(entry, "headers"), options)]], entry);
}

/** Both together; what is no object is left for the reader of the entry to tell. */
function merged(beside: Node | undefined, options: Node): Node {
  if (beside?.type !== "object" || options.type !== "object") return options;
  const all = [...membersOf(beside), ...membersOf(options)].map(({ key, node }) => [key, node] as const);
  return objectOf([...new Map(all)], options);
}

/** The older file, `config.json`, writes everything but the name under `transport`. */
function flattened(entry: Node, transport: Node): Node {
  const outer = membersOf(entry).filter(
    ({ key }) => key !== "transport" && memberOf(transport, key) === undefined,
  );
  return objectOf(
    [...outer, ...membersOf(transport)].map(({ key, node }) => [key, node] as const),
    entry,
  );
}
