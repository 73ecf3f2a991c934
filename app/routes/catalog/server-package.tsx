import { type PackageAnswer, packageAnswers } from "#app/domain/packages/package-answers.ts";
import type { PackageLooks } from "#app/domain/packages/package-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { Button } from "#app/ui/button.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
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
  const { seen, failed, askedAt } = looks;
  return (
    <Section
      id="package"
      title="Package and repository"
      intro={askedAt ? "A look is under way. Load this page again to see what it finds." : introOf(looks)}
      actions={
        mayLook && !askedAt ? (
          <form method="post" action={paths.packageLook(org, serverId)}>
            <Button icon="eye">{seen || failed ? "Look again" : "Look at the package"}</Button>
          </form>
        ) : undefined
      }
    >
      {seen ? (
        <>
          <DescriptionList
            items={packageAnswers(seen.facts, seen.repository, new Date(now)).map((answer) => ({
              term: answer.term,
              value: <Answer answer={answer} />,
            }))}
          />
          <p className="hint mt-2">
            From {printableText(seen.source)}, <RelativeTime at={seen.at} now={now} zone={zone} />
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

function introOf({ seen, failed }: PackageLooks): string | undefined {
  if (seen) return `Release ${printableText(seen.facts.version)}, the newest the registry names.`;
  return failed ? undefined : "Not looked yet: the registry is asked once a day about packages in use.";
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
