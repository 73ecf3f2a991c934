/** Shorter names would be found inside other words of somebody's text. */
const SHORTEST_NAME = 4;

/** What stands in the place of words that were erased. */
export const ERASED_TEXT = "Erased.";

/** Why this person cannot be erased now, or null. */
export function whyNotErase(person: {
  hasLeft: boolean;
  isMemberAgain: boolean;
  isErased: boolean;
}): string | null {
  if (person.isErased) return "They are erased already.";
  if (person.isMemberAgain) return "They are a member again. Remove them first, then erase them.";
  if (!person.hasLeft) return "They are still a member. Remove them first, then erase them.";
  return null;
}

/** What stands where the name stood: tells two erased people apart and says nothing else. */
export function erasedLabel(memberId: string): string {
  return `Erased person ${memberId.slice(-8)}`;
}

/** The addresses and names that are looked for in what others wrote, the longest first. */
export function soughtWords(person: { names: readonly string[]; addresses: readonly string[] }): string[] {
  const names = person.names.map((name) => name.trim()).filter((name) => [...name].length >= SHORTEST_NAME);
  return [...new Set([...person.addresses, ...names])].sort((a, b) => b.length - a.length);
}

/** A PostgreSQL regular expression that finds each of the words, at least one, where it stands on its own. */
export function mentionPattern(words: readonly string[]): string {
  const alternatives = words.map((word) =>
    word.replace(/[^\p{L}\p{M}\p{N}]/gu, "\\$&").replace(/[^\p{ASCII}]/gu, inEitherCase),
  );
  return `(?<![[:alnum:]])(?:${alternatives.join("|")})(?![[:alnum:]])`;
}

/** Databases know the two cases of other letters than English ones only where their locale says so. */
function inEitherCase(letter: string): string {
  const cases = [...new Set([letter, letter.toLowerCase(), letter.toUpperCase()])];
  return cases.length === 1 ? letter : `(?:${cases.join("|")})`;
}
