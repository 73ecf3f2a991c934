import { formatShare } from "./format-number.ts";

/** "94 % of 618" with a bar; a base of nothing has no share and says so. */
export function ShareBar({ part, base, none }: { part: number; base: number; none: string }) {
  if (base === 0) return <span className="text-muted">{none}</span>;
  return (
    <span className="share">
      <span className="share-bar" aria-hidden="true">
        <i style={{ width: `${(part / base) * 100}%` }} />
      </span>
      {formatShare(part, base)}
    </span>
  );
}
