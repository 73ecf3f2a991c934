/**
 * Characters that a reader cannot see or that reorder what they see: controls, format characters (zero-width and
 * bidirectional marks, tags, the byte order mark), lone surrogates, line and paragraph separators.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** True when the text holds nothing invisible, so it can be stored, shown and compared as it is. */
export function isVisibleText(text: string): boolean {
  return text.search(INVISIBLE) === -1;
}

/** The text with every invisible character written as U+XXXX, at most `max` characters long ("…" marks a cut). */
export function visibleText(text: string, max: number): string {
  // Escaping lengthens a character to eight at most, so cutting first bounds the work on hostile input.
  const bounded = text.length > max ? text.slice(0, max) : text;
  const escaped = bounded.replace(
    INVISIBLE,
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  if (escaped.length <= max && text.length <= max) return escaped;
  const cut = escaped.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
