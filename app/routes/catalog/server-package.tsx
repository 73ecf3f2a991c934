import {
  imageAnswer,
  type PackageAnswer,
  packageAnswers,
  repositoryAnswers,
} from "#app/domain/packages/package-answers.ts";
import type { PackageLooks } from "#app/domain/packages/package-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { FollowWork } from "#app/ui/follow-work.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { outcomeLook } from "#app/ui/tones.ts";

type ServerPackageProps = {
  org: string;
  serverId: string;
  looks: PackageLooks;
  mayLook: boolean;
  now: Date;
  zone: string;
};

/** What a registry says of the newest release: each answer with what it rests on, and why where nobody could look. */
export function ServerPackage({ org, serverId, looks, mayLook, now, zone }: ServerPackageProps) {
  const { seen, repository, image, listed, failed, askedAt } = looks;
  const isNpm = looks.identity.startsWith("npm:");
  const isImage = looks.identity.startsWith("oci:");
  return (
    <Section
      id="package"
      title={isNpm ? "Package and repository" : isImage ? "Image and repository" : "Repository"}
      intro={askedAt ? <FollowWork what="A look is under way." /> : introOf(looks)}
      actions={
        mayLook && !askedAt && (isNpm || isImage || listed) ? (
          <form method="post" action={paths.packageLook(org, serverId)}>
            <Button icon="eye">
              {seen || repository || image || failed
                ? "Look again"
                : `Look at the ${isNpm ? "package" : isImage ? "image" : "repository"}`}
            </Button>
          </form>
        ) : undefined
      }
    >
      {seen ? (
        <>
          <Answers answers={packageAnswers(seen.facts, repository?.facts ?? null, new Date(now))} />
          <p className="hint mt-2 mb-4">
            From {printableText(seen.source)}, <RelativeTime at={seen.at} now={now} zone={zone} />
          </p>
        </>
      ) : null}
      {image ? (
        <>
          <Answers answers={[imageAnswer(image.proof)]} />
          <p className="hint mt-2 mb-4">
            From the image's registry, <RelativeTime at={image.at} now={now} zone={zone} />
          </p>
        </>
      ) : null}
      {!isNpm && listed ? (
        <p className="mb-4">
          A registry names <SafeText text={listed} />.{" "}
          {repository ? null : "Whether it is made there is not proven by that."}
        </p>
      ) : null}
      {repository ? (
        <>
          <Answers answers={repositoryAnswers(repository.facts, new Date(now))} />
          <p className="hint mt-2">
            From {printableText(repository.facts.place)},{" "}
            <RelativeTime at={repository.at} now={now} zone={zone} />
          </p>
        </>
      ) : null}
      {failed ? (
        <p className="mt-2 flex flex-wrap items-center gap-x-2">
          <Status look={outcomeLook.could_not_look} quiet />
          <span>
            <RelativeTime at={failed.at} now={now} zone={zone} />: <SafeText text={failed.why} />
          </span>
          {failed.retryAt ? (
            <span>
              It may be asked again <RelativeTime at={failed.retryAt} now={now} zone={zone} />.
            </span>
          ) : null}
        </p>
      ) : null}
    </Section>
  );
}

function introOf({ seen, repository, image, failed, identity }: PackageLooks): string | undefined {
  if (!seen && (repository || image || failed)) return undefined;
  if (!identity.startsWith("npm:"))
    return "Not looked yet: repositories and images of servers in use are asked once a day.";
  if (seen) return `Release ${printableText(seen.facts.version)}, the newest the registry names.`;
  return "Not looked yet: the registry is asked once a day about packages in use.";
}

function Answers({ answers }: { answers: PackageAnswer[] }) {
  return (
    <DescriptionList
      items={answers.map((answer) => ({ term: answer.term, value: <Answer answer={answer} /> }))}
    />
  );
}

function Answer({ answer }: { answer: PackageAnswer }) {
  const { state, sentence, more } = answer;
  return (
    <div className="max-w-[72ch]">
      {state === "could_not_look" ? (
        <p className="flex flex-wrap items-center gap-x-2">
          <Status look={outcomeLook.could_not_look} quiet />
          <SafeText text={sentence} />
        </p>
      ) : (
        <p>
          <SafeText text={sentence} />
        </p>
      )}
      {more.map((line) => (
        <p key={line} className="text-muted">
          <SafeText text={line} />
        </p>
      ))}
    </div>
  );
}
