import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { pack as makePack, type Pack } from "tar-stream";

type ArchiveFile = { name: string; body: Buffer };
type Files = { files: AsyncGenerator<ArchiveFile>; close: () => Promise<void> };
type Reader = {
  /** Ends when nobody listens any more. */
  signal: AbortSignal;
  /** Resolves when the connection has room again, or is gone. */
  drained: () => Promise<void>;
};

/** Whoever takes longer than this holds up the database. */
const MOST_MINUTES = 60;

/**
 * A tar archive, gzipped, made only as fast as the other side takes it: one file at a time is in memory. However it
 * ends, the files are closed; an archive that could not be finished breaks off, so that nobody takes it for whole.
 */
export function tarGz(
  folder: string,
  mtime: Date,
  { files, close }: Files,
  { signal, drained }: Reader,
): ReadableStream<Uint8Array> {
  const pack = makePack();
  const gzip = createGzip();
  const chunks: AsyncIterator<Uint8Array> = gzip[Symbol.asyncIterator]();
  const late = AbortSignal.timeout(MOST_MINUTES * 60_000);
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    pack.destroy();
    gzip.destroy();
  };
  pack.on("error", fail);
  gzip.on("error", fail);
  // waits for no reader: whoever went away asks for nothing more
  const over = Promise.all([
    pipeline(pack, gzip).catch(fail),
    fill(pack, folder, mtime, files).catch(fail),
  ]).then(close);
  const breakOff = () => fail(new Error("The archive was not taken to its end."));
  for (const ending of [signal, late]) {
    if (ending.aborted) breakOff();
    else ending.addEventListener("abort", breakOff, { once: true });
  }
  return new ReadableStream(
    {
      async pull(controller) {
        await drained();
        const next = await chunks.next().catch(fail);
        if (next && !next.done) return controller.enqueue(next.value);
        await over;
        if (failure !== undefined && !signal.aborted) throw failure;
        controller.close();
      },
      async cancel() {
        breakOff();
        await over;
      },
    },
    { highWaterMark: 0 },
  );
}

async function fill(
  pack: Pack,
  folder: string,
  mtime: Date,
  files: AsyncGenerator<ArchiveFile>,
): Promise<void> {
  for await (const { name, body } of files) {
    await new Promise<void>((resolve, reject) => {
      const header = { name: `${folder}/${name}`, size: body.length, mtime };
      pack.entry(header, body, (error) => (error ? reject(error) : resolve())).on("error", reject);
    });
  }
  pack.finalize();
}
