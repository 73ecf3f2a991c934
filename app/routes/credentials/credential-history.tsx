import type { CredentialEvent } from "#app/domain/inventory/credential-shapes.ts";
import { paths } from "#app/http/paths.ts";
import type { IconName } from "#app/ui/icon-names.ts";
import { Identity } from "#app/ui/identity.tsx";
import { printableText } from "#app/ui/printable-text.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { Timeline } from "#app/ui/timeline.tsx";
import { EVENT_WORDS } from "./credential-words.ts";

type CredentialHistoryProps = { org: string; zone: string; now: Date; events: readonly CredentialEvent[] };

function iconOf(what: CredentialEvent["what"]): IconName {
  if (what === "appeared") return "plus";
  return what === "returned" ? "rotate-ccw" : "circle-slash";
}

/** When a credential appeared, was replaced, left and came back, latest first. */
export function CredentialHistory({ org, zone, now, events }: CredentialHistoryProps) {
  const entries = events.map((event) => ({
    key: event.key,
    icon: iconOf(event.what),
    ...(event.what === "returned" ? { tone: "amber" as const } : {}),
    sentence: (
      <>
        {event.replacedBy ? (
          <>
            <a className="link" href={paths.credential(org, event.replacedBy)}>
              Replaced by another
            </a>{" "}
            in{" "}
          </>
        ) : (
          `${EVENT_WORDS[event.what]} `
        )}
        {event.isListed ? (
          <a className="link" href={paths.installation(org, event.installationId)}>
            <Identity identity={event.identity} />
          </a>
        ) : (
          <Identity identity={event.identity} />
        )}
        {` of ${printableText(event.memberName)}, ${printableText(event.deviceName)}`}
      </>
    ),
    time: <RelativeTime at={event.at} now={now} zone={zone} />,
  }));
  return <Timeline label="History of this credential" entries={entries} />;
}
