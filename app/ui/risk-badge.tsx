import { iconHref } from "./icon.tsx";
import { type Risk, riskLook } from "./tones.ts";

/** Four-step bar and word. `noun` completes the word outside a table with a heading: "High risk". */
export function RiskBadge({ risk, noun }: { risk: Risk; noun?: string }) {
  const look = riskLook[risk];
  return (
    <span className={risk === "critical" ? "risk risk-critical" : "risk"} data-tone={look.tone}>
      <svg className="icon" aria-hidden="true">
        <use href={iconHref(`risk-${look.bars}`)} />
      </svg>
      {noun ? `${look.word} ${noun}` : look.word}
    </span>
  );
}
