import { paths } from "#app/http/paths.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { Timeline, type TimelineEntry } from "#app/ui/timeline.tsx";
import type { RequestPage } from "./request-page.server.ts";

/** What happened to a request, newest last. */
export function RequestHistory({ page }: { page: RequestPage }) {
  const { request, org, now, zone, me } = page;
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} />;
  const who = (person: { id: string; name: string }) => (person.id === me ? "You" : person.name);
  const entries: TimelineEntry[] = [
    {
      key: "asked",
      icon: "send",
      sentence: request.kind === "drift" ? "Castellan asked." : `${who(request.requester)} asked.`,
      note: <SafeText text={request.reason} quoted />,
      time: time(request.submittedAt),
    },
    ...request.messages.map(
      (message): TimelineEntry => ({
        key: message.id,
        icon: "message-circle-question-mark",
        sentence: `${who(message.author)} ${message.kind === "question" ? "asked a question." : "answered."}`,
        note: <SafeText text={message.body} quoted />,
        time: time(message.at),
      }),
    ),
  ];
  const { decision } = request;
  if (decision) {
    const isApproved = decision.outcome === "approved";
    entries.push({
      key: decision.id,
      icon: isApproved ? "circle-check" : "x",
      tone: isApproved ? "green" : "red",
      sentence: (
        <>
          {who(decision.by)} {isApproved ? "approved this." : "denied this."}{" "}
          {decision.grantId ? (
            <a className="link" href={paths.grant(org, decision.grantId)}>
              See the grant
            </a>
          ) : null}
        </>
      ),
      note: decision.reason ? <SafeText text={decision.reason} quoted /> : undefined,
      time: time(decision.decidedAt),
    });
  } else if (request.state === "withdrawn" && request.decidedAt) {
    entries.push({
      key: "withdrawn",
      icon: "undo-2",
      sentence: `${who(request.requester)} withdrew this.`,
      time: time(request.decidedAt),
    });
  } else if (request.state === "cancelled" && request.decidedAt) {
    entries.push({
      key: "cancelled",
      icon: "circle-slash",
      sentence:
        request.cancelReason === "drift_settled"
          ? "What changed was approved or is gone, so this was closed."
          : request.cancelReason === "agent_retired"
            ? `${request.holder.name} was retired, so this was closed.`
            : `${request.requester.name} left the organization, so this was closed.`,
      time: time(request.decidedAt),
    });
  } else if (request.state === "expired") {
    entries.push({
      key: "expired",
      icon: "timer-off",
      sentence: "Expired undecided.",
      time: time(request.expiresAt),
    });
  }
  return (
    <Section title="What happened">
      <Timeline label="What happened" entries={entries} />
    </Section>
  );
}
