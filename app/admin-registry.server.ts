import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Conflict } from "#app/domain/errors.ts";
import { importRegistryFile } from "#app/domain/registries/import-registry-file.server.ts";
import { operatorContext } from "#app/operator-context.server.ts";

/** Gives a registry a file of any size; the background work reads it. */
export async function importAsOperator(of: {
  orgId: string;
  registryId: string;
  file: string;
}): Promise<string> {
  const found = await stat(of.file).catch(() => null);
  if (!found?.isFile()) throw new Conflict(`There is no file ${of.file}. Nothing was changed.`);
  const input = { registryId: of.registryId, fileName: path.basename(of.file).slice(0, 200) };
  const { id } = await importRegistryFile(operatorContext(of.orgId), input, createReadStream(of.file));
  return `The file is kept, ${found.size} bytes, and is read by the background work: import ${id}.\n`;
}
