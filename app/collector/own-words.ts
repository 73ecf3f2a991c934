import { realpathSync } from "node:fs";
import path from "node:path";
import { CouldNotLook } from "#app/domain/catalog/asking/could-not-look.ts";
import { Manifest } from "#app/domain/catalog/manifest-inputs.ts";

const SHORTEST_VALUE = 4;

/** What a server may know and nobody else should: values it was given, and places of this machine. */
export type Known = { values: readonly string[]; folders: readonly string[] };
export type Clean = (text: string) => string;

/** Takes what only this machine knows out of a server's words; folders get one name, so that they are the same next time. */
export function cleaner({ values, folders }: Known): Clean {
  const secrets = values
    .filter((value) => value.length >= SHORTEST_VALUE)
    .flatMap((value) => {
      const bytes = Buffer.from(value);
      return [value, encodeURIComponent(value), bytes.toString("base64"), bytes.toString("base64url")];
    });
  const places = folders.flatMap((folder) => [folder, realOf(folder)]).map((one) => path.resolve(one));
  // a value may hold a folder, so the longest goes first
  const known = [
    ...secrets.map((text) => ({ text, shown: "(its value)" })),
    ...places.map((text) => ({ text, shown: "(its folder)" })),
  ].sort((a, b) => b.text.length - a.text.length);
  return (text) => known.reduce((plain, one) => plain.replaceAll(one.text, one.shown), text);
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // It is not there; its name is all there is.
    return folder;
  }
}

/** A manifest without those words in any text or name: what is shown, hashed and sent. */
export function cleanManifest(manifest: Manifest, clean: Clean): Manifest {
  const cleaned: unknown = JSON.parse(JSON.stringify(manifest), (_key, value: unknown) => {
    if (typeof value === "string") return clean(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [clean(key), one]));
  });
  const parsed = Manifest.safeParse(cleaned);
  if (parsed.success) return parsed.data;
  throw new CouldNotLook("its tools repeat what it was given, and cannot be kept without that");
}
