import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import type { GuardedFetch } from "./guarded-fetch.server.ts";

/** An answer too large for the memory, in a file of its own until `remove`. */
export type FetchedFile = { status: number; file: string; remove: () => Promise<void> };

/** Fetches an address into a file. Throws FetchRefused, or the error of the disk; nothing is left behind then. */
export async function fetchToFile(reach: GuardedFetch, url: string): Promise<FetchedFile> {
  const answer = await reach(url, { redirect: "follow", isStream: "any" });
  const folder = await mkdtemp(path.join(tmpdir(), "castellan-fetched-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, "answer");
  try {
    const body = answer.body as ReadableStream<Uint8Array> | null;
    await pipeline(
      body ? Readable.fromWeb(body) : Readable.from([]),
      createWriteStream(file, { mode: 0o600 }),
    );
    return { status: answer.status, file, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
