/** A choice of a filter bar: any of these words, or all of them. */
export function choiceOf<const Word extends string>(
  name: string,
  label: string,
  any: string,
  words: readonly Word[],
  wordOf: (word: Word) => string,
  value: Word | undefined,
) {
  const options = words.map((word) => ({ value: word, label: wordOf(word) }));
  return { name, label, any, options, ...(value === undefined ? {} : { value }) };
}
