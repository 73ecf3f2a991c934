import { imageEvidence } from "#app/domain/packages/image/image-evidence.ts";
import type { ImageAnswer } from "#app/domain/packages/image/image-facts.ts";
import { packageEvidence, unansweredPackage } from "#app/domain/packages/package-evidence.ts";
import type { PackageObservation } from "#app/domain/packages/package-facts.ts";
import { repositoryEvidence } from "#app/domain/packages/repository/repository-evidence.ts";
import type { RepositoryFacts } from "#app/domain/packages/repository/repository-facts.ts";
import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";

type Answers = ReturnType<typeof packageEvidence>["ofServer"];

/**
 * Everything a look found, as evidence of the release it turned out to be; of the server only what the look at its newest
 * release found, since an older one has its own licence and repository. `claimed` is of a repository that nothing confirms:
 * it replaces what was told of another one before.
 */
export function lookEvidence(
  { now }: { now: Date },
  { identity, release }: { identity: string; release: string },
  observation: PackageObservation,
  repository: RepositoryFacts | null,
  image: ImageAnswer | null = null,
): { found: EvidenceToRecord[]; claimed: EvidenceToRecord[] } {
  const answers = answersOf(observation, now);
  const of = releaseOf(observation, release);
  const rowsOf = (some: Answers, release: string, source: string): EvidenceToRecord[] =>
    (Object.entries(some) as [EvidenceToRecord["row"], Answers["licence"]][]).flatMap(([row, answer]) =>
      answer ? [{ identity, release, row, source, ...answer }] : [],
    );
  const told = repository ? repositoryEvidence(repository, now) : null;
  const registry = `registry ${observation.source.replace(/^https?:\/\//, "")}`;
  const isNewest = release === "";
  const there =
    told && repository
      ? [
          ...(isNewest ? rowsOf(told.ofServer, "", repository.place) : []),
          ...(of === "" ? [] : rowsOf(told.ofRelease, of, repository.place)),
        ]
      : [];
  const signed = image && of !== "" ? [{ ...imageEvidence(image), row: "image_signed" as const }] : [];
  const isClaimed = repository?.confirmation.state === "claimed";
  // the repository's licence before the package's, whose word it is
  return {
    claimed: isClaimed ? there : [],
    found: [
      ...(isClaimed ? [] : there),
      ...(isNewest ? rowsOf(answers.ofServer, "", registry) : []),
      ...(of === "" ? [] : rowsOf(answers.ofRelease, of, registry)),
      ...signed.map((one) => ({ identity, release: of, source: "the image's registry", ...one })),
    ],
  };
}

function answersOf(observation: PackageObservation, now: Date): { ofServer: Answers; ofRelease: Answers } {
  if (observation.outcome === "found") return packageEvidence(observation.facts, now);
  // npm was not asked, so it left nothing unanswered
  if (observation.outcome === "listed") return { ofServer: {}, ofRelease: {} };
  return unansweredPackage(observation.why);
}

function releaseOf(observation: PackageObservation, asked: string): string {
  if (observation.outcome === "found") return observation.facts.version;
  return asked === "" && observation.outcome === "listed" ? (observation.version ?? "") : asked;
}
