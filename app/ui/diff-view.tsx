import { formatExactNumber } from "./format-number.ts";
import { SafeText } from "./safe-text.tsx";
import { type DiffPart, diffParts } from "./text-diff.ts";

/** One field of something before and after; undefined where it was not there. */
export type DiffField = {
  name: string;
  before: string | undefined;
  after: string | undefined;
  by: "words" | "lines";
};

/** Unchanged text longer than this is cut in its middle, so that the change is what one sees. */
const LONGEST_SAME = 240;
const LONGEST_CHANGE = 1_500;

type DiffViewProps = {
  fields: readonly DiffField[];
  /** The thing itself was added or is gone, so its fields do not say that each of them was. */
  isWhole?: boolean;
};

/** Before and after by field, as text only: hidden characters are printed, nothing is rendered as markup. */
export function DiffView({ fields, isWhole }: DiffViewProps) {
  return (
    <dl className="grid gap-2">
      {fields.map(({ name, before, after, by }) => (
        <div key={name} className="grid gap-1">
          <dt className="text-muted">
            {name}
            {isWhole ? "" : before === undefined ? ", was not there" : after === undefined ? ", is gone" : ""}
          </dt>
          <dd
            className={`max-w-[88ch] rounded-md border border-line bg-sunken p-2 ${by === "lines" ? "mono" : ""}`}
          >
            <Parts parts={diffParts(before ?? "", after ?? "", by)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Parts({ parts }: { parts: readonly DiffPart[] }) {
  return (
    <>
      {parts.map((part, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity and never change in place
        return <Part key={index} part={part} isFirst={index === 0} isLast={index === parts.length - 1} />;
      })}
    </>
  );
}

type PartProps = { part: DiffPart; isFirst: boolean; isLast: boolean };

function Part({ part: { kind, text }, isFirst, isLast }: PartProps) {
  if (kind === "same") return <SafeText text={cutSame(text, isFirst, isLast)} limit={1_000} />;
  const looks =
    kind === "removed"
      ? { Tag: "del" as const, sign: "−", word: "removed: ", tone: "bg-red-tint text-red-text" }
      : { Tag: "ins" as const, sign: "+", word: "added: ", tone: "bg-green-tint text-green-text" };
  return (
    <looks.Tag className={`rounded-sm px-0.5 ${looks.tone} ${kind === "added" ? "no-underline" : ""}`}>
      <span aria-hidden="true">{looks.sign}</span>
      <span className="sr-only">{looks.word}</span>
      <SafeText text={text} limit={LONGEST_CHANGE} />
    </looks.Tag>
  );
}

function cutSame(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= LONGEST_SAME) return text;
  const half = LONGEST_SAME / 2;
  const head = isFirst ? "" : text.slice(0, half);
  const tail = isLast ? "" : text.slice(-half);
  const left = text.length - head.length - tail.length;
  return `${head} … ${formatExactNumber(left)} characters the same … ${tail}`;
}
