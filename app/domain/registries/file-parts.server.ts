import type { Transaction } from "#app/db/client.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { registryFilePart } from "#app/domain/registries/registry-tables.server.ts";

const PART = 256 * 1024;

/** Keeps a file to be read by a job, in parts. Returns how many there are. */
export async function keepParts(
  tx: Transaction,
  ctx: Ctx,
  importId: string,
  file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number> {
  let position = 0;
  for await (const piece of file) {
    for (let at = 0; at < piece.length; at += PART) {
      const bytes = piece.subarray(at, at + PART);
      await tx.insert(registryFilePart).values({ orgId: ctx.orgId, importId, position, bytes });
      position += 1;
    }
  }
  return position;
}
