import { Children, type ReactNode } from "react";

type PageHeaderProps = {
  /** The page's only h1. */
  title: ReactNode;
  /** Draws the title in mono: an identity a machine wrote. */
  mono?: boolean;
  status?: ReactNode;
  /** One line of facts under the h1, separated by dots. */
  facts?: ReactNode[];
  /** The answer in words, one line. */
  answer?: ReactNode;
  /** At most one filled button; the rest outline. */
  actions?: ReactNode;
};

export function PageHeader({ title, mono, status, facts, answer, actions }: PageHeaderProps) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-full">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 tabIndex={-1} className={mono ? "mono text-xl wrap-anywhere" : "text-xl wrap-anywhere"}>
            {title}
          </h1>
          {status}
        </div>
        {facts && facts.length > 0 ? (
          <div className="facts mt-1">
            {Children.map(facts, (fact) => (fact ? <span>{fact}</span> : null))}
          </div>
        ) : null}
        {answer ? <p className="mt-1 max-w-[72ch] text-base">{answer}</p> : null}
      </div>
      {actions ? <div className="action-bar">{actions}</div> : null}
    </div>
  );
}
