import type { Node } from "jsonc-parser";
import { memberOf, membersOf } from "./json-file.ts";
import { nodeOf, objectOf } from "./made-node.ts";
import { withSplitCommand } from "./renamed-keys.ts";
import { SHARED_KEYS } from "./server-entry.ts";

export const vibeReads: readonly string[] = [
  ...SHARED_KEYS,
  ...["name", "api_key_env", "api_key_header", "api_key_format"],
];

/** Mistral Vibe: `api_key_env` names the variable whose value goes into a header, `api_key_format` says how. */
export function vibeEntry(raw: Node): Node {
  const entry = withSplitCommand(raw);
  const variable = memberOf(entry, "api_key_env")?.value;
  if (typeof variable !== "string" || variable === "") return entry;
  const header = memberOf(entry, "api_key_header")?.value;
  const format = memberOf(entry, "api_key_format")?.value;
  const name = typeof header === "string" && header !== "" ? header : "Authorization";
  const shape = typeof format === "string" && format.includes("{token}") ? format : "Bearer {token}";
  const value = nodeOf(shape.replace("{token}", () => `\${${variable}}`));
  const headers = memberOf(entry, "headers");
  if (headers !== undefined && headers.type !== "object") return entry;
  const given = headers === undefined ? [] : membersOf(headers);
  const kept = given.filter(({ key }) => key.toLowerCase() !== name.toLowerCase());
  const others = membersOf(entry)
    .filter(({ key }) => key !== "headers")
    .map(({ key, node }) => [key, node] as const);
  const all = [...kept.map(({ key, node }) => [key, node] as const), [name, value] as const];
  return objectOf([...others, ["headers", objectOf(all, headers)]], entry);
}
