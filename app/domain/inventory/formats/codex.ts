import type { Node } from "jsonc-parser";
import type { ClientFormat } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";
import { nodeOf, objectOf } from "./made-node.ts";

/** Codex (TOML): values hold no references; variables are named instead, and become references here. */
export const codex: ClientFormat = {
  client: "codex",
  serversKey: "mcp_servers",
  syntax: "toml",
  scopeOf(path) {
    if (!/(?:^|\/)\.codex\/config\.toml$/.test(path)) return undefined;
    return path === "~/.codex/config.toml" ? "user" : "project";
  },
  placesIn: (root, scope) => [{ scope, keys: ["mcp_servers"], node: memberOf(root, "mcp_servers") }],
  reads: [
    ...["command", "args", "cwd", "url", "enabled", "env", "env_vars", "http_headers", "env_http_headers"],
    ...["bearer_token_env_var", "bearer_token", "tools"],
  ],
  entryOf(entry) {
    const kept = ["command", "args", "cwd", "url", "enabled"].flatMap((key) => {
      const node = memberOf(entry, key);
      return node === undefined ? [] : [[key, node] as const];
    });
    const env = [...namedVariables(memberOf(entry, "env_vars")), ...pairs(memberOf(entry, "env"))];
    const headers = [
      ...pairs(memberOf(entry, "http_headers")),
      ...pairs(memberOf(entry, "env_http_headers")).map(
        ([name, node]) => [name, reference(node.value)] as const,
      ),
      ...bearer(entry),
    ];
    return objectOf([...kept, ["env", once(env)], ["headers", once(headers)]], entry);
  },
};

type Pair = readonly [name: string, node: Node];

function pairs(node: Node | undefined): Pair[] {
  return node?.type === "object" ? membersOf(node).map((member) => [member.key, member.node] as const) : [];
}

/** `env_vars = ["NAME"]`, or `[{ name = "NAME" }]`: taken from the environment Codex runs in. */
function namedVariables(node: Node | undefined): Pair[] {
  if (node?.type !== "array") return [];
  return (node.children ?? []).flatMap((child): Pair[] => {
    const name = child.type === "object" ? memberOf(child, "name")?.value : child.value;
    return typeof name === "string" ? [[name, reference(name)]] : [];
  });
}

function bearer(entry: Node): Pair[] {
  const variable = memberOf(entry, "bearer_token_env_var")?.value;
  if (typeof variable === "string") return [["Authorization", nodeOf(`Bearer \${${variable}}`)]];
  const literal = memberOf(entry, "bearer_token")?.value;
  return typeof literal === "string" ? [["Authorization", nodeOf(`Bearer ${literal}`)]] : [];
}

function reference(variable: unknown): Node {
  return nodeOf(typeof variable === "string" ? `\${${variable}}` : variable);
}

function once(found: readonly Pair[]): Node {
  return objectOf([...new Map(found).entries()]);
}
