import type { Node } from "jsonc-parser";
import type { ServersPlace } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";
import { withSharedKeys, withSplitCommand } from "./renamed-keys.ts";
import { SHARED_KEYS } from "./server-entry.ts";

/** opencode and what is built on it: `command` is a list, variables stand under `environment`, a remote has type "remote". */
export const opencodeReads: readonly string[] = [...SHARED_KEYS, "environment"];

export function opencodeEntry(entry: Node): Node {
  const shared = withSplitCommand(withSharedKeys(entry, { environment: "env" }));
  // "remote" says nothing beyond the url: whether it is SSE is found out by the client
  if (memberOf(shared, "type")?.value !== "remote") return shared;
  return objectOf(
    membersOf(shared)
      .filter(({ key }) => key !== "type")
      .map(({ key, node }) => [key, node] as const),
    shared,
  );
}

/** Servers stand in `mcp`, in the newer layout in `mcp.servers`; a file may hold both. */
export function opencodePlaces(root: Node, scope: ServersPlace["scope"]): ServersPlace[] {
  const mcp = memberOf(root, "mcp");
  const inner = memberOf(mcp, "servers");
  if (mcp?.type !== "object" || inner?.type !== "object" || isServer(inner))
    return [{ scope, keys: ["mcp"], node: mcp }];
  const outer = membersOf(mcp).filter(({ key, node }) => key !== "servers" && isServer(node));
  if (outer.length === 0) return [{ scope, keys: ["mcp", "servers"], node: inner }];
  const all = [...outer, ...membersOf(inner)].map(({ key, node }) => [key, node] as const);
  return [{ scope, keys: ["mcp"], node: objectOf(all, mcp) }];
}

/** A server may be called "servers". */
function isServer(node: Node): boolean {
  return ["command", "url", "type"].some((key) => {
    const type = memberOf(node, key)?.type;
    return type === "string" || type === "array";
  });
}
