import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";

const Seeds = z.record(
  z.string(),
  z.object({ "root.json": z.base64(), targets: z.object({ "trusted_root.json": z.base64() }) }),
);
const Metadata = z.object({ signed: z.object({ version: z.number() }) });
const PUBLIC = "https://tuf-repo-cdn.sigstore.dev";

/**
 * Sigstore's trusted root: a file the operator keeps, or the one of the public Sigstore that comes with `@sigstore/tuf`.
 * Nothing is fetched. Throws when there is no such file.
 */
export function readTrustedRoot(file: string | undefined): { text: string; name: string } {
  if (file !== undefined) {
    try {
      const day = statSync(file).mtime.toISOString().slice(0, 10);
      return { text: readFileSync(file, "utf8"), name: `the operator's trusted root of ${day}` };
    } catch (error) {
      throw new Error(`SIGSTORE_TRUSTED_ROOT names no file that can be read: ${file}`, { cause: error });
    }
  }
  const require = createRequire(import.meta.url);
  const seed = Seeds.parse(JSON.parse(readFileSync(require.resolve("@sigstore/tuf/seeds.json"), "utf8")))[
    PUBLIC
  ];
  if (!seed) throw new Error("The root of the public Sigstore is missing in @sigstore/tuf.");
  const text = (base64: string) => Buffer.from(base64, "base64").toString("utf8");
  const { version } = Metadata.parse(JSON.parse(text(seed["root.json"]))).signed;
  return {
    text: text(seed.targets["trusted_root.json"]),
    name: `the trusted root of the public Sigstore that comes with Castellan, version ${version}`,
  };
}
