import type { Client } from "./client-format.ts";
import { CLIENT_FORMATS } from "./client-formats.ts";
import { readJsonFile } from "./json-file.ts";
import { readTomlFile } from "./toml-file.ts";
import { readYamlFile } from "./yaml-file.ts";

const READERS = { json: readJsonFile, toml: readTomlFile, yaml: readYamlFile } as const;
type Syntax = keyof typeof READERS;

/** The reader for a file: by its client when it is known, else by its name, else by how its servers are written. */
export function readerFor(client: Client | undefined, path: string, text: string): typeof readJsonFile {
  return READERS[client === undefined ? syntaxOf(path, text) : syntaxFor(client, path)];
}

/** A client that writes YAML also takes JSON when the file says so by its name. */
function syntaxFor(client: Client, path: string): Syntax {
  const syntax = CLIENT_FORMATS[client].syntax ?? "json";
  return syntax === "yaml" && /\.jsonc?$/.test(path) ? "json" : syntax;
}

function syntaxOf(path: string, text: string): Syntax {
  if (path.endsWith(".toml")) return "toml";
  if (/\.ya?ml$/.test(path)) return "yaml";
  // pasted text has the name of no file, or that of a file it was not in
  if (/^[ \t]*\[\[?(?:mcp_servers|mcpServers)[.\]]/m.test(text)) return "toml";
  return /^(?:mcpServers|extensions):[ \t]*(?:#.*)?\r?$/m.test(text) ? "yaml" : "json";
}
