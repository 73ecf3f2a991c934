import type { Node } from "jsonc-parser";
import { SCAN_LIMITS } from "../scan-inputs.ts";
import { memberOf } from "./json-file.ts";

/** What else a file of an agent holds. */
export const AGENT_KEYS: readonly string[] = [
  ...["name", "description", "prompt", "model", "tools", "allowedTools", "toolAliases", "toolsSettings"],
  ...["resources", "hooks", "includeMcpJson", "useLegacyMcpJson"],
];

/** A file of an agent: `allowedTools` names `@server` for all its tools, `@server/tool` for one, `*` for everything. */
export function approvedByAgent(root: Node, name: string): { key: string; tools: string[] }[] {
  const allowed = memberOf(root, "allowedTools");
  const words = (allowed?.type === "array" ? (allowed.children ?? []) : []).map(
    ({ value }): unknown => value,
  );
  const tools = words.flatMap((word) => {
    if (word === "*" || word === `@${name}`) return ["*"];
    return typeof word === "string" && word.startsWith(`@${name}/`) ? [word.slice(name.length + 2)] : [];
  });
  const named = [...new Set(tools)].filter((tool) => tool !== "").slice(0, SCAN_LIMITS.variables);
  return named.length === 0 ? [] : [{ key: "allowedTools", tools: named }];
}
