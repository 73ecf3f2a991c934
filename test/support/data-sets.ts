import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const DATA = path.resolve(import.meta.dirname, "../../../shared/data");

/** A file of the data sets beside the repository, or null where they are not. */
export function dataSet(name: string): string | null {
  const file = path.join(DATA, name);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** The names of the files in one of their folders, as `dataSet` takes them; none where they are not. */
export function dataSetsIn(folder: string): string[] {
  const place = path.join(DATA, folder);
  return existsSync(place) ? readdirSync(place).map((name) => `${folder}/${name}`) : [];
}
