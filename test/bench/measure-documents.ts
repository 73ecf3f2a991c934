import { makeRandom } from "#test/inventory-formats/mutated-files.ts";
import { advisoryFault, documentFault } from "#test/support/document-faults.ts";
import { mutatedDocument } from "#test/support/mutated-registries.ts";
import {
  ADVISORY_FILES,
  PLAIN_DOCUMENTS,
  PLANTED,
  PLANTED_DOCUMENTS,
} from "#test/support/planted-documents.ts";
import { type Measured, rounded } from "./report.ts";

const MUTATIONS = 100_000;
const ADVISORIES = 20_000;

/** Processor time of this process so far, in milliseconds. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Where the secret stands in a document: the characters before each. Moved elsewhere, it may have become a name. */
function placesOf(text: string): string[] {
  return [...text.matchAll(new RegExp(PLANTED, "g"))].map(({ index }) =>
    text.slice(Math.max(0, index - 12), index),
  );
}

/**
 * 100,000 mutated pages and files of registries of every kind, then 20,000 of advisories: none may crash, none may use more
 * than a second, none may lose an entry, and no planted secret may stand in what is stored. `CASTELLAN_SEED` repeats a run.
 */
export async function measure({ scale }: { scale: number }): Promise<Measured> {
  const seed = Number(process.env.CASTELLAN_SEED ?? Date.now() % 1_000_000_000);
  process.stderr.write(`seed ${seed}\n`);
  const random = makeRandom(seed);
  const figures = { documents: 0, withSecret: 0, advisoryFiles: 0, crashes: 0, faults: 0, slowestMs: 0 };
  const hold = async (text: string, look: () => Promise<string | undefined> | string | undefined) => {
    const start = processorTime();
    let fault: string | undefined;
    try {
      fault = await look();
      if (fault !== undefined) figures.faults += 1;
    } catch (error) {
      fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
      figures.crashes += 1;
    }
    const used = processorTime() - start;
    figures.slowestMs = Math.max(figures.slowestMs, rounded(used));
    if (used > 1_000) fault = `it took ${rounded(used)} ms`;
    if (fault !== undefined && figures.faults + figures.crashes <= 20)
      process.stderr.write(`${fault}\n${JSON.stringify(text.slice(0, 4_000))}\n`);
  };
  const known = new Map(PLANTED_DOCUMENTS.map(([, whole]) => [whole, new Set(placesOf(whole))]));
  for (; figures.documents < MUTATIONS * scale; figures.documents += 1) {
    const documents = random(2) === 0 ? PLAIN_DOCUMENTS : PLANTED_DOCUMENTS;
    const [kind, whole] = documents[random(documents.length)] ?? ["official", ""];
    const text = mutatedDocument(whole, random(0x7fffffff));
    const places = placesOf(text);
    const isInPlace = places.length > 0 && places.every((place) => known.get(whole)?.has(place));
    if (isInPlace) figures.withSecret += 1;
    const piece = 1 + random(5_000);
    await hold(text, () => documentFault(kind, text, piece, isInPlace ? PLANTED : undefined));
  }
  for (; figures.advisoryFiles < ADVISORIES * scale; figures.advisoryFiles += 1) {
    const text = mutatedDocument(ADVISORY_FILES[random(ADVISORY_FILES.length)] ?? "", random(0x7fffffff));
    await hold(text, () => advisoryFault(text, 1 + random(5_000)));
  }
  return { figures, goals: { crashes: { max: 0 }, faults: { max: 0 }, slowestMs: { max: 1_000 } } };
}
