import { differencesOf } from "#app/domain/audit/audit-differences.ts";
import { ButtonLink } from "#app/ui/button-link.tsx";
import { DescriptionList } from "#app/ui/description-list.tsx";
import { formatSeconds } from "#app/ui/format-time.ts";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { type NamedEvent, Target } from "./event-table.tsx";

type EventDetailProps = {
  event: NamedEvent;
  /** What people wrote, by id. */
  texts: Readonly<Record<string, string>>;
  zone: string;
  closeHref: string;
  /** Narrows the page to this object or this call. */
  sameTargetHref: string;
};

export function EventDetail({ event, texts, zone, closeHref, sameTargetHref }: EventDetailProps) {
  const differences = differencesOf(event.before, event.after, texts);
  return (
    <Section
      title={`${event.actorName}${event.actorName.includes(", by ") ? "," : ""} ${event.action}`}
      card
      actions={
        <ButtonLink href={closeHref} kind="quiet">
          Close
        </ButtonLink>
      }
    >
      <DescriptionList
        items={[
          { term: "Time", value: `${formatSeconds(event.at, "UTC")} · ${formatSeconds(event.at, zone)}` },
          { term: "Action", value: <span className="mono">{event.verb}</span> },
          {
            term: "Object",
            value: (
              <>
                <Target event={event} />{" "}
                <a className="link" href={sameTargetHref}>
                  All events of it
                </a>
              </>
            ),
          },
          { term: "Came in by", value: <span className="mono">{event.actor.via}</span> },
          { term: "From", value: event.from ?? "this server" },
          { term: "Request id", value: <span className="mono">{event.requestId}</span> },
          { term: "Event id", value: <span className="mono">{event.id}</span> },
          ...(event.batchId ? [{ term: "Batch", value: <span className="mono">{event.batchId}</span> }] : []),
          ...(event.touched.length > 0
            ? [
                {
                  term: "Also changed",
                  value: event.touched.map(({ kind, id }) => `${kind.replaceAll("_", " ")} ${id}`).join(", "),
                },
              ]
            : []),
        ]}
      />
      {differences.length > 0 ? (
        <div className="table-frame mt-4">
          <table className="table side-by-side">
            <caption>Before and after, by field</caption>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {differences.map(({ field, before, after }) => (
                <tr key={field}>
                  <th scope="row">{field}</th>
                  <td className="wrap" data-label="Before">
                    <Value text={before} />
                  </td>
                  <td className="wrap" data-label="After">
                    <Value text={after} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <p className="hint mt-4">This event changed no field of its own.</p>
      )}
    </Section>
  );
}

function Value({ text }: { text: string | undefined }) {
  return text === undefined ? (
    <span className="text-muted">not set</span>
  ) : (
    <SafeText text={text} limit={300} mono />
  );
}
