import type { Node } from "jsonc-parser";
import { memberOf, membersOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";

/** How some client or other writes what most call by the second word. */
const SPELLINGS: Readonly<Record<string, string>> = {
  cmd: "command",
  serverUrl: "url",
  httpUrl: "url",
  uri: "url",
  server_url: "url",
  environment: "env",
  envs: "env",
  http_headers: "headers",
};

/**
 * The entry with what another client's spelling says, where its own says nothing: a file may be taken for the wrong
 * client's, and a secret under a key that its client ignores stands in the file all the same. `names` are those spellings.
 */
export function inSharedSpelling(entry: Node): { entry: Node; names: string[] } {
  const found = Object.entries(SPELLINGS).filter(
    ([own, shared]) => memberOf(entry, own) !== undefined && memberOf(entry, shared) === undefined,
  );
  const options = memberOf(memberOf(entry, "requestOptions"), "headers");
  const more: [string, Node][] = [];
  for (const [own, shared] of found) {
    const node = memberOf(entry, own);
    if (node !== undefined && !more.some(([key]) => key === shared)) more.push([shared, node]);
  }
  const hasHeaders = memberOf(entry, "headers") !== undefined || more.some(([key]) => key === "headers");
  if (options !== undefined && !hasHeaders) more.push(["headers", options]);
  if (more.length === 0) return { entry, names: [] };
  const names = found.map(([own]) => own);
  if (options !== undefined && !hasHeaders) names.push("requestOptions");
  const kept = membersOf(entry)
    .filter(({ key }) => !names.includes(key))
    .map(({ key, node }) => [key, node] as const);
  return { entry: objectOf([...kept, ...more], entry), names };
}
