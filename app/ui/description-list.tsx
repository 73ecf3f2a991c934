import type { ReactNode } from "react";

/** Names and values of one thing. A value nobody knows is a sentence, never empty. */
export function DescriptionList({ items }: { items: readonly { term: string; value: ReactNode }[] }) {
  return (
    <dl className="facts-list">
      {items.map((item) => (
        <div key={item.term} className="contents">
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
