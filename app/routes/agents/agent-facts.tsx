import { DescriptionList } from "#app/ui/description-list.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import type { AgentPage } from "./agent-page.server.ts";

/** What it does, who answers for it, and its reviews. */
export function AgentFacts({ agent, steps, zone, now }: Pick<AgentPage, "agent" | "steps" | "zone" | "now">) {
  const time = (at: Date) => <RelativeTime at={at} now={now} zone={zone} exact />;
  return (
    <Section title="About" card>
      <DescriptionList
        items={[
          { term: "What it does", value: <SafeText text={agent.purpose} /> },
          {
            term: "Answers for it",
            value: agent.owner.hasLeft ? `${agent.owner.name}, who has left` : agent.owner.name,
          },
          { term: "Where", value: agent.environment },
          {
            term: "Last review",
            value: agent.reviewedAt ? (
              <>
                {time(agent.reviewedAt)} by {agent.reviewedBy?.name ?? "somebody"}
              </>
            ) : (
              "Nobody has reviewed it yet"
            ),
          },
          {
            term: "Next review by",
            value: (
              <>
                {time(agent.reviewBy)}
                {steps.review ? <span className="block text-muted">{steps.review}</span> : null}
              </>
            ),
          },
          { term: "Registered", value: time(agent.createdAt) },
          ...(agent.retiredAt
            ? [
                {
                  term: "Retired",
                  value: (
                    <>
                      {time(agent.retiredAt)} by {agent.retiredBy?.name ?? "somebody"}:{" "}
                      <SafeText text={agent.retireReason ?? ""} quoted />
                    </>
                  ),
                },
              ]
            : []),
          ...(steps.ask ? [{ term: "Asking for access", value: steps.ask }] : []),
        ]}
      />
    </Section>
  );
}
