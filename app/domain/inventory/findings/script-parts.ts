/** One part of a script between separators, and the separator that ends it; the last one ends with nothing. */
export interface ScriptPart {
  text: string;
  end: string;
}

const SEPARATOR = /&&|[|;&\n]/g;

/**
 * A script cut at `|`, `;`, `&` and line ends, wherever they stand: the rules judge one part after the other, so that no
 * repetition in a script makes them read it more than once.
 */
export function scriptParts(script: string): ScriptPart[] {
  const parts: ScriptPart[] = [];
  let start = 0;
  for (const separator of script.matchAll(SEPARATOR)) {
    parts.push({ text: script.slice(start, separator.index), end: separator[0] });
    start = separator.index + separator[0].length;
  }
  return [...parts, { text: script.slice(start), end: "" }];
}
