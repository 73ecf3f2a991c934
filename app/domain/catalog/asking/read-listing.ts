import { z } from "zod";
import { MANIFEST_LIMITS, Manifest } from "../manifest-inputs.ts";
import { CouldNotLook } from "./could-not-look.ts";
import type { Listing } from "./list-everything.ts";
import { type Digest, keepable, storable, storableJson } from "./storable-text.ts";

const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;
const TOOL_FIELDS = new Set(["name", "title", "description", "inputSchema", "outputSchema", "annotations"]);
const LONGEST_NAME = 256;
const MOST_ARGUMENTS = 100;

const Entry = z.record(z.string(), z.unknown());
type Entry = z.infer<typeof Entry>;

/** What is odd is counted by its sentence, so that a thousand odd tools make one note. */
class Notes {
  readonly #counts = new Map<string, number>();
  readonly #digest: Digest;
  constructor(digest: Digest) {
    this.#digest = digest;
  }
  /** A text as it is kept; one that is cut is noted. */
  readonly keep = (value: string, max: number): string => {
    const kept = keepable(value, max, this.#digest);
    if (kept.length < value.length)
      this.add("A text is longer than can be kept: its beginning is, and the rest counts by its SHA-256.");
    return kept;
  };
  add(sentence: string): void {
    if (this.#counts.size < 200 || this.#counts.has(sentence))
      this.#counts.set(sentence, (this.#counts.get(sentence) ?? 0) + 1);
  }
  all(first: readonly string[]): string[] {
    const counted = [...this.#counts].map(([sentence, count]) =>
      count > 1 ? `${sentence} (${count} times)` : sentence,
    );
    const all = [...first, ...counted].map((one) => storable(one, 300));
    const { notes: most } = MANIFEST_LIMITS;
    if (all.length <= most) return all;
    return [...all.slice(0, most - 1), `${all.length - most + 1} more notes were left out.`];
  }
}

/**
 * Makes a manifest of what a server listed, leniently: what has no place is left out and noted, texts are cut to what can
 * be kept, with a digest of the whole in their place. Throws CouldNotLook when the list as a whole cannot be kept.
 */
export function readListing(
  subject: { identity: string; release: string },
  listing: Listing,
  digest: Digest,
): Manifest {
  const size = JSON.stringify(listing).length;
  if (size > MANIFEST_LIMITS.totalLength)
    throw new CouldNotLook(
      `its lists are ${(size / 1e6).toFixed(1)} MB; at most ${MANIFEST_LIMITS.totalLength / 1e6} MB are kept`,
    );
  const notes = new Notes(digest);
  const tools = listing.tools.flatMap((raw) => toolOf(storableJson(raw, notes.keep), notes));
  const twice = tools.find((one, index) => tools.findIndex((other) => other.name === one.name) !== index);
  if (twice) throw new CouldNotLook(`two of its tools are called ${storable(twice.name, 80)}`);
  const resources = listing.resources ?? listing.templates;
  const whole: Record<keyof Manifest, unknown> = {
    ...subject,
    protocolVersion: storable(listing.protocolVersion, 64),
    serverInfo: listing.serverInfo && {
      name: storable(listing.serverInfo.name, 256),
      version: storable(listing.serverInfo.version, 256),
    },
    tools,
    instructions: listing.instructions === undefined ? undefined : text(listing.instructions, notes),
    prompts: listing.prompts?.flatMap((raw) => promptOf(raw, notes)),
    resources: resources && resourcesOf(listing, notes),
    notes: notes.all(listing.notes),
    observedBy: "probe",
  };
  const parsed = Manifest.safeParse(storableJson(whole, notes.keep));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${placeOf(path, tools)} ${message}`);
  throw new CouldNotLook(`its tools go beyond what can be kept: ${where.join("; ")}`);
}

function resourcesOf(listing: Listing, notes: Notes) {
  const all = [
    ...(listing.resources ?? []).flatMap((raw) => resourceOf(raw, false, notes)),
    ...(listing.templates ?? []).flatMap((raw) => resourceOf(raw, true, notes)),
  ];
  const { resources: most } = MANIFEST_LIMITS;
  if (all.length > most)
    notes.add(`It lists ${all.length} resources and patterns of them; the first ${most} are kept.`);
  return all.slice(0, most);
}

function placeOf(path: readonly PropertyKey[], tools: readonly { name: string }[]): string {
  const [list, index, ...rest] = path;
  if (list !== "tools" || typeof index !== "number") return path.join(".");
  return `the ${rest.join(".")} of ${storable(tools[index]?.name ?? "", 60)}`;
}

const text = (value: unknown, notes: Notes, max: number = MANIFEST_LIMITS.textLength) =>
  typeof value === "string" ? notes.keep(value, max) : undefined;

function named(raw: unknown, what: string, notes: Notes): (Entry & { name: string }) | undefined {
  const entry = Entry.safeParse(raw);
  const name = entry.success ? entry.data.name : undefined;
  if (!entry.success || typeof name !== "string" || name === "")
    notes.add(`A ${what} without a name was left out.`);
  else if (name.length > LONGEST_NAME)
    notes.add(`A ${what} whose name is longer than ${LONGEST_NAME} was left out.`);
  else return { ...entry.data, name: storable(name, LONGEST_NAME) };
  return undefined;
}

function toolOf(raw: unknown, notes: Notes) {
  const entry = named(raw, "tool", notes);
  if (!entry) return [];
  for (const field of Object.keys(entry))
    if (!TOOL_FIELDS.has(field)) notes.add(`Tools have "${storable(field, 60)}", which is not kept.`);
  const input = Entry.safeParse(entry.inputSchema);
  if (!input.success) notes.add(`The tool ${storable(entry.name, 80)} has no readable input schema.`);
  const output = Entry.safeParse(entry.outputSchema);
  return [
    {
      name: entry.name,
      title: text(entry.title, notes, 1_024),
      description: text(entry.description, notes) ?? "",
      inputSchema: input.success ? input.data : {},
      outputSchema: output.success ? output.data : undefined,
      annotations: annotationsOf(entry.annotations, notes),
    },
  ];
}

function annotationsOf(raw: unknown, notes: Notes) {
  if (raw === undefined || raw === null) return undefined;
  const entry = Entry.safeParse(raw);
  if (!entry.success) {
    notes.add("Tools have annotations that cannot be read.");
    return undefined;
  }
  const known: Record<string, unknown> = { title: text(entry.data.title, notes, 1_024) };
  for (const [name, value] of Object.entries(entry.data)) {
    const hint = HINTS.find((one) => one === name);
    if (hint && typeof value === "boolean") known[hint] = value;
    else if (hint && value !== null)
      notes.add(`The hint ${hint} is neither true nor false and does not count.`);
    else if (!hint && name !== "title")
      notes.add(`Annotations have "${storable(name, 60)}", which is not kept.`);
  }
  return known;
}

function promptOf(raw: unknown, notes: Notes) {
  const entry = named(raw, "prompt", notes);
  if (!entry) return [];
  const list = Array.isArray(entry.arguments) ? entry.arguments : [];
  if (list.length > MOST_ARGUMENTS)
    notes.add(
      `The prompt ${storable(entry.name, 80)} takes ${list.length} arguments; the first ${MOST_ARGUMENTS} are kept.`,
    );
  const taken = list.slice(0, MOST_ARGUMENTS).flatMap((one) => {
    const argument = named(one, "prompt's argument", notes);
    if (!argument) return [];
    const { required } = argument;
    return [
      {
        name: argument.name,
        description: text(argument.description, notes),
        required: typeof required === "boolean" ? required : undefined,
      },
    ];
  });
  return [
    {
      name: entry.name,
      title: text(entry.title, notes, 1_024),
      description: text(entry.description, notes),
      arguments: taken.length > 0 ? taken : undefined,
    },
  ];
}

function resourceOf(raw: unknown, isTemplate: boolean, notes: Notes) {
  const entry = Entry.safeParse(raw);
  const uri = entry.success ? entry.data[isTemplate ? "uriTemplate" : "uri"] : undefined;
  if (!entry.success || typeof uri !== "string" || uri === "") {
    notes.add("A resource without an address was left out.");
    return [];
  }
  return [
    {
      uri: notes.keep(uri, 2_048),
      isTemplate,
      name: text(entry.data.name, notes, 1_024) ?? "",
      title: text(entry.data.title, notes, 1_024),
      description: text(entry.data.description, notes),
      mimeType: text(entry.data.mimeType, notes, 256),
    },
  ];
}
