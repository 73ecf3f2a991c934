import { readRecords } from "#app/domain/advisories/osv/read-records.ts";
import { documentRemarks } from "#app/domain/registries/document-remarks.ts";
import { type ReadEntry, sortEntries } from "#app/domain/registries/entry-rules.ts";
import { afterPage } from "#app/domain/registries/page-rules.ts";
import { entryReader } from "#app/domain/registries/read-entries.server.ts";
import { ODDITY_KINDS, type RegistryKind } from "#app/domain/registries/registry-words.ts";
import { rowsJson } from "#app/domain/registries/rows-json.ts";

const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;
const PAGE = { pages: 0, cursor: null, markedCursor: null };

/** A document of a registry read as an import does, and what is wrong with what came out, or undefined. */
export function documentFault(kind: RegistryKind, text: string, piece: number, secret?: string) {
  const bytes = Buffer.from(text);
  const reader = entryReader(kind, 1);
  const entries: ReadEntry[] = [];
  for (let at = 0; at < bytes.length; at += piece)
    entries.push(...reader.push(bytes.subarray(at, at + piece)));
  const { last, facts } = reader.end();
  entries.push(...last);
  const oddities: readonly string[] = ODDITY_KINDS;
  const remarks = [...entries.flatMap((entry) => entry.remarks), ...documentRemarks(facts, entries.length)];
  const unknown = remarks.find(({ oddity }) => !oddities.includes(oddity));
  if (unknown !== undefined) return `the oddity ${unknown.oddity} is not known`;
  if (entries.some(({ draft, remarks: own }) => draft === null && own.length === 0))
    return "an entry was dropped without a word";
  const stored = rowsJson(entries.map(({ draft, name, path }) => ({ draft, name, path })));
  const told = rowsJson(remarks);
  if (UNSTORABLE.test(stored) || UNSTORABLE.test(told)) return "a text cannot be stored";
  const sorted = sortEntries(entries, [], "this");
  if (sorted.added.length + sorted.refused.length !== entries.length) return "an entry was lost";
  afterPage(PAGE, { facts, entries: entries.length, known: 0 }, 0);
  return secret !== undefined && `${stored}${told}`.includes(secret) ? "a secret came out" : undefined;
}

/** The same for a file of advisories. */
export async function advisoryFault(text: string, piece: number): Promise<string | undefined> {
  for await (const batch of readRecords(piecesOf(text, piece), 0)) {
    if (batch.records < 0 || batch.records > 200) return `a batch of ${batch.records} records`;
    if (batch.notes.some((note) => !/^Line \d+: ./s.test(note))) return "a note without its place";
  }
  return undefined;
}

async function* piecesOf(text: string, piece: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += piece) yield text.slice(at, at + piece);
}
