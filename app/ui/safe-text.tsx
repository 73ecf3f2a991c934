import { formatExactNumber } from "./format-number.ts";
import { printableParts } from "./printable-text.ts";

type SafeTextProps = {
  text: string;
  /** Characters shown before "Show all". */
  limit?: number;
  mono?: boolean;
  /** Sets quotation marks: these are somebody's words, not Castellan's. */
  quoted?: boolean;
};

/** Text a machine or a stranger wrote: plain, hidden characters printed, bounded, the rest one press away. */
export function SafeText({ text, limit = 400, mono, quoted }: SafeTextProps) {
  const characters = Array.from(text);
  const className = mono ? "quote mono" : "quote";
  const Mark = quoted ? "q" : "span";
  if (characters.length <= limit) {
    return (
      <Mark className={className}>
        <PrintableParts text={text} />
      </Mark>
    );
  }
  return (
    <>
      <Mark className={`${className} safe-short`}>
        <PrintableParts text={characters.slice(0, limit).join("")} />…
      </Mark>
      <details className="safe-rest">
        <summary className="link">Show all {formatExactNumber(characters.length)} characters</summary>
        <Mark className={className}>
          <PrintableParts text={text} />
        </Mark>
      </details>
    </>
  );
}

/** The text alone, hidden characters printed. */
export function PrintableParts({ text }: { text: string }) {
  let offset = 0;
  return (
    <>
      {printableParts(text).map((part) => {
        if ("text" in part) {
          offset += part.text.length;
          return part.text;
        }
        offset += 1;
        return (
          <span key={offset} className="codepoint">
            {part.codepoint}
          </span>
        );
      })}
    </>
  );
}
