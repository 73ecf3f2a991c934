import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import { type Signer, toSignedEntity, VerificationError, Verifier } from "@sigstore/verify";
import { visibleText } from "#app/domain/inventory/visible-text.ts";
import { type BuildClaims, certificateClaims } from "./certificate-claims.ts";
import type { ProvenanceAnswer, VerifiedBuild } from "./provenance-facts.ts";
import type { SigstoreRoot } from "./sigstore-root.server.ts";

const BUILDERS = {
  "https://token.actions.githubusercontent.com": "GitHub Actions",
  "https://gitlab.com": "GitLab CI",
} as const;

export const claimed = (why: string) => ({ answer: "claimed", why }) as const;
export const shown = (text: string | null) => (text === null ? "nobody" : visibleText(text, 200));

/** A bundle whose signature, certificate and log entry fit, and what its certificate says of the signer. */
export type Verified = { claims: BuildClaims; logIndex: string; signedAt: string | null };

/**
 * Verifies a signature up to the root: certificate, log entry, and the signature over the statement or the artifact. What
 * is wrong is told apart from what nobody could verify.
 */
export function verifyBundle(
  bundle: Bundle,
  root: SigstoreRoot,
  artifact?: Buffer,
): Verified | ProvenanceAnswer {
  const entries = bundle.verificationMaterial.tlogEntries;
  const [entry] = entries;
  if (!entry) return claimed("The signature stands in no public log.");
  if (!entries.every(({ logId }) => root.logs.has(logId?.keyId.toString("base64") ?? "")))
    return claimed(`It stands in a log that ${root.says} does not name.`);
  const signer = signerOf(bundle, root, artifact);
  if ("answer" in signer) return signer;
  return {
    claims: certificateClaims(signer),
    logIndex: entry.logIndex,
    signedAt: timeOf(entry.integratedTime),
  };
}

/** Where something was built, as a verified certificate says; a claim where it was given to no build. */
export function buildOf(
  { claims, logIndex, signedAt }: Verified,
  root: SigstoreRoot,
): VerifiedBuild | ProvenanceAnswer {
  const { issuer, repository, commit, config } = claims;
  const builder = issuer === null ? undefined : builderOf(issuer);
  if (!builder)
    return claimed(`It was signed through ${shown(issuer)}, which is no build service known here.`);
  if (repository === null || commit === null)
    return claimed("Its certificate names no repository or no commit.");
  return {
    answer: "verified",
    builder,
    repository: shown(repository.replace(/^https?:\/\//, "")),
    workflow: workflowOf(config, repository),
    commit: shown(commit),
    logIndex,
    signedAt,
    root: root.says,
  };
}

export function readBundle(given: unknown): Bundle | undefined {
  try {
    return bundleFromJSON(given);
  } catch (error) {
    // what does not fit the schema is no bundle; besides its own errors the parser throws those of wrong types
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** What these say is that nothing could be verified, not that something is wrong. */
const OPEN: Partial<Record<VerificationError["code"], string>> = {
  NOT_IMPLEMENTED_ERROR: "It is signed in a way that cannot be verified here.",
  TIMESTAMP_ERROR: "It holds no trustworthy time of signing.",
  TLOG_MISSING_INCLUSION_ERROR: "It brings no proof that it stands in the public log.",
  PUBLIC_KEY_ERROR: "It was signed with a key and not with a certificate.",
  CERTIFICATE_ERROR:
    "Its certificate does not lead to an authority of the trusted root, or was not valid when it was used.",
};

function signerOf(bundle: Bundle, root: SigstoreRoot, artifact?: Buffer): Signer | ProvenanceAnswer {
  try {
    return new Verifier(root.material).verify(toSignedEntity(bundle, artifact));
  } catch (error) {
    if (error instanceof VerificationError) {
      const open = OPEN[error.code];
      if (open !== undefined) return claimed(`${open} Tried with ${root.says}.`);
      if (/^unsupported/.test(error.message))
        return claimed("Its entry in the log is of a kind not known here.");
      return {
        answer: "contradicted",
        why: `The signature is wrong: ${shown(error.message)}.`,
        root: root.says,
      };
    }
    // certificates and times that cannot be parsed
    if (error instanceof Error) return claimed("The record of its build is damaged and could not be read.");
    throw error;
  }
}

function builderOf(issuer: string) {
  return Object.hasOwn(BUILDERS, issuer) ? BUILDERS[issuer as keyof typeof BUILDERS] : undefined;
}

function workflowOf(config: string | null, repository: string): string | null {
  if (!config?.startsWith(`${repository}/`)) return null;
  return shown(
    config
      .slice(repository.length + 1)
      .replace(/^\//, "")
      .split("@")[0] ?? "",
  );
}

function timeOf(seconds: string): string | null {
  const at = Number(seconds) * 1_000;
  return at > 0 && at < 8.64e15 ? new Date(at).toISOString() : null;
}
