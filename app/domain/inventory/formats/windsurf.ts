import type { Node } from "jsonc-parser";
import type { ClientFormat } from "./client-format.ts";
import { memberOf, membersOf } from "./json-file.ts";
import { objectOf } from "./made-node.ts";

/** Windsurf writes a remote address as `serverUrl`; `url` is read too. */
export const windsurf: ClientFormat = {
  client: "windsurf",
  title: "Windsurf",
  serversKey: "mcpServers",
  scopeOf: (path) => (/(?:^|\/)\.codeium\/(?:windsurf\/)?mcp_config\.json$/.test(path) ? "user" : undefined),
  placesIn: (root, scope) => [{ scope, keys: ["mcpServers"], node: memberOf(root, "mcpServers") }],
  entryOf: withServerUrl,
};

function withServerUrl(entry: Node): Node {
  const address = memberOf(entry, "serverUrl");
  if (address === undefined) return entry;
  const others = membersOf(entry).filter((member) => !["serverUrl", "url"].includes(member.key));
  return objectOf([...others.map(({ key, node }) => [key, node] as const), ["url", address]], entry);
}
