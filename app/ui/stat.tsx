import type { ReactNode } from "react";

export type StatProps = {
  label: string;
  /** "94 %", "3 of 11", "23". */
  value: string;
  /** What stands behind the number: its base, its period. */
  note?: ReactNode;
  /** The list that holds exactly what is counted. */
  href: string;
  /** Read out behind the bare number: "23 unapproved servers". */
  says: string;
  /** Draws it dashed: nobody could look. */
  unknown?: boolean;
};

/** At most four numbers in a row, each a link to its list. */
export function Stats({ label, stats }: { label: string; stats: readonly StatProps[] }) {
  return (
    <section aria-label={label}>
      <dl className="stats">
        {stats.map((stat) => (
          <div key={stat.label} className="stat" data-unknown={stat.unknown ? "" : undefined}>
            <dt>{stat.label}</dt>
            <dd className="stat-value">
              <a href={stat.href}>
                {stat.value}
                <span className="sr-only">: {stat.says}</span>
              </a>
            </dd>
            {stat.note ? <dd className="stat-note">{stat.note}</dd> : null}
          </div>
        ))}
      </dl>
    </section>
  );
}
