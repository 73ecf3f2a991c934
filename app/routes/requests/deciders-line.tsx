import { Banner } from "#app/ui/banner.tsx";
import { plural } from "#app/ui/plural.ts";

type Deciders = {
  deciders: readonly { memberId: string; name: string; role: string; by: string }[];
  deadEnd: string | null;
};

/** Who can decide, by name, or that nobody can and whom to invite. */
export function DecidersLine({ deciders, deadEnd }: Deciders) {
  if (deadEnd) return <Banner kind="warning">{deadEnd}</Banner>;
  const first = deciders.slice(0, 3);
  const more = deciders.slice(3);
  const named = (one: (typeof deciders)[number]) =>
    `${one.name} (${one.by === "lead" ? "team lead" : one.role})`;
  return (
    <div className="wrap-anywhere">
      {first.map(named).join(", ")}
      {more.length > 0 ? (
        <details>
          <summary className="link">
            {plural(more.length, { one: "and # more", other: "and # more" })}
          </summary>
          {more.map(named).join(", ")}
        </details>
      ) : null}
      <span className="block text-muted">
        {plural(deciders.length, {
          one: "Their decision is enough.",
          other: "The decision of one is enough.",
        })}
      </span>
    </div>
  );
}
