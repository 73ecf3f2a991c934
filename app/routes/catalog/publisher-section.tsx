import { EVIDENCE_ROWS } from "#app/domain/trust/evidence-rows.ts";
import type { Trust } from "#app/domain/trust/trust-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Status } from "#app/ui/status.tsx";
import { publisherLook } from "#app/ui/tones.ts";
import { relationWords } from "./server-words.ts";

type ServerPublisherProps = {
  org: string;
  serverId: string;
  publisher: Trust["publisher"];
  mayVouch: boolean;
  now: Date;
  zone: string;
};

/** Who publishes it, how that was verified, and whose word stands for it. */
export function ServerPublisher({ org, serverId, publisher, mayVouch, now, zone }: ServerPublisherProps) {
  const { word, ways } = publisher;
  const isVerified = ways[0]?.state === "verified";
  return (
    <Section
      id="publisher"
      title="Publisher"
      actions={
        mayVouch ? (
          word ? (
            <ButtonLink href={paths.withdrawPublisher(org, serverId)} icon="undo-2">
              Withdraw the word
            </ButtonLink>
          ) : (
            <ButtonLink href={paths.publisher(org, serverId)}>Vouch for its publisher</ButtonLink>
          )
        ) : undefined
      }
    >
      {word ? (
        <p>
          <SafeText text={word.publisher} />, {relationWords[word.relation]}: {word.by} vouched for it{" "}
          <RelativeTime at={word.at} now={now} zone={zone} />. <SafeText text={word.reason} quoted />
        </p>
      ) : null}
      {isVerified ? null : <p className="text-muted">Not verified. What was looked at stands below.</p>}
      <PublisherWays ways={ways} now={now} zone={zone} />
    </Section>
  );
}

/** Each way by which the publisher is known: verified, only claimed, or contradicted by a signature. */
function PublisherWays({ ways, now, zone }: { ways: Trust["publisher"]["ways"]; now: Date; zone: string }) {
  if (ways.length === 0) return null;
  return (
    <ul className="mt-2 grid gap-3" aria-label="How its publisher is known">
      {ways.map((way) => (
        <li key={way.row} className="grid gap-1">
          <span className="flex flex-wrap items-center gap-2">
            <Status look={publisherLook[way.state]} />
            <span>{EVIDENCE_ROWS[way.row].question}</span>
          </span>
          <span className="min-w-0 wrap-anywhere">
            <SafeText text={way.says} limit={300} />
            <span className="block text-muted">
              {way.root ? (
                <>
                  Checked with <SafeText text={way.root} limit={160} />.{" "}
                </>
              ) : null}
              From <SafeText text={way.source} limit={120} />
              {way.at ? (
                <>
                  , <RelativeTime at={way.at} now={now} zone={zone} />
                </>
              ) : null}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
