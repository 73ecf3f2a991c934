import { formatExactNumber } from "./format-number.ts";
import { printableParts } from "./printable-text.ts";

/** Text a machine or a stranger wrote: plain, hidden characters printed, bounded, the rest one press away. */
export function SafeText({ text, limit = 400, mono }: { text: string; limit?: number; mono?: boolean }) {
  const characters = Array.from(text);
  const className = mono ? "quote mono" : "quote";
  if (characters.length <= limit) {
    return (
      <span className={className}>
        <Parts text={text} />
      </span>
    );
  }
  return (
    <span className={className}>
      <Parts text={characters.slice(0, limit).join("")} />…
      <details className="safe-rest">
        <summary className="link">Show all {formatExactNumber(characters.length)} characters</summary>
        <Parts text={text} />
      </details>
    </span>
  );
}

function Parts({ text }: { text: string }) {
  let at = 0;
  return (
    <>
      {printableParts(text).map((part) => {
        at += 1;
        return "text" in part ? (
          part.text
        ) : (
          <span key={at} className="codepoint">
            {part.codepoint}
          </span>
        );
      })}
    </>
  );
}
