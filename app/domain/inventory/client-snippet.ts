import { stringify as stringifyToml } from "smol-toml";
import { stringify as stringifyYaml } from "yaml";
import { type PlainServer, sharedEntry } from "./client-entries.ts";
import { CLIENT_NAMES } from "./client-names.ts";
import { CLIENT_WAYS, type ClientWay } from "./client-ways.ts";
import type { Client } from "./formats/client-format.ts";
import { argumentText, identifyLaunch } from "./launch-identity.ts";
import { CUT, type Launch } from "./scan-inputs.ts";
import { variableName } from "./variable-name.ts";

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

/** What stands in place of the value: a reference where the client is known to read one, else a placeholder. */
function valueFor(way: ClientWay, name: string): string {
  const variable = variableName(name);
  return way.reference?.(variable) ?? `YOUR_${variable}`;
}

/** Nearly every server that asks for Authorization wants the scheme Bearer. */
function headerValue(way: ClientWay, name: string): string {
  return `${/^authorization$/i.test(name) ? "Bearer " : ""}${valueFor(way, name)}`;
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

function localServer(input: SnippetInput, way: ClientWay, notes: string[]): PlainServer | undefined {
  const { identity, release, variables, launch } = input;
  const words = packageWords(identity, release, variables);
  const seen = launch?.command === undefined ? undefined : [launch.command, ...launch.args.map(argumentText)];
  const line = words === undefined ? seen : [...words, ...ownArguments(launch, identity)];
  if (line === undefined) return undefined;
  const [command = "", ...args] = line;
  if (line.some((word) => word.includes(CUT)))
    notes.push("Replace every ••• by a variable reference or your own value: it was not kept.");
  const values = variables.map((name) => [name, valueFor(way, name)] as const);
  return { transport: "stdio", command, args, values, variables: named(variables) };
}

/** A client that reads no remote server from its file gets the bridge `mcp-remote`. */
function remoteServer(input: SnippetInput, way: ClientWay): PlainServer {
  const { variables, launch } = input;
  const url = launch?.url?.includes(CUT) === false ? launch.url : input.identity.slice("remote:".length);
  if (way.needsBridge) {
    const headers = variables.flatMap((name) => ["--header", `${name}:\${${variableName(name)}}`]);
    const values = variables.map((name) => [variableName(name), valueFor(way, name)] as const);
    const args = ["-y", "mcp-remote", url, ...headers];
    return { transport: "stdio", command: "npx", args, values, variables: named(variables) };
  }
  const values = variables.map((name) => [name, headerValue(way, name)] as const);
  const transport = launch?.transport === "sse" ? "sse" : "http";
  return { transport, url, values, variables: named(variables) };
}

function named(variables: readonly string[]): PlainServer["variables"] {
  return variables.map((name) => [name, variableName(name)] as const);
}

/** The entry within its keys, in the client's syntax. */
function textOf(
  way: ClientWay,
  name: string,
  entry: Record<string, unknown>,
  variables: readonly string[],
): string {
  const servers = way.isList ? [entry] : { [name]: entry };
  const keys = way.keys ?? ["mcpServers"];
  const block = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), servers);
  if (way.syntax === "toml") return stringifyToml(block);
  if (way.syntax === "yaml") return stringifyYaml(block);
  const inputs = variables.map((variable) => ({
    type: "promptString",
    id: variableName(variable).toLowerCase().replaceAll("_", "-"),
    description: variable,
    password: true,
  }));
  const whole = way.hasInputs && inputs.length > 0 ? Object.assign({ inputs }, block) : block;
  return JSON.stringify(whole, null, 2);
}

/** What the person must do about the values: put them in place, or set the variables. */
function valueNotes(client: Client, way: ClientWay, text: string, variables: readonly string[]): string[] {
  const isOwn = (name: string) => text.includes(`YOUR_${variableName(name)}`);
  const own = variables.filter(isOwn).map((name) => `YOUR_${variableName(name)}`);
  const others = variables.filter((name) => !isOwn(name)).map(variableName);
  const title = CLIENT_NAMES[client];
  const why = way.readsNoVariables
    ? `${title} cannot read variables`
    : `It is not known whether ${title} reads variables`;
  return [
    ...(own.length > 0
      ? [`${why}: put your own value in place of ${own.join(", ")}, and keep the file private.`]
      : []),
    ...(others.length > 0 && !way.hasInputs
      ? [`Set ${others.join(", ")} in ${way.keptIn ?? "your environment"} before the client starts.`]
      : []),
  ];
}

/**
 * The block for one client's configuration file. It never holds a secret: variables are references in the client's own
 * syntax, or, where the client has none or none is known, placeholders with a note.
 */
export function clientSnippet(input: SnippetInput): Snippet {
  const { client, name, variables, identity, release } = input;
  const way = CLIENT_WAYS[client];
  const { file } = way;
  const notes: string[] = [];
  const remote = identity.startsWith("remote:");
  const server = remote ? remoteServer(input, way) : localServer(input, way, notes);
  if (server === undefined) {
    notes.push(
      "How this server is started is not known here: copy the entry from a colleague's file and use references for secrets.",
    );
    return { file, text: "", notes };
  }
  if (!remote && !release)
    notes.push("No exact release is approved yet, so each start may fetch another one.");
  const text = textOf(way, name, way.entry?.(server, name) ?? sharedEntry(server), variables);
  notes.push(...valueNotes(client, way, text, variables));
  return { file, text, notes };
}

/** The names of the variables and headers a launch sets, for `variables` of its snippet. */
export function snippetVariables(launch: Launch): string[] {
  const source =
    identifyLaunch(launch).kind === "remote" && launch.url !== undefined ? launch.headers : launch.env;
  return source.map((variable) => variable.name);
}
