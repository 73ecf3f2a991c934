import { z } from "zod";
import type { Looked } from "#app/domain/packages/looked.ts";
import type { ProvenanceAnswer } from "./provenance-facts.ts";
import { SLSA_1, SLSA_02 } from "./read-statement.ts";
import type { SigstoreRoot } from "./sigstore-root.server.ts";
import { type Release, verifyAttestation } from "./verify-attestation.server.ts";

const Attestations = z.object({
  attestations: z.array(z.object({ predicateType: z.string(), bundle: z.unknown() })).max(20),
});

const MOST_RECORDS = 5;

/**
 * What a registry's records of a release's build prove. One that contradicts is louder than one that is verified, and one
 * that is verified than one nobody could verify.
 */
export function judgeAttestations(
  answer: Looked<unknown>,
  release: Release,
  root: SigstoreRoot,
): ProvenanceAnswer {
  const claimed = (why: string): ProvenanceAnswer => ({ answer: "claimed", why });
  if (!answer.ok)
    return claimed(answer.isAbsent ? "The registry lists a record of its build and has none." : answer.why);
  const read = Attestations.safeParse(answer.value);
  if (!read.success) return claimed("The registry answered something that is no list of records.");
  const records = read.data.attestations
    .filter(({ predicateType }) => predicateType === SLSA_1 || predicateType === SLSA_02)
    .slice(0, MOST_RECORDS)
    .map(({ bundle }) => verifyAttestation(bundle, release, root));
  const said = (how: ProvenanceAnswer["answer"]) => records.find((one) => one.answer === how);
  return (
    said("contradicted") ??
    said("verified") ??
    said("claimed") ??
    claimed("The registry gives no record of a build that is read here.")
  );
}
