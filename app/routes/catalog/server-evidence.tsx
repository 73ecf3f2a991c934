import { EVIDENCE_ROWS } from "#app/domain/trust/evidence-rows.ts";
import { evidenceSentence } from "#app/domain/trust/evidence-sentence.ts";
import { EVIDENCE_GROUP_NAMES } from "#app/domain/trust/evidence-words.ts";
import { EvidenceRow } from "#app/ui/evidence-row.tsx";
import { pointsText } from "#app/ui/points-text.ts";
import { printableText } from "#app/ui/printable-text.ts";
import { Section } from "#app/ui/section.tsx";
import { scoreText } from "#app/ui/trust-score.tsx";
import { ServerPublisher } from "./publisher-section.tsx";
import type { ServerContent } from "./server-content.server.ts";
import { tabHref } from "./server-tabs.ts";
import { TrustSummary } from "./trust-summary.tsx";

type ServerEvidenceProps = {
  org: string;
  serverId: string;
  content: Extract<ServerContent, { tab: "evidence" }>;
  mayVouch: boolean;
  now: Date;
  zone: string;
};

/** Every row of the trust score, by group, whether somebody could look or not. */
export function ServerEvidence({ org, serverId, content, mayVouch, now, zone }: ServerEvidenceProps) {
  const { trust, since } = content;
  return (
    <>
      <Section
        title="Trust"
        intro="Every row counts for every server, and what nobody knows counts nothing: missing evidence can never raise the score."
      >
        <TrustSummary trust={trust} since={since} />
        <ReleaseLinks org={org} serverId={serverId} trust={trust} />
      </Section>
      <ServerPublisher
        org={org}
        serverId={serverId}
        publisher={trust.publisher}
        mayVouch={mayVouch}
        now={now}
        zone={zone}
      />
      {trust.score.groups.map(({ group, share, counts, open }) => (
        <Section
          key={group}
          id={group}
          title={EVIDENCE_GROUP_NAMES[group]}
          intro={`${scoreText(counts, counts + open)} of ${pointsText(share)} points.`}
        >
          <ul className="divide-y divide-line border-line border-y" aria-label={EVIDENCE_GROUP_NAMES[group]}>
            {trust.pieces.map((piece, index) => {
              const row = EVIDENCE_ROWS[piece.row];
              const scored = trust.score.rows[index];
              if (row.group !== group || !scored) return null;
              return (
                <EvidenceRow
                  key={piece.row}
                  question={row.question}
                  answer={piece.answer}
                  sentence={evidenceSentence(piece)}
                  source={piece.source}
                  lookedAt={piece.lookedAt}
                  failed={
                    piece.failedAt
                      ? { at: piece.failedAt, why: piece.failedWhy ?? "No reason was given." }
                      : null
                  }
                  weight={row.weight}
                  counts={scored.counts}
                  costs={scored.costs}
                  open={scored.open}
                  now={now}
                  zone={zone}
                />
              );
            })}
          </ul>
        </Section>
      ))}
    </>
  );
}

function ReleaseLinks({
  org,
  serverId,
  trust,
}: Pick<ServerEvidenceProps, "org" | "serverId"> & { trust: ServerEvidenceProps["content"]["trust"] }) {
  if (trust.releases.length < 2) return null;
  return (
    <nav className="mt-4" aria-label="Releases">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {trust.releases.map((release) => (
          <li key={release}>
            <a
              className="link"
              href={`${tabHref(org, serverId, "evidence")}&release=${encodeURIComponent(release)}`}
              {...(release === trust.release ? { "aria-current": "page" as const } : {})}
            >
              {printableText(release)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
