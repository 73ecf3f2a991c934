/** Longest term kept; a longer word is found by its start. */
export const LONGEST_TERM = 64;

/** The lower-case words a member is found by: those of the name, the address and the parts of it. */
export function memberTerms(person: { name: string; email: string }): string[] {
  const email = person.email.toLowerCase();
  const words = [...splitWords(person.name), email, ...splitWords(email.split("@")[0] ?? "")];
  return [...new Set(words.map((word) => word.slice(0, LONGEST_TERM)))].slice(0, 24);
}

/** What somebody typed, as words that must each be the start of a term. */
export function searchWords(typed: string): string[] {
  const words = typed.toLowerCase().trim().split(/\s+/).filter(Boolean);
  return words.slice(0, 6).map((word) => word.slice(0, LONGEST_TERM));
}

export function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
