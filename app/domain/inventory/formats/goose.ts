import type { Node } from "jsonc-parser";
import type { Aside } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";
import { nodeOf, objectOf } from "./made-node.ts";
import { withSharedKeys } from "./renamed-keys.ts";
import { SHARED_KEYS } from "./server-entry.ts";

const OWN_NAMES = { cmd: "command", envs: "env", uri: "url" } as const;

const READ = [...SHARED_KEYS, ...Object.keys(OWN_NAMES), "env_keys", "name"];

export const gooseReads: readonly string[] = [...READ, ...READ.map((key) => `config.${key}`)];

/** What Goose brings along or runs inside itself: there is no server that somebody chose. */
const INSIDE = ["builtin", "platform", "frontend", "inline_python"];

/** Goose: `cmd`, `envs` and `uri`; `env_keys` names variables whose values lie in the keyring and become references here. */
export function gooseEntry(entry: Node): Node | Aside {
  const config = memberOf(entry, "config");
  const whole = config?.type === "object" ? flattened(entry, config) : entry;
  const type = memberOf(whole, "type")?.value;
  if (typeof type === "string" && INSIDE.includes(type))
    return { aside: "is a part of Goose and starts no server of its own" };
  const shared = withSharedKeys(whole, OWN_NAMES);
  const named = memberOf(shared, "env_keys");
  const names = named?.type === "array" ? (named.children ?? []).map((child) => child.value) : [];
  const references = names.filter((name) => typeof name === "string" && name !== "");
  const env = memberOf(shared, "env");
  if (references.length === 0 || (env !== undefined && env.type !== "object")) return shared;
  const given = env === undefined ? [] : membersOf(env);
  const missing = references.filter((name) => !given.some(({ key }) => key === name));
  const variables = [
    ...given.map(({ key, node }) => [key, node] as const),
    ...[...new Set(missing)].map((name) => [String(name), nodeOf(`\${${name}}`)] as const),
  ];
  return objectOf([...others(shared, "env"), ["env", objectOf(variables, env)]], shared);
}

/** Some versions write everything but `enabled` one level deeper. */
function flattened(entry: Node, config: Node): Node {
  const inner = others(config);
  const outer = others(entry, "config").filter(([key]) => memberOf(config, key) === undefined);
  return objectOf([...outer, ...inner], entry);
}

function others(node: Node, without?: string): (readonly [key: string, node: Node])[] {
  return membersOf(node)
    .filter(({ key }) => key !== without)
    .map(({ key, node: value }) => [key, value] as const);
}
