import type { Piece } from "#app/domain/trust/evidence-piece.ts";
import { EVIDENCE_ROWS } from "#app/domain/trust/evidence-rows.ts";
import { evidenceSentence } from "#app/domain/trust/evidence-sentence.ts";
import { EVIDENCE_GROUP_NAMES } from "#app/domain/trust/evidence-words.ts";
import type { TrustDifference } from "#app/domain/trust/frozen-trust.ts";
import type { TrustScore as Scored } from "#app/domain/trust/trust-score.ts";
import { plural } from "#app/ui/plural.ts";
import { pointsText, signedPoints } from "#app/ui/points-text.ts";
import { scoreText, TrustBar, TrustScore } from "#app/ui/trust-score.tsx";

type Trust = { release: string; score: Scored; pieces: readonly Piece[] };

/** The score, its six groups, and what changed since somebody last decided. */
export function TrustSummary({ trust, since }: { trust: Trust; since: TrustDifference | null }) {
  const { score } = trust;
  return (
    <div className="grid gap-4">
      <TrustScore
        score={score.score}
        possible={score.possible}
        proven={score.proven}
        known={knownSentence(trust)}
        caps={score.caps.map((cap) => ({ ...cap, ...whyOpen(trust, cap) }))}
      />
      <ul className="trust-groups" aria-label="The six groups of the score">
        {score.groups.map(({ group, share, counts, open }) => (
          <li key={group}>
            <span>{EVIDENCE_GROUP_NAMES[group]}</span>
            <span className="flex items-center gap-2 text-muted tabular-nums">
              <TrustBar score={counts} possible={counts + open} of={share} small />
              {scoreText(counts, counts + open)} of {pointsText(share)}
            </span>
          </li>
        ))}
      </ul>
      {since ? <TrustChange since={since} /> : null}
    </div>
  );
}

function whyOpen({ pieces }: Trust, { row, isOpen }: Scored["caps"][number]): { why?: string } {
  const piece = pieces.find((one) => one.row === row);
  return isOpen && piece ? { why: evidenceSentence(piece) } : {};
}

/** Release, confidence and what the hatched part means, in words. */
function knownSentence({ release, score }: Trust): string {
  const known = Math.floor(score.confidence * 100);
  const of = release ? ` for release ${release}` : "";
  const open = score.confidence < 1 ? " The hatched part is unknown and counts nothing." : "";
  return `Confidence: ${known} % of what counts is known${of}.${open}`;
}

const MOST_ROWS = 8;

/** "−6 since it was decided", with the rows that moved. */
export function TrustChange({ since }: { since: TrustDifference }) {
  const shown = since.rows.slice(0, MOST_ROWS);
  return (
    <div className="grid gap-1">
      <p>
        <strong>{changeSentence(since)}</strong> It was {scoreText(since.was.score, since.was.possible)}
        {since.isSameRelease || !since.was.release ? "" : `, for release ${since.was.release}`}.
      </p>
      {shown.length > 0 ? (
        <ul className="grid gap-1 text-muted" aria-label="What changed">
          {shown.map(({ row, before, after, points }) => (
            <li key={row}>
              {EVIDENCE_ROWS[row]?.question ?? row} {answerWord(before.answer)}, now{" "}
              {answerWord(after.answer)}
              {since.isSameFormula ? ` (${signedPoints(points)})` : ""}
            </li>
          ))}
        </ul>
      ) : null}
      {since.rows.length > shown.length ? (
        <p className="text-muted">
          {plural(since.rows.length - shown.length, {
            one: "# more row changed.",
            other: "# more rows changed.",
          })}
        </p>
      ) : null}
    </div>
  );
}

function changeSentence({ points, possiblePoints, rows, isSameFormula }: TrustDifference): string {
  if (!isSameFormula) return "Scores are counted in another way since the last decision.";
  if (rows.length === 0) return "Nothing changed since the last decision.";
  if (points !== 0) return `${signedPoints(points)} since the last decision.`;
  return possiblePoints === 0
    ? "The same score as at the last decision, for other reasons."
    : `${signedPoints(possiblePoints)} of what is possible since the last decision.`;
}

function answerWord(answer: "found" | "not_found" | "could_not_look"): string {
  return { found: "found", not_found: "not found", could_not_look: "not known" }[answer];
}
