import { iconHref } from "./icon.tsx";
import type { Look } from "./tones.ts";

/**
 * One state as icon and word. In a table (`quiet`) the looks marked quiet lose their pill;
 * `detail` follows the word ("+3 tools").
 */
export function Status({ look, detail, quiet }: { look: Look; detail?: string; quiet?: boolean }) {
  const className = quiet && look.quiet ? "state" : look.dashed ? "badge badge-dashed" : "badge";
  return (
    <span className={className} data-tone={look.tone}>
      <svg className="icon" aria-hidden="true">
        <use href={iconHref(look.icon)} />
      </svg>
      {detail ? `${look.word} · ${detail}` : look.word}
    </span>
  );
}
