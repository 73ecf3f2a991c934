import type { ProvenanceAnswer } from "./provenance-facts.ts";
import { type BuildStatement, readStatement, SLSA_1, SLSA_02 } from "./read-statement.ts";
import { sameRepository } from "./same-repository.ts";
import type { SigstoreRoot } from "./sigstore-root.server.ts";
import { buildOf, claimed, readBundle, shown, verifyBundle } from "./verify-bundle.server.ts";

/** The release a record has to be of. */
export type Release = {
  name: string;
  version: string;
  /** What the registry says of its content: `sha512-…` */
  integrity: string | null;
};

/**
 * Verifies one record of a build: the signature, its certificate up to the root, its entry in the public log, and that it
 * speaks of this very release and of the build its certificate was given to. What is wrong is told apart from what
 * nobody could verify.
 * @param given a bundle of Sigstore, as the registry answered it
 */
export function verifyAttestation(given: unknown, release: Release, root: SigstoreRoot): ProvenanceAnswer {
  const bundle = readBundle(given);
  if (!bundle) return claimed("The record of its build is in no form that can be read here.");
  const { content } = bundle;
  if (content.$case !== "dsseEnvelope") return claimed("The record of its build holds no statement.");
  const verified = verifyBundle(bundle, root);
  if ("answer" in verified) return verified;
  const contradicted = (why: string) => ({ answer: "contradicted", why, root: root.says }) as const;
  const statement = readStatement(content.dsseEnvelope);
  if (!statement) return claimed("What is signed is no statement about a build.");
  if (statement.predicateType !== SLSA_1 && statement.predicateType !== SLSA_02)
    return claimed("The statement is of a kind that says nothing of a build.");
  const wrong = wrongSubject(statement, release);
  if (wrong) return "why" in wrong ? contradicted(wrong.why) : claimed(wrong.open);
  const build = buildOf(verified, root);
  if (build.answer !== "verified") return build;
  const { repository, commit } = verified.claims;
  if (statement.repository === null) return claimed("The statement names no repository.");
  if (!sameRepository(statement.repository, repository ?? ""))
    return contradicted(
      `The statement names ${shown(statement.repository)}, its certificate ${shown(repository)}.`,
    );
  if (statement.commit !== null && statement.commit !== commit)
    return contradicted("The statement names another commit than its certificate.");
  return build;
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
