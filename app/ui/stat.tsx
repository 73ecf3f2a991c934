import type { ReactNode } from "react";

type StatProps = {
  label: string;
  /** Already written for people: "94 %", "1,204", "Could not look". */
  value: ReactNode;
  /** What the value is of: "of 618 installations". */
  base?: string;
  /** In words with its period: "up 4 points in 30 days". */
  change?: string;
  /** The list behind the number. */
  href: string;
  /** Nobody could look: dashed, and the value is a sentence instead of a number. */
  unknown?: boolean;
};

/** A number with a list behind it; at most four in a row, inside Stats. */
export function Stat({ label, value, base, change, href, unknown }: StatProps) {
  return (
    <div className={unknown ? "stat border-dashed" : "stat"}>
      <dt className="text-muted">{label}</dt>
      <dd>
        <a href={href} className={unknown ? "stat-link text-base text-muted" : "stat-link text-2xl"}>
          {value}
        </a>
        {base ? <span className="ms-2 text-muted">{base}</span> : null}
        {change ? <span className="block text-muted text-xs">{change}</span> : null}
      </dd>
    </div>
  );
}

export function Stats({ children }: { children: ReactNode }) {
  return <dl className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">{children}</dl>;
}
