import { stringify } from "smol-toml";
import { CLIENT_NAMES } from "./client-names.ts";
import type { Client } from "./formats/client-format.ts";
import { argumentText, identifyLaunch } from "./launch-identity.ts";
import { CUT, type Launch } from "./scan-inputs.ts";

export interface SnippetInput {
  client: Client;
  /** The name the entry gets in the file. */
  name: string;
  /** `npm:…`, `pypi:…`, `oci:…`, `remote:…`; a `command:` needs `launch`. */
  identity: string;
  /** The exact release that was approved, when known. */
  release?: string | null;
  /** Names of the environment variables (or, for a remote server, headers) the server needs. */
  variables: readonly string[];
  /** Where it was seen: its arguments are kept, its secrets are not. */
  launch?: Launch;
}

export interface Snippet {
  /** The file to put it in, home written `~`. */
  file: string;
  text: string;
  /** What the person must still do or know, in sentences. */
  notes: string[];
}

const FILES: Readonly<Record<Client, string>> = {
  cursor: "~/.cursor/mcp.json",
  "claude-desktop": "claude_desktop_config.json (Settings → Developer → Edit config)",
  "claude-code": ".mcp.json in the project, or ~/.claude.json",
  vscode: ".vscode/mcp.json in the project, or “MCP: Open User Configuration”",
  windsurf: "~/.codeium/windsurf/mcp_config.json",
  zed: "~/.config/zed/settings.json, or .zed/settings.json in the project",
  "gemini-cli": "~/.gemini/settings.json, or .gemini/settings.json in the project",
  codex: "~/.codex/config.toml",
};

/** `Authorization` and `X-Api-Key` become `AUTHORIZATION` and `X_API_KEY`: names every shell accepts. */
function variableName(name: string): string {
  const plain = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[A-Z]/.test(plain) ? plain : `VALUE_${plain}`;
}

function referenceTo(client: Client, name: string): string {
  const variable = variableName(name);
  if (client === "vscode") return `\${input:${variable.toLowerCase().replaceAll("_", "-")}}`;
  if (client === "cursor" || client === "windsurf") return `\${env:${variable}}`;
  return readsNoVariables(client) ? `YOUR_${variable}` : `\${${variable}}`;
}

/** These take every value as it stands, so their snippets hold placeholders. */
function readsNoVariables(client: Client): boolean {
  return client === "claude-desktop" || client === "zed";
}

/** Nearly every server that asks for Authorization wants the scheme Bearer. */
function headerValue(client: Client, name: string): string {
  return `${/^authorization$/i.test(name) ? "Bearer " : ""}${referenceTo(client, name)}`;
}

/** The words that start a package at one release, or undefined for remote servers and unknown commands. */
function packageWords(
  identity: string,
  release: string | null | undefined,
  variables: readonly string[],
): string[] | undefined {
  const at = identity.indexOf(":");
  const kind = identity.slice(0, at);
  const name = identity.slice(at + 1);
  if (kind === "npm") return ["npx", "-y", release ? `${name}@${release}` : name];
  if (kind === "pypi") return ["uvx", release ? `${name}==${release}` : name];
  if (kind !== "oci") return undefined;
  const image = release ? `${name}${release.startsWith("sha256:") ? "@" : ":"}${release}` : name;
  return ["docker", "run", "-i", "--rm", ...variables.flatMap((variable) => ["-e", variable]), image];
}

/** Arguments after the package itself, when none of them holds something that was cut. */
function ownArguments(launch: Launch | undefined, identity: string): string[] {
  if (launch === undefined || identity.startsWith("remote:")) return [];
  const words = launch.args.map(argumentText);
  const name =
    identity
      .slice(identity.indexOf(":") + 1)
      .split("/")
      .at(-1) ?? "";
  const at = words.findIndex((word) => word.toLowerCase().includes(name));
  const own = at < 0 ? [] : words.slice(at + 1);
  return own.some((word) => word.includes(CUT)) ? [] : own;
}

