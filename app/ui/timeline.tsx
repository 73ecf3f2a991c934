import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-names.ts";
import type { Tone } from "./tones.ts";

export type TimelineEntry = {
  key: string;
  icon: IconName;
  tone?: Tone;
  /** Who did what, as a sentence. */
  sentence: ReactNode;
  /** A reason or note, printed under it. */
  note?: ReactNode;
  /** A RelativeTime. */
  time: ReactNode;
};

/** Order is the caller's: newest last in an incident or request, newest first in activity. */
export function Timeline({ entries, label }: { entries: readonly TimelineEntry[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.key}>
          <span className="tile" data-tone={entry.tone} aria-hidden="true">
            <Icon name={entry.icon} />
          </span>
          <div className="min-w-0 wrap-anywhere">
            {entry.sentence} <span className="whitespace-nowrap text-muted">{entry.time}</span>
            {entry.note ? <div className="mt-1 max-w-[72ch] text-muted">{entry.note}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
