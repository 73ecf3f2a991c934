import type { ToolClass } from "../catalog-words.ts";
import type { ManifestPrompt, ManifestResource, ManifestTool } from "../manifest-inputs.ts";
import type { Beside } from "./compare-beside.ts";
import type { ComparedTool } from "./compare-tools.ts";
import { comparedTool } from "./compared-tool.ts";
import { oneOfKeys } from "./permission-profile.ts";
import { isObject, type JsonObject } from "./schema-sides.ts";

/** One server as a file tells of it: as much as a registry lists, or a whole list of tools. */
export type ListedServer = {
  tools: ComparedTool[];
  /** what is fetched, without its version; and the version */
  artifact: string | null;
  release: string | null;
  source: string | null;
  /** how it is started, by name of the part */
  launch: Record<string, unknown>;
  profile: unknown;
  /** what it says to the model, its prompts and its resources; what is absent was not listed */
  beside: Beside;
};

/**
 * The servers a file tells of, by name: a registry in ToolHive's form, or the tools of one server as `tools/list` answers them.
 * Null when it is neither.
 */
export function readListing(file: unknown): Map<string, ListedServer> | null {
  if (Array.isArray(file)) return new Map([["", serverOf({ tools: file })]]);
  if (!isObject(file)) return null;
  if (Array.isArray(file.tools)) return new Map([["", serverOf(file)]]);
  const groups = [file.servers, file.remote_servers].filter(isObject);
  const entries = (groups.length > 0 ? groups : [file]).flatMap((group) => Object.entries(group));
  const servers = entries.flatMap(([name, entry]) =>
    isObject(entry) && Array.isArray(entry.tools) ? [[name, serverOf(entry)] as const] : [],
  );
  return servers.length > 0 ? new Map(servers) : null;
}

function serverOf(entry: JsonObject): ListedServer {
  const image = textOf(oneOfKeys(entry, ["image", "package", "identity"]));
  const [artifact, tag] = image === null ? [null, null] : splitImage(image);
  const required = (Array.isArray(entry.env_vars) ? entry.env_vars : [])
    .filter((variable) => isObject(variable) && variable.required === true)
    .map((variable) => String(variable.name))
    .sort();
  return {
    tools: (Array.isArray(entry.tools) ? entry.tools : []).flatMap(toolOf),
    artifact,
    release: textOf(oneOfKeys(entry, ["version", "release"])) ?? tag,
    source: textOf(entry.repository_url),
    launch: {
      transport: entry.transport ?? null,
      url: entry.url ?? null,
      arguments: entry.args ?? [],
      port: entry.target_port || null,
      "required variables": required,
    },
    profile: entry.permissions,
    beside: besideIn(entry),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** `ghcr.io/a/b:1.2` as its name and `1.2`; a colon before the last slash is a port. */
function splitImage(image: string): [string, string | null] {
  const at = image.search(/[:@](?=[^/]*$)/);
  return at <= 0 || image.startsWith("@") ? [image, null] : [image.slice(0, at), image.slice(at + 1)];
}

/** A registry names tools only; then nothing is known of what they take or can touch. */
function toolOf(entry: unknown): ComparedTool[] {
  if (typeof entry === "string") {
    const touched: ToolClass[] = [];
    return [{ tool: { name: entry, description: "", inputSchema: {} }, touched }];
  }
  if (!isObject(entry) || typeof entry.name !== "string") return [];
  const tool: ManifestTool = {
    ...entry,
    name: entry.name,
    description: typeof entry.description === "string" ? entry.description : "",
    inputSchema: isObject(entry.inputSchema) ? entry.inputSchema : {},
  };
  return [comparedTool(tool)];
}

/** Prompts and resources as far as they have a name: a file may hold anything, unlike what a probe sends. */
function besideIn(entry: JsonObject): Beside {
  const prompts = namedIn(entry.prompts, "name");
  const resources = namedIn(entry.resources, "uri");
  const patterns = namedIn(entry.resourceTemplates, "uriTemplate");
  const instructions = textOf(entry.instructions);
  return {
    ...(instructions === null ? {} : { instructions }),
    ...(prompts === undefined ? {} : { prompts: prompts.map(promptOf) }),
    ...(resources === undefined && patterns === undefined
      ? {}
      : {
          resources: [
            ...(resources ?? []).map((one) => resourceOf(one, one.entry.isTemplate === true)),
            ...(patterns ?? []).map((one) => resourceOf(one, true)),
          ],
        }),
  };
}

type Named = { key: string; entry: JsonObject };

function namedIn(list: unknown, by: string): Named[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.filter(isObject).flatMap((entry) => {
    const key = textOf(entry[by]);
    return key === null ? [] : [{ key, entry }];
  });
}

function wordsOf(entry: JsonObject): { title?: string; description?: string } {
  const [title, description] = [textOf(entry.title), textOf(entry.description)];
  return {
    ...(title === null ? {} : { title }),
    ...(description === null ? {} : { description }),
  };
}

function promptOf({ key, entry }: Named): ManifestPrompt {
  const taken = namedIn(entry.arguments, "name")?.map((one) => ({
    ...wordsOf(one.entry),
    name: one.key,
    required: one.entry.required === true,
  }));
  return {
    ...wordsOf(entry),
    name: key,
    ...(taken === undefined ? {} : { arguments: taken }),
  };
}

function resourceOf({ key, entry }: Named, isTemplate: boolean): ManifestResource {
  const mimeType = textOf(entry.mimeType);
  return {
    ...wordsOf(entry),
    uri: key,
    isTemplate,
    name: textOf(entry.name) ?? "",
    ...(mimeType === null ? {} : { mimeType }),
  };
}
