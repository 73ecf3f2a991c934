import { compareListings, type ListingDrift } from "#app/domain/catalog/drift/compare-listings.ts";
import {
  CHANGE_KINDS,
  type ChangeKind,
  DEFAULT_DRIFT_POLICY,
} from "#app/domain/catalog/drift/drift-words.ts";
import { type ListedServer, readListing } from "#app/domain/catalog/drift/read-listing.ts";
import { jsonIn } from "#app/domain/json-text.ts";
import { textOf } from "./read-text.ts";
import { EXIT, Stop } from "./stop.ts";
import { printable, say } from "./terminal.ts";

/**
 * Tells what changed between two files: registries, or lists of tools of one server. Nothing is sent; the classes are those
 * that hold before an organization chose others.
 */
export async function drift(files: readonly string[], options: { json: boolean }): Promise<number> {
  const [before, after] = files;
  if (before === undefined || after === undefined || files.length > 2) {
    throw new Stop(EXIT.usage, "Two files were expected: castellan drift BEFORE AFTER.");
  }
  const found = compareListings(await read(before), await read(after), DEFAULT_DRIFT_POLICY);
  if (options.json) say(JSON.stringify(found, null, 2));
  else for (const line of linesOf(found)) say(line);
  return EXIT.done;
}

async function read(file: string): Promise<Map<string, ListedServer>> {
  const found = await textOf(file);
  if (found === undefined || "reason" in found) {
    const why = found === undefined ? "there is no such file" : found.reason;
    throw new Stop(EXIT.unreadable, `${printable(file, 200)} was not read: ${why}.`);
  }
  const listing = readListing(jsonIn(found.text));
  if (listing) return listing;
  throw new Stop(EXIT.unreadable, `${printable(file, 200)} is neither a registry nor a list of tools.`);
}

function* linesOf({ servers, tools, kinds, rows }: ListingDrift): Iterable<string> {
  for (const { name, fate, class: strictest, whole, tools: drifted } of rows) {
    if (fate === "same") continue;
    yield `${printable(name, 80) || "the server"}: ${strictest ?? fate}`;
    for (const { kind, detail } of whole) yield `  ${CHANGE_KINDS[kind]}${detailOf(detail)}`;
    for (const tool of drifted) {
      const was = tool.was === null ? "" : ` (was ${printable(tool.was, 80)})`;
      const told = tool.changes.map(({ kind, detail }) => `${CHANGE_KINDS[kind]}${detailOf(detail)}`);
      yield `  ${printable(tool.name, 80)}${was}: ${told.join("; ")}`;
    }
  }
  yield `${servers.same} servers the same, ${servers.changed} changed, ${servers.added} new, ${servers.removed} gone`;
  yield `tools: ${tools.same} the same, ${tools.added} added, ${tools.removed} removed, ${tools.renamed} renamed, ${tools.changed} changed`;
  for (const kind of Object.keys(kinds) as ChangeKind[])
    yield `${CHANGE_KINDS[kind]}: ${kinds[kind]} servers`;
}

function detailOf(detail: readonly string[]): string {
  return detail.length > 0 ? `, ${printable(detail.join(", "), 300)}` : "";
}
