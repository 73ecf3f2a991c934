import { paths } from "#app/http/paths.ts";
import { TrustSummary } from "#app/routes/catalog/trust-summary.tsx";
import { Checklist } from "#app/ui/checklist.tsx";
import { plural } from "#app/ui/plural.ts";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Section } from "#app/ui/section.tsx";
import { CHECKLIST_QUESTIONS } from "./checklist-words.ts";
import { FindingList } from "./finding-list.tsx";
import { RequestDrift } from "./request-drift.tsx";
import { RequestLaunches } from "./request-launches.tsx";
import type { RequestPage } from "./request-page.server.ts";
import { RowAnswer } from "./row-answer.tsx";

/** What a decision rests on: the checklist, findings, who holds it already, what was decided before. */
export function RequestEvidence({ page }: { page: RequestPage }) {
  const { request, org, now, zone } = page;
  const mayAnswer = request.actions.isDecider && request.decision === null && request.actions.deny === null;
  const nameOf = (id: string | null) =>
    id === page.me ? "you" : (request.deciders.find((one) => one.memberId === id)?.name ?? "a person");
  return (
    <>
      <RequestDrift page={page} />
      <RequestLaunches page={page} />
      <Section
        title="Pre-deployment checklist"
        intro={request.decision ? "As it stood when this was decided." : "Frozen with the decision."}
      >
        <Checklist
          label="Pre-deployment checklist"
          rows={request.checklist.map((row) => ({
            key: row.item,
            question: CHECKLIST_QUESTIONS[row.item],
            answer: row.answer,
            reason: row.note,
            ...(row.by === "nobody"
              ? {}
              : { by: row.by === "evidence" ? "what was observed" : nameOf(row.memberId) }),
            ...(row.by === "person" && row.at
              ? { source: <RelativeTime at={row.at} now={now} zone={zone} /> }
              : {}),
            ...(mayAnswer
              ? {
                  action: (
                    <RowAnswer
                      action={paths.requestStep(org, request.id, "checklist")}
                      row={row}
                      page={page}
                    />
                  ),
                }
              : {}),
          }))}
        />
      </Section>
      <Section
        title="Trust"
        intro={
          request.decision
            ? "As it is now; what changed is since this was decided."
            : "Frozen with the decision."
        }
        actions={
          <a className="link" href={`${paths.server(org, request.server.id)}?tab=evidence`}>
            See every row
          </a>
        }
      >
        <TrustSummary trust={request.trust} since={request.trust.since} />
      </Section>
      <Section title="Findings" intro={findingsIntro(page)}>
        <FindingList page={page} />
      </Section>
      <Section title="Who has it already">
        {page.peers.length > 0 ? (
          <ul className="grid gap-1">
            {page.peers.map((peer) => (
              <li key={peer.grantId}>
                <a className="link" href={paths.grant(org, peer.grantId)}>
                  {peer.holder}
                </a>
                , {peer.environment}, until <RelativeTime at={peer.endsAt} now={now} zone={zone} exact />
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted">Nobody has a grant for this server now.</p>
        )}
      </Section>
      <Section title="Decided before">
        {request.similar.length > 0 ? (
          <ul className="grid gap-1">
            {request.similar.map((one) => (
              <li key={one.requestId}>
                <a className="link" href={paths.request(org, one.requestId)}>
                  {one.outcome === "approved" ? "Approved" : "Denied"} for {one.holder}
                </a>
                , {one.environment}, <RelativeTime at={one.decidedAt} now={now} zone={zone} />
                {one.reason ? (
                  <>
                    : <SafeText text={one.reason} limit={160} quoted />
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted">No other request for this server was decided yet.</p>
        )}
      </Section>
    </>
  );
}

function findingsIntro({ request }: RequestPage): string {
  const seen = plural(request.installations, {
    zero: "no installation of it was seen yet",
    one: "# installation was looked at",
    other: "# installations were looked at",
  });
  if (request.findings.length > 0) {
    return `${plural(request.findings.length, { one: "# open finding", other: "# open findings" })}; ${seen}.`;
  }
  return request.installations === 0
    ? "Not looked yet: no installation of it was seen."
    : `None found; ${seen}.`;
}
