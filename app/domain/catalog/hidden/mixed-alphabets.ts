const LATIN = /\p{Script=Latin}/u;
const LOOKALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u;

/** A letter of another alphabet that may look like a Latin one. */
export function isLookalike(letter: string): boolean {
  return LOOKALIKE.test(letter);
}

/** A word with Latin letters and look-alikes of another alphabet; a micro sign before a unit is none. */
export function isMixedWord(word: string): boolean {
  return LATIN.test(word) && LOOKALIKE.test(word) && !/^[\u00B5\u03BC]/u.test(word);
}
