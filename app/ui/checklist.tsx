import type { ReactNode } from "react";
import { Status } from "./status.tsx";
import { answerLook } from "./tones.ts";

export type ChecklistRow = {
  key: string;
  question: string;
  answer: keyof typeof answerLook;
  /** Why: "Publisher verified by the registry", or which source could not be asked. */
  reason?: ReactNode;
  /** "evidence", or the person who answered; absent while unknown. */
  by?: ReactNode;
  /** Where it was seen and when. */
  source?: ReactNode;
  /** A control that lets a person answer. */
  action?: ReactNode;
};

/** Question, answer, who or what answered, and where that stands. Unknown rows stay in the list. */
export function Checklist({ rows, label }: { rows: readonly ChecklistRow[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line border-line border-y">
      {rows.map((row) => (
        <li key={row.key} className="check-row">
          <span className="font-medium">{row.question}</span>
          <span>
            <Status look={answerLook[row.answer]} quiet />
          </span>
          <span className="min-w-0 text-muted wrap-anywhere">
            {row.reason}
            {row.by || row.source ? (
              <span className="block">
                {row.by ? <>by {row.by}</> : null}
                {row.by && row.source ? " · " : null}
                {row.source}
              </span>
            ) : null}
          </span>
          {row.action}
        </li>
      ))}
    </ul>
  );
}
