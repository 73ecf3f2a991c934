import { imageEvidence } from "#app/domain/packages/image/image-evidence.ts";
import type { ImageAnswer } from "#app/domain/packages/image/image-facts.ts";
import { packageEvidence } from "#app/domain/packages/package-evidence.ts";
import type { PackageFacts, SignatureAnswer } from "#app/domain/packages/package-facts.ts";
import { repositoryEvidence } from "#app/domain/packages/repository/repository-evidence.ts";
import type { RepositoryFacts } from "#app/domain/packages/repository/repository-facts.ts";

export type PackageAnswer = {
  term: string;
  state: "found" | "not_found" | "could_not_look";
  sentence: string;
  more: string[];
};

const TERMS = {
  licence: "Licence",
  maintainers: "Maintainers",
  package_age: "Age",
  releases: "Releases",
  release_age: "This release",
  npm_deprecated: "Deprecation",
  provenance: "Provenance",
  install_scripts: "Install scripts",
  dependency_count: "Dependencies",
} as const;

/** The facts of a release as sentences, in the order a reader asks. */
export function packageAnswers(
  facts: PackageFacts,
  repository: RepositoryFacts | null,
  now: Date,
): PackageAnswer[] {
  const { ofServer, ofRelease } = packageEvidence(facts, now);
  const all = { ...ofServer, ...ofRelease };
  const answers = (Object.keys(TERMS) as (keyof typeof TERMS)[]).map((row): PackageAnswer => {
    const { answer = "could_not_look", detail = {} } = all[row] ?? {};
    const said = detail.says ?? detail.why;
    const sentence = typeof said === "string" ? said : "Nothing is known.";
    return { term: TERMS[row], state: answer, sentence, more: moreOf(row, facts) };
  });
  return [...answers, signatureAnswer(facts), namedRepository(facts, repository)];
}

function moreOf(row: keyof typeof TERMS, facts: PackageFacts): string[] {
  if (row === "dependency_count") {
    const missing = facts.missing.slice(0, 5).map(({ name, why }) => `${name}: ${why}`);
    const deprecated =
      facts.deprecatedDependencies > 0 ? [`${facts.deprecatedDependencies} of them are deprecated.`] : [];
    return [...deprecated, ...missing];
  }
  if (row === "provenance" && facts.provenance && "root" in facts.provenance)
    return [`Checked with ${facts.provenance.root}.`];
  if (row === "package_age") return facts.notes;
  return [];
}

const SIGNATURES: Record<SignatureAnswer, Pick<PackageAnswer, "state" | "sentence">> = {
  fits: {
    state: "found",
    sentence: "It fits a key the registry publishes: what the registry holds, not who built it.",
  },
  wrong: {
    state: "not_found",
    sentence: "It does not fit the registry's key: what is listed may not be what was published.",
  },
  unknown_key: { state: "could_not_look", sentence: "It was made with a key the registry does not publish." },
  not_checked: { state: "could_not_look", sentence: "There is one; the keys to check it could not be read." },
  none: { state: "not_found", sentence: "The registry lists none for it." },
};

function signatureAnswer({ signature }: PackageFacts): PackageAnswer {
  const answer = signature === null ? undefined : SIGNATURES[signature];
  return {
    term: "Registry's signature",
    ...(answer ?? { state: "could_not_look", sentence: "The registry does not tell." }),
    more: [],
  };
}

function namedRepository({ repository: named }: PackageFacts, looked: RepositoryFacts | null): PackageAnswer {
  const term = "Repository";
  if (named === null) return { term, state: "could_not_look", sentence: "None is named.", more: [] };
  const more = looked ? [confirmationSentence(looked)] : ["It is none that can be looked at here."];
  return { term, state: "found", sentence: named, more };
}

function confirmationSentence({ confirmation: { state, says } }: RepositoryFacts): string {
  return state === "confirmed"
    ? `Confirmed: ${says}`
    : `Claimed, and not confirmed: what is good there does not count. ${says}`;
}

const REPOSITORY_TERMS = {
  source_public: "Source",
  source_at_tag: "Source of this release",
  last_commit: "Last commit",
  archived: "Archived",
  issue_answers: "Answers to issues",
} as const;

/** What the signatures of an image prove, as a sentence. */
export function imageAnswer(image: ImageAnswer): PackageAnswer {
  const { answer, detail = {} } = imageEvidence(image);
  const said = detail.says ?? detail.why;
  const sentence = typeof said === "string" ? said : "Nothing is known.";
  return {
    term: "Signature",
    state: answer,
    sentence,
    more: "root" in image ? [`Checked with ${image.root}.`] : [],
  };
}

/** What a repository told, as sentences. */
export function repositoryAnswers(repository: RepositoryFacts, now: Date): PackageAnswer[] {
  const { ofServer, ofRelease } = repositoryEvidence(repository, now);
  const all = { ...ofServer, ...ofRelease };
  const rows = (Object.keys(REPOSITORY_TERMS) as (keyof typeof REPOSITORY_TERMS)[]).map(
    (row): PackageAnswer => {
      const { answer = "could_not_look", detail = {} } = all[row] ?? {};
      const said = detail.says ?? detail.why;
      return {
        term: REPOSITORY_TERMS[row],
        state: answer,
        sentence: typeof said === "string" ? said : "Nothing is known.",
        more: [],
      };
    },
  );
  const { confirmation, place } = repository;
  const made: PackageAnswer = {
    term: "Made there",
    state: confirmation.state === "confirmed" ? "found" : "could_not_look",
    sentence: confirmation.state === "confirmed" ? `In ${place}.` : `${place} is claimed.`,
    more: [confirmationSentence(repository)],
  };
  return [made, ...rows, releasesAnswer(repository)];
}

function releasesAnswer({ releasesLastYear: asked }: RepositoryFacts): PackageAnswer {
  const term = "Releases there";
  if (!("value" in asked)) return { term, state: "could_not_look", sentence: asked.why, more: [] };
  return {
    term,
    state: asked.value > 0 ? "found" : "not_found",
    sentence: asked.value > 0 ? `${asked.value} within a year.` : "None within a year.",
    more: [],
  };
}
