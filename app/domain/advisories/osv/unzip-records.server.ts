import { fromBufferPromise, openPromise, type ZipFile } from "yauzl";

/** Bounds of a zip, so that a small one cannot keep the worker busy for ever. */
export const ZIP_LIMITS = {
  entries: 1_000_000,
  /** Bytes of all that is unpacked. */
  total: 4 * 1024 ** 3,
  /** How many times its own size it may unpack to, once that is more than `ratioFrom` bytes. */
  ratio: 200,
  ratioFrom: 16 * 1024 ** 2,
} as const;

const TOO_MANY = `It holds more than ${ZIP_LIMITS.entries.toLocaleString("en-GB")} files.`;
const TOO_LARGE = "It unpacks to more than is read.";
const BOMB = `It unpacks to more than ${ZIP_LIMITS.ratio} times its size, as files do that are made to harm.`;

/** Why a zip is not read, or not to its end; a sentence for people. */
export class ZipRefused extends Error {
  readonly sentence: string;
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.sentence = sentence;
  }
}

/** How a zip begins, and how that looks as base64. */
export const ZIP_BEGINS = { text: "PK\u0003\u0004", base64: "UEsDB" } as const;

/**
 * What stands in the files of a zip, one after the other with a line feed between, in pieces and without unpacking more at
 * once. Throws ZipRefused for what is no zip, is encrypted, lies about its sizes, or goes beyond the bounds.
 * @param source its bytes, or the path of a file that holds them
 */
export async function* unzippedText(
  source: Buffer | string,
  limits: { total: number; ratio: number; ratioFrom: number } = ZIP_LIMITS,
): AsyncGenerator<string> {
  const zip = await opened(source);
  try {
    if (zip.entryCount > ZIP_LIMITS.entries) throw new ZipRefused(TOO_MANY);
    let total = 0;
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      const decoder = new TextDecoder();
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        const bytes: Buffer = chunk;
        total += bytes.length;
        if (total > limits.total) throw new ZipRefused(TOO_LARGE);
        if (total > limits.ratioFrom && total > limits.ratio * zip.fileSize) throw new ZipRefused(BOMB);
        yield decoder.decode(bytes, { stream: true });
      }
      yield `${decoder.decode()}\n`;
    }
  } catch (error) {
    if (error instanceof ZipRefused) throw error;
    throw new ZipRefused("The zip is broken, or packed in a way that is not read here.", error);
  } finally {
    zip.close();
  }
}

async function opened(source: Buffer | string): Promise<ZipFile> {
  try {
    return typeof source === "string"
      ? await openPromise(source, { autoClose: false })
      : await fromBufferPromise(source);
  } catch (error) {
    throw new ZipRefused("The zip is cut off or broken: it has no list of its files at its end.", error);
  }
}
