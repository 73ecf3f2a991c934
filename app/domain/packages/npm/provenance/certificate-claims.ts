import type { Signer } from "@sigstore/verify";

/** What Fulcio wrote into a certificate of the build it was given to (Fulcio, "Sigstore OID information"). */
export type BuildClaims = {
  issuer: string | null;
  repository: string | null;
  commit: string | null;
  /** The build's description: `https://github.com/owner/name/.github/workflows/release.yml@refs/heads/main` */
  config: string | null;
};

const FULCIO = "1.3.6.1.4.1.57264.1";

export function certificateClaims({ identity }: Signer): BuildClaims {
  const values = new Map(
    (identity?.oids ?? []).map(({ oid, value }) => [oid?.id.join(".") ?? "", Buffer.from(value)]),
  );
  const text = (place: number) => utf8Of(values.get(`${FULCIO}.${place}`));
  return {
    issuer: text(8),
    repository: text(12),
    commit: text(13),
    config: text(18),
  };
}

const UTF8_STRING = 0x0c;

/** A DER UTF8String of up to 64 KiB. */
function utf8Of(value: Buffer | undefined): string | null {
  if (!value || value[0] !== UTF8_STRING) return null;
  const first = value[1] ?? 0;
  const more = first < 0x80 ? 0 : first - 0x80;
  if (more > 2) return null;
  const start = 2 + more;
  if (value.length < start) return null;
  const length = more === 0 ? first : value.readUIntBE(2, more);
  return value.length === start + length ? value.toString("utf8", start) : null;
}
