import type { Node } from "jsonc-parser";
import type { ClientFormat } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";
import { SHARED_KEYS } from "./server-entry.ts";

/** Zed keeps servers among all its settings (JSONC); older versions wrote command, arguments and variables as one object. */
export const zed: ClientFormat = {
  client: "zed",
  serversKey: "context_servers",
  scopeOf(path) {
    if (/(?:^|\/)\.zed\/settings\.json$/.test(path)) return "project";
    return /(?:^|\/)(?:\.config\/zed|Zed)\/settings\.json$/.test(path) ? "user" : undefined;
  },
  placesIn: (root, scope) => [{ scope, keys: ["context_servers"], node: memberOf(root, "context_servers") }],
  reads: [...SHARED_KEYS, "source", "settings"],
  entryOf(entry) {
    const command = memberOf(entry, "command");
    if (command?.type === "object") return flattened(entry, command);
    if (command !== undefined || memberOf(entry, "url") !== undefined) return entry;
    const isExtension =
      memberOf(entry, "source")?.value === "extension" || memberOf(entry, "settings") !== undefined;
    return isExtension
      ? "an extension of Zed starts this server, so what it runs is not written in this file"
      : entry;
  },
};

function flattened(entry: Node, command: Node): Node {
  const inner = membersOf(command).map(({ key, node }) => [key === "path" ? "command" : key, node] as const);
  const others = membersOf(entry)
    .filter((member) => member.key !== "command" && !inner.some(([key]) => key === member.key))
    .map(({ key, node }) => [key, node] as const);
  return objectOf([...others, ...inner], entry);
}
