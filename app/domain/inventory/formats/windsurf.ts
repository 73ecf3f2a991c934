import type { ClientFormat } from "./client-format.ts";
import { memberOf } from "./json-file.ts";
import { withSharedKeys } from "./renamed-keys.ts";
import { SHARED_KEYS } from "./server-entry.ts";

/** Windsurf writes a remote address as `serverUrl`; `url` is read too. */
export const windsurf: ClientFormat = {
  client: "windsurf",
  serversKey: "mcpServers",
  scopeOf: (path) => (/(?:^|\/)\.codeium\/(?:windsurf\/)?mcp_config\.json$/.test(path) ? "user" : undefined),
  placesIn: (root, scope) => [{ scope, keys: ["mcpServers"], node: memberOf(root, "mcpServers") }],
  entryOf: (entry) => withSharedKeys(entry, { serverUrl: "url" }),
  reads: [...SHARED_KEYS, "serverUrl"],
  besides: () => [],
};
