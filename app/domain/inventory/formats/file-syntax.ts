import type { Client } from "./client-format.ts";
import { CLIENT_FORMATS } from "./client-formats.ts";
import { readJsonFile } from "./json-file.ts";
import { readTomlFile } from "./toml-file.ts";
import { readYamlFile } from "./yaml-file.ts";

/** How a file of each syntax is read. */
export const READERS = { json: readJsonFile, toml: readTomlFile, yaml: readYamlFile } as const;
export type Syntax = keyof typeof READERS;

/** How a file is written: by its client when it is known, else by its name, else by its first lines. */
export function syntaxOf(client: Client | undefined, path: string, text: string): Syntax {
  return client === undefined ? syntaxByText(path, text) : syntaxFor(client, path, text);
}

/** A client that writes YAML or TOML also takes JSON when the file says so, by its name or by its first character. */
function syntaxFor(client: Client, path: string, text: string): Syntax {
  const syntax = CLIENT_FORMATS[client].syntax ?? "json";
  if (syntax === "json" || named(path) === syntax) return syntax;
  return /\.jsonc?$/.test(path) || /^\ufeff?\s*\{/.test(text) ? "json" : syntax;
}

function named(path: string): Syntax | undefined {
  if (path.endsWith(".toml")) return "toml";
  return /\.ya?ml$/.test(path) ? "yaml" : undefined;
}

/** Pasted text has the name of no file, or that of a file it was not in: then its first line of content tells. */
function syntaxByText(path: string, text: string): Syntax {
  const byName = named(path);
  if (byName !== undefined) return byName;
  if (/^[ \t]*\[\[?(?:mcp_servers|mcpServers)[.\]]/m.test(text)) return "toml";
  if (/^(?:mcpServers|extensions):[ \t]*(?:#.*)?\r?$/m.test(text)) return "yaml";
  const first = /^(?![ \t]*(?:#|\r?$)).+/m.exec(text.replace(/^\ufeff/, ""))?.[0] ?? "";
  if (/^\s*(?:[\w-]{1,64}(?:\.[\w-]{1,64}){0,8}[ \t]*=|\[[\w."' -]{1,128}\])/.test(first)) return "toml";
  return /^(?:---|[A-Za-z][\w-]{0,64}:)(?:[ \t]|\r?$)/.test(first) ? "yaml" : "json";
}
