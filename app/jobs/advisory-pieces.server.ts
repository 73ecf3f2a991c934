import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { FetchRefused } from "#app/connectors/fetch-refused.ts";
import { type FetchedFile, fetchToFile } from "#app/connectors/fetch-to-file.server.ts";
import { troubleWords } from "#app/connectors/trouble-words.ts";
import { findAdvisoryPiece } from "#app/domain/advisories/advisory-import-queries.server.ts";
import { LARGEST_ADVISORY_ANSWER } from "#app/domain/advisories/advisory-words.ts";
import { unzippedText, ZIP_BEGINS } from "#app/domain/advisories/osv/unzip-records.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import type { JobWorld } from "./job-world.ts";

/** The text of an import in pieces, or why there is none; `end` lets go of what it is read from. */
export type Pieces = { pieces: AsyncIterable<string>; end: () => Promise<void> } | { problem: string };

const NOTHING_TO_END = async () => undefined;

/** What an address answers: text, or a zip of it. */
export async function fetchedPieces(world: JobWorld, url: string): Promise<Pieces> {
  const reach = world.reach({ timeoutMs: 600_000, largestBody: LARGEST_ADVISORY_ANSWER });
  let fetched: FetchedFile;
  try {
    fetched = await fetchToFile(reach, url);
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    return { problem: `${troubleWords("The address", error.why)} Nothing was imported.` };
  }
  const { file, status, remove: end } = fetched;
  const begins = await beginningOf(file);
  const problem =
    status !== 200
      ? `The address answered ${status}. Nothing was imported.`
      : /^\s*</.test(begins)
        ? "The address answered a page, not a file of records."
        : begins.startsWith("\u001f")
          ? "The address answered a file packed by gzip, which is not read here."
          : null;
  if (problem !== null) {
    await end();
    return { problem };
  }
  const isZip = begins.startsWith(ZIP_BEGINS.text);
  return { pieces: isZip ? unzippedText(file) : createReadStream(file, { encoding: "utf8" }), end };
}

/** A file somebody gave, as it was kept: text, or a zip as base64. */
export async function storedPieces(ctx: Ctx, importId: string): Promise<Pieces> {
  const pieces = keptPieces(ctx, importId);
  const first = await findAdvisoryPiece(ctx, importId, 0);
  if (!first?.startsWith(ZIP_BEGINS.base64)) return { pieces, end: NOTHING_TO_END };
  const packed: string[] = [];
  for await (const piece of pieces) packed.push(piece);
  return { pieces: unzippedText(Buffer.from(packed.join(""), "base64")), end: NOTHING_TO_END };
}

async function* keptPieces(ctx: Ctx, importId: string): AsyncGenerator<string> {
  for (let position = 0; ; position += 1) {
    const piece = await findAdvisoryPiece(ctx, importId, position);
    if (piece === undefined) return;
    yield piece;
  }
}

async function beginningOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString("latin1", 0, bytesRead);
  } finally {
    await handle.close();
  }
}
