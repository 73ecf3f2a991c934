import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";

/** The files of a gzipped tar archive by name. Throws for one that breaks off. */
export async function unpack(archive: Uint8Array): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const reading = extract();
  reading.end(gunzipSync(archive));
  for await (const entry of reading) {
    let text = "";
    entry.setEncoding("utf8");
    for await (const part of entry) text += String(part);
    files.set(entry.header.name, text);
  }
  return files;
}
