import type { Node } from "jsonc-parser";
import { memberOf, membersOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";

/** The entry with its own names of keys replaced by the shared ones. Where both stand, the client's own name counts. */
export function withSharedKeys(entry: Node, names: Readonly<Record<string, string>>): Node {
  const present = Object.entries(names).filter(([own]) => memberOf(entry, own) !== undefined);
  if (present.length === 0) return entry;
  const replaced = new Set(present.map(([, shared]) => shared));
  const own = new Map(present);
  const members = membersOf(entry).flatMap(({ key, node }): [string, Node][] => {
    const shared = own.get(key);
    if (shared !== undefined) return [[shared, node]];
    return replaced.has(key) ? [] : [[key, node]];
  });
  return objectOf(members, entry);
}

/** `command: ["npx", "-y", "pkg"]` as command and args; anything else stays as it is. */
export function withSplitCommand(entry: Node): Node {
  const line = memberOf(entry, "command");
  const [command, ...words] = line?.type === "array" ? (line.children ?? []) : [];
  if (line === undefined || command === undefined) return entry;
  const args = memberOf(entry, "args");
  const others = membersOf(entry)
    .filter(({ key }) => key !== "command" && key !== "args")
    .map(({ key, node }) => [key, node] as const);
  const all = args?.type === "array" ? [...words, ...(args.children ?? [])] : words;
  return objectOf([...others, ["command", command], ["args", { ...line, children: all }]], entry);
}

/** A list of servers that carry their own names, as the object of servers that most clients write. */
export function byName(list: Node): Node {
  const members = (list.children ?? []).map((entry, index) => {
    const name = (memberOf(entry, "name") ?? memberOf(entry, "id"))?.value;
    return [typeof name === "string" && name !== "" ? name : `(number ${index + 1})`, entry] as const;
  });
  return objectOf(members, list);
}
