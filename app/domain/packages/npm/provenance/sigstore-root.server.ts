import { createHash } from "node:crypto";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { type TrustMaterial, toTrustMaterial } from "@sigstore/verify";

/** The authorities and logs that signatures are verified with. */
export type SigstoreRoot = {
  material: TrustMaterial;
  /** Ids of the logs it names, in base64. */
  logs: ReadonlySet<string>;
  /** Which root it is, for people. */
  says: string;
};

/** @param text a `trusted_root.json` of Sigstore. Throws one sentence when it is none */
export function sigstoreRoot({ text, name }: { text: string; name: string }): SigstoreRoot {
  try {
    return rootOf(text, name);
  } catch (error) {
    throw new Error(`This is no trusted root of Sigstore: ${name}.`, { cause: error });
  }
}

function rootOf(text: string, name: string): SigstoreRoot {
  const root = TrustedRoot.fromJSON(JSON.parse(text));
  if (root.tlogs.length === 0 || root.certificateAuthorities.length === 0)
    throw new Error("The trusted root of Sigstore names no log or no authority.");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return {
    material: toTrustMaterial(root),
    logs: new Set(
      root.tlogs.flatMap(({ logId, checkpointKeyId }) =>
        [logId, checkpointKeyId].flatMap((one) => (one ? [one.keyId.toString("base64")] : [])),
      ),
    ),
    says: `${name} (SHA-256 ${hash})`,
  };
}
