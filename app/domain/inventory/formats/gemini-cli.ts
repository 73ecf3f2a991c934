import type { Node } from "jsonc-parser";
import type { ClientFormat } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";
import { nodeOf, objectOf } from "./made-node.ts";
import { SHARED_KEYS } from "./server-entry.ts";

/**
 * Gemini CLI: `httpUrl` is streamable HTTP, `url` without a type is SSE, and a remote address wins over a command
 * (google-gemini/gemini-cli, precedence httpUrl > url > command). `mcp.allowed` and `mcp.excluded` switch by name.
 */
export const geminiCli: ClientFormat = {
  client: "gemini-cli",
  serversKey: "mcpServers",
  scopeOf(path) {
    if (/(?:^|\/)gemini-extension\.json$/.test(path)) return "user";
    if (!/(?:^|\/)\.gemini\/settings\.json$/.test(path)) return undefined;
    return path === "~/.gemini/settings.json" ? "user" : "project";
  },
  placesIn: (root, scope) => [{ scope, keys: ["mcpServers"], node: memberOf(root, "mcpServers") }],
  reads: [...SHARED_KEYS, "httpUrl"],
  entryOf(entry) {
    const streamable = memberOf(entry, "httpUrl");
    const address = streamable ?? memberOf(entry, "url");
    if (address === undefined || address.type === "null") return entry;
    const type = streamable ? nodeOf("http") : (memberOf(entry, "type") ?? nodeOf("sse"));
    const others = membersOf(entry).filter(
      (member) => !["httpUrl", "url", "type", "command", "args", "env", "cwd"].includes(member.key),
    );
    return objectOf(
      [...others.map(({ key, node }) => [key, node] as const), ["url", address], ["type", type]],
      entry,
    );
  },
  isOff(root, name) {
    const { allowed, excluded } = switchesOf(root);
    return excluded?.has(name) === true || allowed?.has(name) === false;
  },
};

interface Switches {
  allowed: ReadonlySet<unknown> | undefined;
  excluded: ReadonlySet<unknown> | undefined;
}

/** Asked once for each server of a file. */
const SWITCHES = new WeakMap<Node, Switches>();

function switchesOf(root: Node): Switches {
  const known = SWITCHES.get(root);
  if (known !== undefined) return known;
  const mcp = memberOf(root, "mcp");
  const switches = {
    allowed: namesIn(memberOf(mcp, "allowed")),
    excluded: namesIn(memberOf(mcp, "excluded")),
  };
  SWITCHES.set(root, switches);
  return switches;
}

function namesIn(node: Node | undefined): ReadonlySet<unknown> | undefined {
  return node?.type === "array" ? new Set((node.children ?? []).map((child) => child.value)) : undefined;
}
