import { signedPoints } from "./points-text.ts";
import { RelativeTime } from "./relative-time.tsx";
import { SafeText } from "./safe-text.tsx";
import { Status } from "./status.tsx";
import { evidenceLook } from "./tones.ts";

type EvidenceRowProps = {
  question: string;
  answer: keyof typeof evidenceLook;
  sentence: string;
  source: string;
  lookedAt: Date | null;
  /** A later look that failed. */
  failed: { at: Date; why: string } | null;
  weight: number;
  /** Points of 100 that it counts, costs, and leaves open. */
  counts: number;
  costs: number;
  open: number;
  now: Date;
  zone: string;
};

/** Question, what was found, where and when, and what it does to the score. Found is not good by itself. */
export function EvidenceRow(props: EvidenceRowProps) {
  const { question, answer, sentence, source, lookedAt, failed, weight, now, zone } = props;
  return (
    <li className="evidence-row">
      <span className="font-medium">{question}</span>
      <span>
        <Status look={evidenceLook[answer]} quiet />
      </span>
      <span className="min-w-0 wrap-anywhere">
        <SafeText text={sentence} limit={300} />
        {source || lookedAt ? (
          <span className="block text-muted">
            {source ? <SafeText text={source} limit={120} /> : null}
            {source && lookedAt ? ", " : null}
            {lookedAt ? <RelativeTime at={lookedAt} now={now} zone={zone} /> : null}
          </span>
        ) : null}
        {failed ? (
          <span className="block text-muted">
            Nobody could look again <RelativeTime at={failed.at} now={now} zone={zone} />:{" "}
            <SafeText text={failed.why} limit={200} /> The answer before stands.
          </span>
        ) : null}
      </span>
      <span className="tabular-nums">
        {effectText(props)}
        {weight > 0 ? <span className="block text-muted">weight {weight}</span> : null}
      </span>
    </li>
  );
}

function effectText({
  weight,
  counts,
  costs,
  open,
}: Pick<EvidenceRowProps, "weight" | "counts" | "costs" | "open">): string {
  if (weight === 0) return "counts through another row";
  if (open > 0) return `${signedPoints(open)} possible`;
  const parts = [
    ...(counts > 0 ? [signedPoints(counts)] : []),
    ...(costs > 0.05 ? [signedPoints(-costs)] : []),
  ];
  return parts.join(" / ") || "0";
}
