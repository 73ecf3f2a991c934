import { pointsText } from "./points-text.ts";

type TrustScoreProps = {
  /** Of 100: what is proven, and what would be possible were everything unknown good. */
  score: number;
  possible: number;
  /** "71 % of what counts is known." */
  known: string;
  /** Why it cannot be more, whatever else is found; `why` says why nobody could look. */
  caps: readonly { row: string; most: number; reason: string; isOpen: boolean; why?: string }[];
  /** What speaks for it before anything caps it. */
  proven: number;
};

/** "72 to 85 of 100", the bar with its unknown part hatched, and what caps it. No colour judges the number. */
export function TrustScore({ score, possible, proven, known, caps }: TrustScoreProps) {
  const shown = caps.filter(({ isOpen, most }) => !isOpen || most < proven);
  return (
    <div className="grid gap-2">
      <p className="text-lg tabular-nums">
        <strong>{scoreText(score, possible)}</strong> <span className="text-muted">of 100</span>
      </p>
      <TrustBar score={score} possible={possible} />
      <p className="hint">{known}</p>
      {shown.length > 0 ? (
        <ul className="grid gap-1" aria-label="What caps the score">
          {shown.map((cap) => (
            <li key={cap.row}>
              {cap.isOpen
                ? `No more than ${cap.most} is proven, because ${cap.reason}. ${cap.why ?? ""}`.trim()
                : `At most ${cap.most}, because ${cap.reason}.`}
            </li>
          ))}
        </ul>
      ) : null}
      {pointsText(proven) === pointsText(score) ? null : (
        <p className="hint">{pointsText(proven)} points speak for it before that.</p>
      )}
    </div>
  );
}

/** The bar alone, beside its numbers in words. */
export function TrustBar({
  score,
  possible,
  of = 100,
  small,
}: {
  score: number;
  possible: number;
  of?: number;
  small?: boolean;
}) {
  return (
    <span className={small ? "trust-bar trust-bar-small" : "trust-bar"} aria-hidden="true">
      <i style={{ width: `${(100 * score) / of}%` }} />
      <i style={{ width: `${(100 * (possible - score)) / of}%` }} />
    </span>
  );
}

/** "72 to 85" or "85" where nothing is open. */
export function scoreText(score: number, possible: number): string {
  const [low, high] = [pointsText(score), pointsText(possible)];
  return low === high ? low : `${low} to ${high}`;
}
