import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";
import { type SigstoreRoot, sigstoreRoot } from "#app/domain/packages/npm/provenance/sigstore-root.server.ts";

const Seeds = z.record(
  z.string(),
  z.object({ "root.json": z.base64(), targets: z.object({ "trusted_root.json": z.base64() }) }),
);
const Metadata = z.object({ signed: z.object({ version: z.number() }) });
const PUBLIC = "https://tuf-repo-cdn.sigstore.dev";

/**
 * Sigstore's trusted root: a file the operator keeps, or the one of the public Sigstore that comes with `@sigstore/tuf`.
 * Nothing is fetched. Throws when the file is none.
 */
export function readSigstoreRoot(file: string | undefined): SigstoreRoot {
  if (file !== undefined) {
    const day = statSync(file).mtime.toISOString().slice(0, 10);
    return sigstoreRoot(readFileSync(file, "utf8"), `the operator's trusted root of ${day}`);
  }
  const seeds = createRequire(import.meta.url).resolve("@sigstore/tuf/seeds.json");
  const seed = Seeds.parse(JSON.parse(readFileSync(seeds, "utf8")))[PUBLIC];
  if (!seed) throw new Error("The root of the public Sigstore is missing in @sigstore/tuf.");
  const text = (base64: string) => Buffer.from(base64, "base64").toString("utf8");
  const { version } = Metadata.parse(JSON.parse(text(seed["root.json"]))).signed;
  return sigstoreRoot(
    text(seed.targets["trusted_root.json"]),
    `the trusted root of the public Sigstore that comes with Castellan, version ${version}`,
  );
}
