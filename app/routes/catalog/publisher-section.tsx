import type { Trust } from "#app/domain/trust/trust-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
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
  const { word, verifiedBy, claimedBy } = publisher;
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
      {verifiedBy.length > 0 ? (
        <p>Verified: {verifiedBy.join("; ")}.</p>
      ) : (
        <p className="text-muted">Not verified. What was looked at stands below.</p>
      )}
      {claimedBy.length > 0 ? (
        <p className="text-muted">Claimed, and no signature was checked here: {claimedBy.join("; ")}.</p>
      ) : null}
    </Section>
  );
}
