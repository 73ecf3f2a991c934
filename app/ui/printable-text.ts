/** A run of ordinary text, or one character that would otherwise act without being seen. */
export type TextPart = { text: string } | { codepoint: string };

/**
 * Control, invisible, bidirectional and tag characters (Unicode TR36, and the tag block used to hide
 * instructions from people). Line feed and tab stay; so do joiners and selectors inside an emoji.
 */
const hidden =
  /(?!(?<=\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)\u200D(?=\p{Extended_Pictographic}))(?!\n|\t|\uFE0F)[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const plain = /^[ -~]*$/;

/** Splits text so that hidden characters can be drawn as "U+202E". */
export function printableParts(text: string): TextPart[] {
  if (plain.test(text)) return [{ text }];
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ codepoint: codepointName(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** The same as one string, for attributes and titles. */
export function printableText(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(hidden, (character) => `[${codepointName(character)}]`);
}

function codepointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
