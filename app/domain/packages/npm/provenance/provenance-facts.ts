import { z } from "zod";

/** Where a release was built, as the certificate of its signature says and its statement repeats. */
export const VerifiedBuild = z.object({
  answer: z.literal("verified"),
  builder: z.enum(["GitHub Actions", "GitLab CI"]),
  /** `github.com/owner/name` */
  repository: z.string(),
  /** The file that describes the build. */
  workflow: z.string().nullable(),
  commit: z.string(),
  /** Place in the public log of signatures. */
  logIndex: z.string(),
  signedAt: z.string().nullable(),
  /** What it was verified with. */
  root: z.string(),
});
export type VerifiedBuild = z.infer<typeof VerifiedBuild>;

/** What looking at the record of a release's build ends in. */
export const ProvenanceAnswer = z.discriminatedUnion("answer", [
  VerifiedBuild,
  /** It is signed wrongly or speaks of something else: somebody lies. */
  z.object({ answer: z.literal("contradicted"), why: z.string(), root: z.string() }),
  /** There is a record, and nobody could verify it. */
  z.object({ answer: z.literal("claimed"), why: z.string() }),
]);
export type ProvenanceAnswer = z.infer<typeof ProvenanceAnswer>;

/** How a verified build is said in one sentence. */
export function buildSentence(build: VerifiedBuild): string {
  const { builder, repository, workflow, commit, logIndex } = build;
  const by = workflow === null ? builder : `${workflow} on ${builder}`;
  return `Verified: built from ${repository} at ${commit.slice(0, 12)} by ${by}; entry ${logIndex} of the public log.`;
}
