import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import { type Signer, toSignedEntity, VerificationError, Verifier } from "@sigstore/verify";
import { visibleText } from "#app/domain/inventory/visible-text.ts";
import { certificateClaims } from "./certificate-claims.ts";
import type { ProvenanceAnswer } from "./provenance-facts.ts";
import { type BuildStatement, readStatement, SLSA_1, SLSA_02 } from "./read-statement.ts";
import { sameRepository } from "./same-repository.ts";
import type { SigstoreRoot } from "./sigstore-root.server.ts";

/** The release a record has to be of. */
export type Release = {
  name: string;
  version: string;
  /** What the registry says of its content: `sha512-…` */
  integrity: string | null;
};

const BUILDERS = {
  "https://token.actions.githubusercontent.com": "GitHub Actions",
  "https://gitlab.com": "GitLab CI",
} as const;

const claimed = (why: string) => ({ answer: "claimed", why }) as const;

/**
 * Verifies one record of a build: the signature, its certificate up to the root, its entry in the public log, and that it
 * speaks of this very release and of the build its certificate was given to. What is wrong is told apart from what
 * nobody could verify.
 * @param given a bundle of Sigstore, as the registry answered it
 */
export function verifyAttestation(given: unknown, release: Release, root: SigstoreRoot): ProvenanceAnswer {
  const bundle = readBundle(given);
  if (!bundle) return claimed("The record of its build is in no form that can be read here.");
  const { content, verificationMaterial } = bundle;
  if (content.$case !== "dsseEnvelope") return claimed("The record of its build holds no statement.");
  const { payload, payloadType } = content.dsseEnvelope;
  const [entry] = verificationMaterial.tlogEntries;
  if (!entry) return claimed("The record of its build stands in no public log.");
  if (
    !verificationMaterial.tlogEntries.every(({ logId }) =>
      root.logs.has(logId?.keyId.toString("base64") ?? ""),
    )
  )
    return claimed(`It stands in a log that ${root.says} does not name.`);
  const signed = signerOf(bundle, root);
  if ("answer" in signed) return signed;
  const contradicted = (why: string) => ({ answer: "contradicted", why, root: root.says }) as const;
  const statement = payloadType === "application/vnd.in-toto+json" ? readStatement(payload) : undefined;
  if (!statement) return claimed("What is signed is no statement about a build.");
  if (statement.predicateType !== SLSA_1 && statement.predicateType !== SLSA_02)
    return claimed("The statement is of a kind that says nothing of a build.");
  const wrong = wrongSubject(statement, release);
  if (wrong) return "why" in wrong ? contradicted(wrong.why) : claimed(wrong.open);
  const claims = certificateClaims(signed);
  const builder = claims.issuer === null ? undefined : builderOf(claims.issuer);
  if (!builder)
    return claimed(`It was signed through ${shown(claims.issuer)}, which is no build service known here.`);
  const { repository, commit } = claims;
  if (repository === null || commit === null)
    return claimed("Its certificate names no repository or no commit.");
  if (statement.repository === null) return claimed("The statement names no repository.");
  if (!sameRepository(statement.repository, repository))
    return contradicted(
      `The statement names ${shown(statement.repository)}, its certificate ${shown(repository)}.`,
    );
  if (statement.commit !== null && statement.commit !== commit)
    return contradicted("The statement names another commit than its certificate.");
  return {
    answer: "verified",
    builder,
    repository: shown(repository.replace(/^https?:\/\//, "")),
    workflow: workflowOf(claims.config, repository),
    commit: shown(commit),
    logIndex: entry.logIndex,
    signedAt: timeOf(entry.integratedTime),
    root: root.says,
  };
}

function readBundle(given: unknown): Bundle | undefined {
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

function signerOf(bundle: Bundle, root: SigstoreRoot): Signer | ProvenanceAnswer {
  try {
    return new Verifier(root.material).verify(toSignedEntity(bundle));
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

/** Why a statement is not of this release; `open` when that cannot be told. */
function wrongSubject(
  { subjects }: BuildStatement,
  release: Release,
): { why: string } | { open: string } | undefined {
  const named = `pkg:npm/${release.name.replace(/^@/, "%40")}@${release.version}`;
  const own = subjects.find(({ name }) => name === named);
  if (!own)
    return { why: `It is the record of ${shown(subjects[0]?.name ?? null)} and not of this release.` };
  const hash = sha512Of(release.integrity);
  if (hash === null) return { open: "The registry does not tell the SHA-512 of its content." };
  return own.sha512 === hash
    ? undefined
    : { why: "It is the record of other content than the registry holds." };
}

function sha512Of(integrity: string | null): string | null {
  const found = integrity?.split(/\s+/).find((one) => one.startsWith("sha512-"));
  const bytes = found ? Buffer.from(found.slice(7).split("?")[0] ?? "", "base64") : null;
  return bytes?.length === 64 ? bytes.toString("hex") : null;
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

const shown = (text: string | null) => (text === null ? "nobody" : visibleText(text, 200));
