import { PrintableParts } from "./safe-text.tsx";

type MarkedTextProps = {
  text: string;
  /** Parts to be marked, in code units of the text; they may overlap. */
  marks: readonly { start: number; end: number }[];
  /** Code units shown; the rest is left out. */
  limit?: number;
};

/** A stranger's words as a quotation, hidden characters printed, with parts of them marked. */
export function MarkedText({ text, marks, limit = 600 }: MarkedTextProps) {
  const shown = text.slice(0, limit);
  return (
    <q className="quote wrap-anywhere">
      {piecesOf(shown, marks).map(({ at, part, isMarked }) =>
        isMarked ? (
          <mark key={at} className="bg-amber-tint text-ink">
            <PrintableParts text={part} />
          </mark>
        ) : (
          <PrintableParts key={at} text={part} />
        ),
      )}
      {shown.length < text.length ? "…" : null}
    </q>
  );
}

function piecesOf(text: string, marks: MarkedTextProps["marks"]) {
  const pieces: { at: number; part: string; isMarked: boolean }[] = [];
  let from = 0;
  const add = (to: number, isMarked: boolean) => {
    if (to > from) pieces.push({ at: from, part: text.slice(from, to), isMarked });
    from = Math.max(from, to);
  };
  for (const { start, end } of [...marks].sort((a, b) => a.start - b.start)) {
    add(Math.min(start, text.length), false);
    add(Math.min(end, text.length), true);
  }
  add(text.length, false);
  return pieces;
}
