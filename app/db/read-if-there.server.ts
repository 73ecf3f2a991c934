import { readFile } from "node:fs/promises";

/** The text of a file, or undefined when there is none. Anything else is thrown: unreadable is not absent. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
