/**
 * Whether a text in YAML opens so many levels inside each other, at any place, that its parser, which calls itself for each,
 * could exhaust the stack and take the whole process with it. It counts brackets wherever they stand, and columns at which
 * lines begin: more than any sound file has, in one pass.
 */
export function opensTooDeep(text: string, most: number): boolean {
  let brackets = 0;
  let columns: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (at === 0 || text[at - 1] === "\n") {
      columns = startsIn(text, at, columns);
      if (columns.length > most) return true;
    }
    const character = text[at];
    if (character === "[" || character === "{") brackets += 1;
    else if ((character === "]" || character === "}") && brackets > 0) brackets -= 1;
    if (brackets > most) return true;
  }
  return false;
}

/** The columns that are open after a line: those of the lines before that stand further left, and its own markers. */
function startsIn(text: string, from: number, before: readonly number[]): number[] {
  const own: number[] = [];
  let at = from;
  for (; ; at += 1) {
    const character = text[at];
    if (character === " " || character === "\t") continue;
    if (character === undefined || character === "\n" || character === "\r") break;
    own.push(at - from);
    const isMarker =
      (character === "-" || character === "?" || character === ":") && /^[ \t]$/.test(text[at + 1] ?? "");
    if (!isMarker) break;
  }
  const [first] = own;
  // an empty line closes nothing
  if (first === undefined) return [...before];
  return [...before.filter((column) => column < first), ...own];
}
