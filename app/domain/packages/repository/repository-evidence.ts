import { licenceOf } from "#app/domain/packages/package-evidence.ts";
import type { Asked, RepositoryFacts } from "#app/domain/packages/repository/repository-facts.ts";
import { evidenceValue } from "#app/domain/trust/evidence-rows.ts";
import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";

type Answer = Pick<EvidenceToRecord, "answer" | "value" | "detail">;
type Answers = Partial<Record<EvidenceToRecord["row"], Answer>>;

const DAY = 86_400_000;

/** What a repository tells, as answers to the questions of trust. */
export function repositoryEvidence(
  facts: RepositoryFacts,
  now: Date,
): { ofServer: Answers; ofRelease: Answers } {
  const { ofServer, ofRelease } = toldBy(facts, now);
  return { ofServer: asFarAsConfirmed(ofServer, facts), ofRelease: asFarAsConfirmed(ofRelease, facts) };
}

/** Of a repository that is only claimed what speaks against the server stays, and nothing speaks for it. */
function asFarAsConfirmed(answers: Answers, { confirmation, place }: RepositoryFacts): Answers {
  if (confirmation.state === "confirmed") return answers;
  const why = `${place} is claimed, not confirmed, to be where it is made. ${confirmation.says}`;
  const entries = Object.entries(answers) as [EvidenceToRecord["row"], Answer][];
  return Object.fromEntries(
    entries.map(([row, one]) => [
      row,
      evidenceValue(row, one.answer, one.value) ? { answer: "could_not_look", detail: { why } } : one,
    ]),
  );
}

function toldBy(facts: RepositoryFacts, now: Date): { ofServer: Answers; ofRelease: Answers } {
  return {
    ofServer: {
      source_public: of(facts.isPublic, (isPublic) =>
        yes(isPublic, `Anybody can read ${facts.place}.`, "It cannot be read by everybody."),
      ),
      archived: of(facts.isArchived, (isArchived) =>
        yes(isArchived, "Its repository is archived.", "Its repository is not archived."),
      ),
      last_commit: of(facts.lastCommitAt, (at) => commitOf(at, now)),
      issue_answers: of(facts.issues, issuesOf),
      licence: of(facts.licence, licenceOf),
    },
    ofRelease: {
      source_at_tag: of(facts.tag, (tag) =>
        tag === null
          ? { answer: "not_found", detail: { says: "None of the usual tags of this release is there." } }
          : { answer: "found", detail: { says: `Its source can be read at the tag ${tag}.`, tag } },
      ),
    },
  };
}

function of<T>(asked: Asked<T>, say: (value: T) => Answer): Answer {
  if ("value" in asked) return say(asked.value);
  const again =
    asked.retryAt === null
      ? ""
      : ` It may be asked again from ${asked.retryAt.slice(0, 16).replace("T", " ")} UTC.`;
  return { answer: "could_not_look", detail: { why: `${asked.why}${again}` } };
}

const yes = (is: boolean, found: string, not: string): Answer =>
  is ? { answer: "found", detail: { says: found } } : { answer: "not_found", detail: { says: not } };

function commitOf(at: string | null, now: Date): Answer {
  if (at === null) return { answer: "not_found", value: 0, detail: { says: "It holds no commit." } };
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / DAY));
  const value = days <= 90 ? 1 : days <= 365 ? 0.5 : days <= 730 ? 0.2 : 0;
  return { answer: "found", value, detail: { says: `The last commit was ${days} days ago.`, days } };
}

/** A day, a week, a month. */
function issuesOf({
  looked,
  answered,
  medianHours,
}: {
  looked: number;
  answered: number;
  medianHours: number | null;
}): Answer {
  if (looked === 0) return { answer: "could_not_look", detail: { why: "There was no issue to look at." } };
  if (medianHours === null)
    return {
      answer: "not_found",
      value: 0,
      detail: { says: `Of ${looked} issues ${answered} were answered by somebody else.` },
    };
  const value = medianHours <= 24 ? 1 : medianHours <= 168 ? 0.7 : medianHours <= 720 ? 0.4 : 0.1;
  const wait = medianHours < 48 ? `${Math.round(medianHours)} hours` : `${Math.round(medianHours / 24)} days`;
  return {
    answer: "found",
    value,
    detail: { says: `Half of ${looked} issues were answered within ${wait}.`, hours: medianHours },
  };
}
