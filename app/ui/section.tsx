import type { ReactNode } from "react";

type SectionProps = {
  id?: string;
  title: string;
  /** One sentence under the heading. */
  intro?: ReactNode;
  actions?: ReactNode;
  /** Draws a card around the content. Never for tables, never inside another card. */
  card?: boolean;
  children: ReactNode;
};

/** A part of a page with its h2; 32 px to the next one. */
export function Section({ id, title, intro, actions, card, children }: SectionProps) {
  return (
    <section id={id} className="mb-8">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2 className="text-lg">{title}</h2>
          {intro ? <p className="hint">{intro}</p> : null}
        </div>
        {actions ? <div className="action-bar">{actions}</div> : null}
      </div>
      {card ? <div className="card p-4">{children}</div> : children}
    </section>
  );
}