function localEntry(input: SnippetInput, notes: string[]): Record<string, unknown> | undefined {
  const { client, identity, release, variables, launch } = input;
  const words = packageWords(identity, release, variables);
  const seen = launch?.command === undefined ? undefined : [launch.command, ...launch.args.map(argumentText)];
  const line = words === undefined ? seen : [...words, ...ownArguments(launch, identity)];
  if (line === undefined) return undefined;
  const [command = "", ...args] = line;
  if (line.some((word) => word.includes(CUT)))
    notes.push("Replace every ••• by a variable reference or your own value: it was not kept.");
  if (client === "codex") return { command, args, ...(variables.length > 0 ? { env_vars: variables } : {}) };
  const env = Object.fromEntries(variables.map((name) => [name, referenceTo(client, name)]));
  return {
    ...(client === "vscode" ? { type: "stdio" } : {}),
    ...(client === "zed" ? { source: "custom" } : {}),
    command,
    args,
    ...(variables.length > 0 ? { env } : {}),
  };
}

/** Claude Desktop reads no remote server from its file, so the bridge `mcp-remote` stands in. */
function remoteEntry(input: SnippetInput): Record<string, unknown> {
  const { client, variables, launch } = input;
  const url = launch?.url?.includes(CUT) === false ? launch.url : input.identity.slice("remote:".length);
  if (client === "claude-desktop") {
    const headers = variables.flatMap((name) => ["--header", `${name}:\${${variableName(name)}}`]);
    const env = Object.fromEntries(variables.map((name) => [variableName(name), referenceTo(client, name)]));
    return {
      command: "npx",
      args: ["-y", "mcp-remote", url, ...headers],
      ...(variables.length > 0 ? { env } : {}),
    };
  }
  if (client === "codex") return { url, ...codexHeaders(variables) };
  const named = Object.fromEntries(variables.map((name) => [name, headerValue(client, name)]));
  const headers = variables.length > 0 ? { headers: named } : {};
  const type = launch?.transport === "sse" ? "sse" : "http";
  if (client === "windsurf") return { serverUrl: url, ...headers };
  if (client === "gemini-cli") return { [type === "sse" ? "url" : "httpUrl"]: url, ...headers };
  if (client === "zed") return { source: "custom", url, ...headers };
  return { ...(client === "cursor" ? {} : { type }), url, ...headers };
}

function codexHeaders(variables: readonly string[]): Record<string, unknown> {
  const bearer = variables.find((name) => /^authorization$/i.test(name));
  const others = variables.filter((name) => name !== bearer).map((name) => [name, variableName(name)]);
  return {
    ...(bearer === undefined ? {} : { bearer_token_env_var: variableName(bearer) }),
    ...(others.length > 0 ? { env_http_headers: Object.fromEntries(others) } : {}),
  };
}

const SERVERS_KEYS: Partial<Record<Client, string>> = { vscode: "servers", zed: "context_servers" };

/**
 * The block for one client's configuration file. It never holds a secret: variables are references in the client's own
 * syntax, or, where the client has none (Claude Desktop), placeholders with a note.
 */
export function clientSnippet(input: SnippetInput): Snippet {
  const { client, name, variables, identity, release } = input;
  const notes: string[] = [];
  const remote = identity.startsWith("remote:");
  const entry = remote ? remoteEntry(input) : localEntry(input, notes);
  if (entry === undefined) {
    notes.push(
      "How this server is started is not known here: copy the entry from a colleague's file and use references for secrets.",
    );
    return { file: FILES[client], text: "", notes };
  }
  if (!remote && !release)
    notes.push("No exact release is approved yet, so each start may fetch another one.");
  if (readsNoVariables(client) && variables.length > 0)
    notes.push(
      `${CLIENT_NAMES[client]} cannot read variables: put your own value in place of ${variables.map((variable) => referenceTo(client, variable)).join(", ")}, and keep the file private.`,
    );
  if (!readsNoVariables(client) && client !== "vscode" && variables.length > 0)
    notes.push(`Set ${variables.map(variableName).join(", ")} in your environment before the client starts.`);
  const servers = { [name]: entry };
  const inputs = variables.map((variable) => ({
    type: "promptString",
    id: variableName(variable).toLowerCase().replaceAll("_", "-"),
    description: variable,
    password: true,
  }));
  if (client === "codex") return { file: FILES[client], text: stringify({ mcp_servers: servers }), notes };
  const block = {
    ...(client === "vscode" && inputs.length > 0 ? { inputs } : {}),
    [SERVERS_KEYS[client] ?? "mcpServers"]: servers,
  };
  return { file: FILES[client], text: JSON.stringify(block, null, 2), notes };
}

/** The names of the variables and headers a launch sets, for `variables` of its snippet. */
export function snippetVariables(launch: Launch): string[] {
  const source =
    identifyLaunch(launch).kind === "remote" && launch.url !== undefined ? launch.headers : launch.env;
  return source.map((variable) => variable.name);
}
